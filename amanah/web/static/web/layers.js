// Layers that the office's maps share: homes by state, ways, the ground by our own tiles. Asks no other host.
"use strict";

const STATES = { waiting: "#7b8a87", out: "#f2a516", paid: "#2f8f4e", failed: "#b3402f", doubted: "#6a3d9a" };
// A letter besides the colour: state is never told by colour alone.
const SIGNS = { waiting: "", out: "•", paid: "✓", failed: "×", doubted: "?" };
const ALONE_ZOOM = 15;
const FONT = ["Plus Jakarta Sans"];
const HALO = { "text-color": "#4c5f5b", "text-halo-color": "#ffffff", "text-halo-width": 1.6 };

const collection = (features) => ({ type: "FeatureCollection", features });
const point = (lng, lat, properties) => ({ type: "Feature", properties, geometry: { type: "Point", coordinates: [lng, lat] } });
const line = (coordinates, properties = {}) => ({ type: "Feature", properties, geometry: { type: "LineString", coordinates } });

function asked(id) {
  return JSON.parse(document.getElementById(id).textContent);
}

// Throws where the house doesn't answer; signed out is the same as not answering.
async function fetched(address) {
  const answer = await fetch(address, { headers: { Accept: "application/json" }, cache: "no-store", redirect: "error" });
  if (!answer.ok) throw new Error(`${answer.status} ${address}`);
  return answer.json();
}

const byState = (values) => ["match", ["get", "state"], ...Object.entries(values).flat(), "#7b8a87"];

// A home whose place isn't trusted is a ring: it stands around there, and nobody knows the door.
const ifAround = (yes, no) => ["case", ["==", ["get", "around"], 1], yes, no];

const unsigned = ["==", ["get", "sign"], ""];

function homeFeature([lng, lat, state, family, payer, visit, reason, order, isSure]) {
  return point(lng, lat, { around: isSure ? 0 : 1, state, family, payer, visit, reason, order, sign: SIGNS[state], [state]: 1 });
}

// Homes that lie together are one circle with their number; its colour says whether one of them needs somebody.
function addHomes(map, id, data, { cluster = true } = {}) {
  const sums = Object.fromEntries(Object.keys(STATES).map((state) => [state, ["+", ["coalesce", ["get", state], 0]]]));
  map.addSource(id, { type: "geojson", data, cluster, clusterMaxZoom: ALONE_ZOOM - 1, clusterRadius: 36, clusterProperties: sums });
  map.addLayer({
    id: `${id}-many`, type: "circle", source: id, filter: ["has", "point_count"],
    paint: {
      "circle-color": ["case", [">", ["get", "failed"], 0], STATES.failed, [">", ["get", "doubted"], 0], STATES.doubted,
        ["==", ["get", "paid"], ["get", "point_count"]], STATES.paid, "#4c5f5b"],
      "circle-radius": ["step", ["get", "point_count"], 12, 10, 15, 100, 19, 1000, 24],
      "circle-stroke-color": "#ffffff", "circle-stroke-width": 2,
    },
  });
  map.addLayer({
    id: `${id}-count`, type: "symbol", source: id, filter: ["has", "point_count"],
    layout: { "text-field": ["get", "point_count_abbreviated"], "text-font": FONT, "text-size": 12, "text-allow-overlap": true },
    paint: { "text-color": "#ffffff" },
  });
  map.addLayer({
    id: `${id}-one`, type: "circle", source: id, filter: ["!", ["has", "point_count"]],
    paint: {
      "circle-color": ifAround("#ffffff", byState(STATES)), "circle-radius": ifAround(6.5, 8),
      "circle-stroke-color": ifAround(byState(STATES), "#ffffff"), "circle-stroke-width": ifAround(3, 1.5),
    },
  });
  map.addLayer({
    id: `${id}-sign`, type: "symbol", source: id, filter: ["!", ["has", "point_count"]],
    // a home without a sign has an unseen one: names give way to letters, not to circles
    layout: { "text-field": ["case", unsigned, "o", ["get", "sign"]], "text-font": FONT, "text-size": 12, "text-allow-overlap": true },
    paint: { "text-opacity": ["case", unsigned, 0, 1], "text-color": ["match", ["get", "state"], "out", "#2b1d00", ifAround("#2b1d00", "#ffffff")] },
  });
}

// Widths in pixels at zoom 11, 14 and 17, and the zoom a kind of road and its name are worth drawing from.
const ROADS = [
  { kind: "alley", widths: [0, 0.6, 3], from: 14, named: 16 },
  { kind: "street", widths: [0.4, 1.4, 7], from: 11, named: 15 },
  { kind: "main", widths: [1, 3, 11], from: 9, named: 12.5 },
];
const wide = ([far, near, door], more = 0) => ["interpolate", ["linear"], ["zoom"], 11, far + more / 4, 14, near + more / 2, 17, door + more];

// Streets and water from our own tiles, under everything else; their names give way to whatever is said of homes.
function addGround(map, address) {
  if (!address) return;
  const tiles = String(new URL(address, location.href));
  map.addSource("ground", { type: "vector", url: `pmtiles://${tiles}` });
  thank(map, tiles);
  const under = map.getLayer("areas") ? "areas" : undefined;
  const of = (layer, kind) => ({ source: "ground", "source-layer": layer, ...(kind && { filter: ["==", ["get", "kind"], kind] }) });
  map.addLayer({ ...of("water", "area"), id: "lakes", type: "fill", paint: { "fill-color": "#cfe3ea" } }, under);
  map.addLayer({ ...of("water", "line"), id: "water", type: "line", paint: { "line-color": "#a9cbd6", "line-width": 1.5 } }, under);
  const round = { "line-cap": "round", "line-join": "round" };
  for (const { kind, widths, from } of ROADS) {
    map.addLayer({ ...of("road", kind), id: `edge-${kind}`, type: "line", minzoom: from, layout: round, paint: { "line-color": "#a39d8c", "line-width": wide(widths, 2) } });
  }
  for (const { kind, widths, from } of ROADS) {
    map.addLayer({ ...of("road", kind), id: `road-${kind}`, type: "line", minzoom: from, layout: round, paint: { "line-color": kind === "main" ? "#fff3d6" : "#ffffff", "line-width": wide(widths) } });
  }
  map.addLayer({ ...of("road", "steps"), id: "road-steps", type: "line", minzoom: 14, paint: { "line-color": "#a39d8c", "line-width": 3, "line-dasharray": [0.5, 0.5] } });
  for (const { kind, named } of ROADS) {
    map.addLayer({
      ...of("road", kind), id: `name-${kind}`, type: "symbol", minzoom: named,
      layout: { "text-field": ["get", "name"], "text-font": FONT, "text-size": kind === "main" ? 12 : 11, "symbol-placement": "line", "symbol-spacing": 300 },
      paint: HALO,
    });
  }
  map.addLayer({
    ...of("place"), id: "name-place", type: "symbol", minzoom: 13,
    layout: { "text-field": ["get", "name"], "text-font": FONT, "text-size": 12 }, paint: HALO,
  });
}

// Whose data the tiles are made of, where it isn't only ours.
async function thank(map, tiles) {
  try {
    const { attribution } = await new pmtiles.PMTiles(tiles).getMetadata();
    if (attribution) map.addControl(new maplibregl.AttributionControl({ compact: false, customAttribution: attribution }));
  } catch (cause) {
    console.warn(cause);
  }
}

// Where a village's name may stand, the nearest first: its middle, then around it, farther and farther (in ems).
const AROUND = [["center", 0, 0]].concat(...[2, 4, 6, 9].map((far) => [
  ["bottom", 0, -far], ["top", 0, far], ["left", far, 0], ["right", -far, 0],
  ["bottom-left", far, -far / 2], ["bottom-right", -far, -far / 2], ["top-left", far, far / 2], ["top-right", -far, far / 2],
]));

// Names of villages with what was paid there: under the circles of homes, and beside them where there is room.
function addNames(map) {
  map.addSource("names", { type: "geojson", data: collection([]) });
  map.addLayer({
    id: "names", type: "symbol", source: "names",
    layout: {
      "text-field": ["get", "said"], "text-font": FONT, "text-size": 12, "text-max-width": 8,
      "text-variable-anchor-offset": AROUND.flatMap(([anchor, x, y]) => [anchor, [x, y]]), "text-justify": "auto", "text-padding": 4,
    },
    paint: { ...HALO, "text-color": "#12302b" },
  });
}

// A circle of many keeps the properties of one of them, which say nothing of the others.
const aloneAround = (yes, no) => ["case", ["all", ["!", ["has", "point_count"]], ["has", "around"]], yes, no];

// Every home of the office, from tiles. Few are drawn far out: the tiles hold them together.
function addAllHomes(map, address) {
  map.addSource("all-homes", { type: "vector", url: `pmtiles://${new URL(address, location.href)}` });
  map.addLayer({
    id: "all-homes", source: "all-homes", "source-layer": "homes", type: "circle",
    paint: {
      "circle-color": "#3d6f86", "circle-opacity": aloneAround(0, 0.75),
      "circle-stroke-color": "#3d6f86", "circle-stroke-width": aloneAround(1.5, 0),
      "circle-radius": ["interpolate", ["linear"], ["coalesce", ["get", "point_count"], 1], 1, 3, 10, 5, 1000, 10],
    },
  });
}

// What is shown of a home: words and links, built without markup from the data.
function homeSaid(home, words, addresses) {
  const box = document.createElement("div");
  box.className = "map-said";
  const title = document.createElement("strong");
  title.textContent = [words[home.state] ?? words.home, home.reason].filter(Boolean).join(": ");
  box.append(title);
  if (home.around) box.append(words.around);
  const address = home.visit ? addresses.visit : addresses.family;
  if (address) {
    const link = document.createElement("a");
    link.href = address.replace("00000000-0000-0000-0000-000000000000", home.visit || home.family);
    link.textContent = words.open;
    box.append(link);
  }
  return box;
}

function onHomes(map, id, words, addresses) {
  map.on("click", `${id}-one`, (event) => {
    const home = event.features[0];
    new maplibregl.Popup({ maxWidth: "260px" }).setLngLat(home.geometry.coordinates).setDOMContent(homeSaid(home.properties, words, addresses)).addTo(map);
  });
  map.on("click", `${id}-many`, async (event) => {
    const many = event.features[0];
    const zoom = await map.getSource(id).getClusterExpansionZoom(many.properties.cluster_id);
    map[reducedMotion() ? "jumpTo" : "easeTo"]({ center: many.geometry.coordinates, zoom });
  });
  for (const layer of [`${id}-one`, `${id}-many`]) {
    map.on("mouseenter", layer, () => (map.getCanvas().style.cursor = "pointer"));
    map.on("mouseleave", layer, () => (map.getCanvas().style.cursor = ""));
  }
}

function reducedMotion() {
  return window.matchMedia("(prefers-reduced-motion: reduce)").matches;
}

function noMap(box, cause) {
  // Without WebGL the figures beside the map still say everything.
  box.classList.add("no-shot");
  box.textContent = document.documentElement.lang === "en" ? "The map can’t be drawn on this computer." : "Peta tidak dapat digambar di komputer ini.";
  console.warn(cause);
}

maplibregl.addProtocol("pmtiles", new pmtiles.Protocol().tile);
