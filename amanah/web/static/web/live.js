// The day in the field: asked anew every 25 seconds; where the reader looks and what they filtered stays as it is.
"use strict";

const AGAIN_MS = 25_000;
const box = document.querySelector("[data-live]");

class Live {
  constructor(asks) {
    this.asks = asks;
    this.rows = { homes: [], ways: [] };
    this.pins = new Map();
  }

  async start() {
    await this.look();
    window.setInterval(() => document.hidden || this.look(), AGAIN_MS);
    document.addEventListener("visibilitychange", () => document.hidden || this.look());
    document.getElementById("payer").addEventListener("change", () => this.draw());
    document.getElementById("states")?.addEventListener("change", () => this.draw());
    document.querySelectorAll("[name=shows]").forEach((one) => one.addEventListener("change", () => this.choose()));
    document.getElementById("all-homes")?.addEventListener("change", (event) => this.showAll(event.target.checked));
  }

  // Half an answer is shown as half: the figures don't wait for a map, nor a map for the figures.
  async look() {
    const { asks } = this;
    const fresh = document.getElementById("live-fresh");
    try {
      const query = `?day=${asks.day}`;
      const [day, homes] = await Promise.all([fetched(asks.live + query), asks.homes ? fetched(asks.homes + query) : { homes: [], ways: [] }]);
      this.day = day;
      this.rows = homes;
      this.heard = new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
      fresh.textContent = `${asks.words.fresh} ${this.heard}`;
    } catch (cause) {
      fresh.textContent = `${asks.words.stale} ${this.heard ?? "–"}`;
      console.warn(cause);
      if (!this.day) return;
    }
    this.tell();
    this.makeMap();
    this.draw();
  }

  makeMap() {
    if (this.map || this.broken) return;
    const { villages } = this.day;
    const around = this.asks.office.lat === null ? { lat: -2.5, lng: 118 } : this.asks.office;
    const seen = villages.map((one) => feature(one.area ?? ring({ ...one, radius_m: 1500 }), {}));
    try {
      this.map = mapIn(box, [], seen.length ? seen : [feature(ring({ ...around, radius_m: 4000 }), {})]);
    } catch (cause) {
      this.broken = true;
      noMap(box, cause);
      return;
    }
    this.map.on("load", () => this.furnish());
  }

  furnish() {
    const { map, asks } = this;
    addGround(map, asks.ground);
    if (asks.tiles) addAllHomes(map, asks.tiles);
    this.showAll(false);
    map.addSource("heat", { type: "geojson", data: collection([]) });
    map.addLayer({
      id: "heat", type: "fill", source: "heat", layout: { visibility: "none" },
      paint: { "fill-color": ["interpolate", ["linear"], ["get", "families"], 3, "#f6d9b0", 10, "#dd7f52", 30, "#97281a"], "fill-opacity": 0.75, "fill-outline-color": "#7c2718" },
    });
    map.addSource("ways", { type: "geojson", data: collection([]) });
    map.addLayer({ id: "ways", type: "line", source: "ways", paint: { "line-color": "#0f5c56", "line-width": 2, "line-opacity": 0.65 } });
    addNames(map);
    addHomes(map, "homes", collection([]));
    onHomes(map, "homes", asks.words, asks);
    map.on("click", "heat", (event) => this.tellCell(event));
    map.on("moveend", () => this.heat());
    this.ready = true;
    this.draw();
    this.choose();
    box.dataset.ready = "yes";
  }

  kept() {
    const payer = document.getElementById("payer").value;
    const boxes = [...document.querySelectorAll("#states input")];
    const states = new Set(boxes.filter((one) => one.checked).map((one) => one.value));
    const homes = this.rows.homes.filter((row) => (!payer || row[4] === payer) && states.has(row[2]));
    return { payer, homes, ways: this.rows.ways.filter((way) => !payer || way.payer === payer) };
  }

  draw() {
    if (!this.ready) return;
    const { payer, homes, ways } = this.kept();
    const { villages, payers } = this.day;
    const areas = villages.filter((one) => one.area).map((one) => feature(one.area, { fill: shade(one), opacity: 0.8, line: "#ffffff" }));
    this.map.getSource("ours").setData(collection(areas));
    this.map.getSource("homes").setData(collection(homes.map(homeFeature)));
    this.map.getSource("ways").setData(collection(ways.filter((way) => way.steps.length > 1).map((way) => line(way.steps.map((step) => [step.lng, step.lat])))));
    this.map.getSource("names").setData(collection(villages.map((one) => point(one.lng, one.lat, { said: `${one.name} ${one.paid}/${one.due}` }))));
    payers.forEach((one) => this.pin(one, !payer || one.payer === payer));
  }

  pin(payer, isShown) {
    if (payer.lat === null) return;
    if (!this.pins.has(payer.round)) {
      const element = mark("map-payer", payer.initials);
      this.pins.set(payer.round, new maplibregl.Marker({ element }).setLngLat([payer.lng, payer.lat]).addTo(this.map));
    }
    const pin = this.pins.get(payer.round).setLngLat([payer.lng, payer.lat]);
    const doubts = payer.doubts.length ? `, ${payer.doubts.length} ${this.asks.words.doubts}` : "";
    pin.getElement().title = `${payer.name}, ${payer.heard}${doubts}`;
    pin.getElement().classList.toggle("is-doubted", payer.doubts.length > 0);
    pin.getElement().setAttribute("aria-label", pin.getElement().title);
    pin.getElement().hidden = !isShown;
  }

  // The counts and the payers beside the map.
  tell() {
    const { words } = this.asks;
    for (const one of document.querySelectorAll("[data-count]")) {
      one.textContent = this.rows.homes.filter((row) => row[2] === one.dataset.count).length;
    }
    for (const one of document.querySelectorAll("[data-sum]")) one.textContent = this.day.counts[one.dataset.sum];
    const unplaced = document.getElementById("unplaced");
    if (unplaced) unplaced.textContent = this.rows.unplaced ? `${this.rows.unplaced} ${words.unplaced}` : "";
    const choice = document.getElementById("payer");
    const chosen = choice.value;
    const unique = new Map(this.day.payers.map((one) => [one.payer, one.name]));
    choice.replaceChildren(new Option(words.none, ""), ...[...unique].map(([id, name]) => new Option(name, id)));
    choice.value = unique.has(chosen) ? chosen : "";
    document.getElementById("payers").replaceChildren(...this.day.payers.map((one) => payerSaid(one, this.asks)));
  }

  choose() {
    const isHeat = document.querySelector("[name=shows]:checked").value === "heat";
    document.getElementById("legend-day").hidden = isHeat;
    document.getElementById("legend-heat").hidden = !isHeat;
    if (!this.ready) return;
    const show = (id, yes) => this.map.getLayer(id) && this.map.setLayoutProperty(id, "visibility", yes ? "visible" : "none");
    show("heat", isHeat);
    for (const id of ["ways", "homes-many", "homes-count", "homes-one", "homes-sign"]) show(id, !isHeat);
    box.classList.toggle("shows-heat", isHeat);
    this.heat();
  }

  async heat() {
    if (!this.ready || !box.classList.contains("shows-heat")) return;
    const zoom = Math.round(this.map.getZoom());
    if (this.zoom === zoom) return;
    this.zoom = zoom;
    const cells = await fetched(`${this.asks.heat}?day=${this.asks.day}&zoom=${zoom}`).catch(() => null);
    if (!cells) {
      this.zoom = undefined;
      return;
    }
    this.map.getSource("heat").setData(cells);
    document.getElementById("heat-hidden").textContent = cells.hidden ? `${cells.hidden} ${this.asks.words.hidden}` : "";
  }

  tellCell({ features: [cell], lngLat }) {
    const said = document.createElement("div");
    said.className = "map-said";
    const count = document.createElement("strong");
    count.textContent = `${cell.properties.families} ${this.asks.words.families}`;
    said.append(count, cell.properties.why);
    new maplibregl.Popup({ maxWidth: "280px" }).setLngLat(lngLat).setDOMContent(said).addTo(this.map);
  }

  showAll(yes) {
    if (this.map?.getLayer("all-homes")) this.map.setLayoutProperty("all-homes", "visibility", yes ? "visible" : "none");
  }
}

function payerSaid(payer, { words, round, case: address }) {
  const item = document.createElement("li");
  const name = document.createElement(round ? "a" : "strong");
  name.textContent = payer.name;
  if (round) {
    name.href = round.replace("00000000-0000-0000-0000-000000000000", payer.round);
    name.title = words.way;
  }
  const count = document.createElement("span");
  count.className = "num quiet";
  count.textContent = `${payer.paid + payer.failed}/${payer.stops} · ${payer.heard}`;
  item.append(name, count, ...payer.doubts.map((one) => doubtSaid(one, words, address)));
  return item;
}

function doubtSaid({ case: id, why }, words, address) {
  const said = document.createElement("p");
  const link = document.createElement("a");
  link.href = address.replace("00000000-0000-0000-0000-000000000000", id);
  link.textContent = words.see;
  said.className = "doubt";
  said.append(`${why} `, link);
  return said;
}

if (box) {
  const live = new Live(asked(box.dataset.live));
  live.start();
  box.live = live; // the bench moves the map by it
}
