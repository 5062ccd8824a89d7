// All rounds of an office on one map: a payer is a colour and a name, a stop its number, the way before is dotted.
"use strict";

const GOLDEN_DEG = 137.508; // neighbours in the list are far apart on the wheel, however many payers there are
const ways = document.querySelector("[data-board]");

// Dark enough that a white number is read on it.
const colourOf = (i) => `hsl(${Math.round(i * GOLDEN_DEG) % 360}, 70%, ${i % 2 ? 24 : 31}%)`;

class BoardMap {
  constructor(asks, { rounds, unplaced }) {
    Object.assign(this, { asks, unplaced, rounds: rounds.map((one, i) => ({ ...one, colour: colourOf(i) })) });
    this.hidden = new Set();
  }

  start() {
    this.tell();
    const points = this.rounds.flatMap((one) => one.way);
    if (!points.length) return ways.remove();
    this.map = mapIn(ways, [], points.map(([lng, lat]) => feature(ring({ lat, lng, radius_m: 60 }), {})));
    this.map.on("load", () => this.furnish());
  }

  furnish() {
    const { map } = this;
    addGround(map, this.asks.ground);
    for (const id of ["before", "ways", "stops"]) map.addSource(id, { type: "geojson", data: collection([]) });
    const colour = ["get", "colour"];
    map.addLayer({ id: "before", type: "line", source: "before", paint: { "line-color": colour, "line-width": 3, "line-opacity": 0.55, "line-dasharray": [1, 2] } });
    map.addLayer({ id: "ways", type: "line", source: "ways", paint: { "line-color": colour, "line-width": 2.5 } });
    map.addLayer({ id: "stops", type: "circle", source: "stops", paint: { "circle-color": colour, "circle-radius": 10, "circle-stroke-color": "#ffffff", "circle-stroke-width": 1.5 } });
    map.addLayer({ id: "numbers", type: "symbol", source: "stops", layout: { "text-field": ["to-string", ["get", "order"]], "text-font": FONT, "text-size": 11, "text-allow-overlap": true }, paint: { "text-color": "#ffffff" } });
    map.on("click", "stops", ({ features: [stop] }) => {
      if (ways.classList.contains("draws")) return;
      new maplibregl.Popup({ maxWidth: "260px" }).setLngLat(stop.geometry.coordinates).setDOMContent(this.said(stop.properties)).addTo(map);
    });
    map.on("mouseenter", "stops", () => (map.getCanvas().style.cursor = "pointer"));
    map.on("mouseleave", "stops", () => (map.getCanvas().style.cursor = ""));
    const { office } = this.asks;
    if (office) new maplibregl.Marker({ element: mark("map-office", office.name), anchor: "top" }).setLngLat([office.lng, office.lat]).addTo(map);
    this.draw();
    if (document.getElementById("flood")) drawsArea(map, this.asks.words);
    ways.dataset.ready = "yes";
  }

  draw() {
    const shown = this.rounds.filter((one) => !this.hidden.has(one));
    const isBefore = document.querySelector("#board-before input").checked;
    const drawn = (of) => collection(shown.filter((one) => one[of].length > 1).map((one) => line(one[of], { colour: one.colour })));
    this.map.getSource("ways").setData(drawn("way"));
    this.map.getSource("before").setData(isBefore ? drawn("before") : collection([]));
    const stops = shown.flatMap(({ name, colour, homes }) => homes.map(([lng, lat, , family, , , , order]) => point(lng, lat, { name, colour, family, order })));
    this.map.getSource("stops").setData(collection(stops));
  }

  said({ name, order, family }) {
    const box = document.createElement("div");
    box.className = "map-said";
    const title = document.createElement("strong");
    title.textContent = `${name} · ${order}`;
    const link = document.createElement("a");
    link.href = this.asks.family.replace("00000000-0000-0000-0000-000000000000", family);
    link.textContent = this.asks.words.open;
    box.append(title, link);
    return box;
  }

  tell() {
    const { words } = this.asks;
    document.getElementById("board-said").textContent = this.unplaced ? `${this.unplaced} ${words.unplaced}` : "";
    document.getElementById("board-payers").replaceChildren(...this.rounds.map((one) => this.payer(one, words)));
    const before = document.getElementById("board-before");
    before.hidden = !this.rounds.some((one) => one.before.length);
    before.addEventListener("change", () => this.map && this.draw());
  }

  payer(one, words) {
    const label = document.createElement("label");
    const box = document.createElement("input");
    box.type = "checkbox";
    box.checked = true;
    box.addEventListener("change", () => {
      this.hidden[box.checked ? "delete" : "add"](one);
      if (this.map) this.draw();
    });
    const colour = document.createElement("i");
    colour.style.background = one.colour; // by the script's hand: the page's policy refuses style attributes
    label.append(box, colour, `${one.name} (${one.families} ${words.families}${one.is_out ? `, ${words.out}` : ""})`);
    return label;
  }
}

// Corners clicked on the map become the form's area; the villages' list does the same without a mouse.
function drawsArea(map, words) {
  const [draw, undraw, said] = ["draw", "undraw", "drawn-said"].map((id) => document.getElementById(id));
  const field = document.getElementById("flood").elements.drawn;
  let corners = [];
  map.addSource("flood", { type: "geojson", data: collection([]) });
  map.addLayer({ id: "flood", type: "fill", source: "flood", paint: { "fill-color": "#2b6fb3", "fill-opacity": 0.35 } }, "before");
  map.addLayer({ id: "flood-edge", type: "line", source: "flood", paint: { "line-color": "#17406b", "line-width": 2 } });
  map.addLayer({ id: "flood-corners", type: "circle", source: "flood", filter: ["==", ["geometry-type"], "Point"], paint: { "circle-color": "#17406b", "circle-radius": 5 } });
  const show = () => {
    const area = corners.length > 2 ? [feature([...corners, corners[0]], {})] : [];
    map.getSource("flood").setData(collection([...area, ...corners.map(([lng, lat]) => point(lng, lat, {}))]));
    field.value = corners.length ? JSON.stringify(corners) : "";
    undraw.disabled = !corners.length;
    said.textContent = corners.length ? `${corners.length} ${words.corners}` : "";
  };
  draw.addEventListener("click", () => {
    const draws = ways.classList.toggle("draws");
    draw.setAttribute("aria-pressed", draws);
    map.getCanvas().style.cursor = draws ? "crosshair" : "";
    if (draws && !corners.length) said.textContent = words.click;
    if (draws) ways.scrollIntoView({ block: "center" });
  });
  undraw.addEventListener("click", () => {
    corners = [];
    show();
  });
  map.on("click", ({ lngLat }) => {
    if (!ways.classList.contains("draws")) return;
    corners.push([lngLat.lng, lngLat.lat]);
    show();
  });
  document.getElementById("drawing").hidden = false;
}

if (ways) {
  const asks = asked(ways.dataset.board);
  fetched(asks.ways)
    .then((told) => new BoardMap(asks, told).start())
    .catch((cause) => noMap(ways, cause));
}
