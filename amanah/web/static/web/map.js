// Draws our own data on an empty ground: village areas by progress, or the two places of one visit. No tile server.
"use strict";

const RING = 48;
const EARTH_M_PER_DEGREE = 111_320;

function ring({ lat, lng, radius_m }) {
  const wide = radius_m / (EARTH_M_PER_DEGREE * Math.cos((lat * Math.PI) / 180));
  const tall = radius_m / EARTH_M_PER_DEGREE;
  return Array.from({ length: RING + 1 }, (_, i) => {
    const turn = (2 * Math.PI * i) / RING;
    return [lng + wide * Math.cos(turn), lat + tall * Math.sin(turn)];
  });
}

// `area`: one ring, or a GeoJSON geometry with holes and several parts.
function feature(area, properties) {
  const geometry = Array.isArray(area) ? { type: "Polygon", coordinates: [area] } : area;
  return { type: "Feature", properties, geometry };
}

function pointsOf({ type, coordinates }) {
  return type === "MultiPolygon" ? coordinates.flat(2) : coordinates.flat(1);
}

function mark(css, text) {
  const element = document.createElement("div");
  element.className = css;
  // Without these MapLibre calls it a button named “Map marker”, which it isn't.
  element.setAttribute("role", "img");
  element.setAttribute("aria-label", text);
  element.textContent = text;
  return element;
}

function mapIn(box, features, seen = features) {
  const bounds = new maplibregl.LngLatBounds();
  seen.forEach((one) => pointsOf(one.geometry).forEach((point) => bounds.extend(point)));
  const map = new maplibregl.Map({
    container: box,
    style: {
      version: 8,
      sources: { ours: { type: "geojson", data: { type: "FeatureCollection", features } } },
      layers: [
        { id: "ground", type: "background", paint: { "background-color": "#f3f1ea" } },
        { id: "areas", type: "fill", source: "ours", paint: { "fill-color": ["get", "fill"], "fill-opacity": ["get", "opacity"] } },
        { id: "lines", type: "line", source: "ours", paint: { "line-color": ["get", "line"], "line-width": 1.5 } },
      ],
    },
    bounds,
    fitBoundsOptions: { padding: 32, maxZoom: 17.5 },
    attributionControl: false,
    dragRotate: false,
    pitchWithRotate: false,
    cooperativeGestures: window.matchMedia("(max-width: 900px)").matches,
  });
  map.touchZoomRotate.disableRotation();
  map.addControl(new maplibregl.NavigationControl({ showCompass: false }), "top-right");
  return map;
}

function shade(village) {
  const share = village.due ? village.paid / village.due : 0;
  if (share === 0) return "#dfe5e1";
  if (share < 0.5) return "#f2d48f";
  return share < 1 ? "#9ccdb0" : "#2f8f4e";
}

function drawVillages(box, data) {
  const drawn = data.villages.filter((village) => village.area);
  const map = mapIn(box, drawn.map((village) => feature(village.area, { fill: shade(village), opacity: 0.9, line: "#ffffff" })));
  const labels = data.villages.map((village) => {
    const label = mark("map-label", `${village.name} ${village.paid}/${village.due}`);
    return new maplibregl.Marker({ element: label }).setLngLat([village.lng, village.lat]).addTo(map);
  });
  data.payers.forEach((payer) => {
    const pin = mark("map-payer", payer.initials);
    pin.title = payer.name;
    new maplibregl.Marker({ element: pin }).setLngLat([payer.lng, payer.lat]).addTo(map);
  });
  thinOut(map, labels);
}

// A label that would cover another waits until the reader has zoomed in.
function thinOut(map, labels) {
  const place = () => {
    const taken = [];
    labels.forEach((label) => {
      const at = map.project(label.getLngLat());
      const covers = taken.some((other) => Math.abs(other.x - at.x) < 82 && Math.abs(other.y - at.y) < 30);
      label.getElement().hidden = covers;
      if (!covers) taken.push(at);
    });
  };
  map.on("moveend", place);
  place();
}

function drawEvidence(box, { circles, village, is_outside }) {
  const colour = { home: "#2b3c8f", visit: "#f2a516" };
  const rings = circles.map((one) =>
    feature(ring({ ...one, radius_m: Math.max(4, one.radius_m) }), { fill: colour[one.kind], opacity: 0.25, line: colour[one.kind] }),
  );
  const area = village ? [feature(village, { fill: "#dfe5e1", opacity: 0.6, line: "#5b6b68" })] : [];
  // A visit outside its village is shown with the whole village; otherwise the doors matter, not the border.
  const map = mapIn(box, [...area, ...rings], is_outside ? [...area, ...rings] : rings);
  map.addControl(new maplibregl.ScaleControl({ maxWidth: 120 }), "bottom-left");
  circles.forEach((one) => {
    const pin = mark(`map-payer map-${one.kind}`, one.kind === "home" ? "R" : "K");
    new maplibregl.Marker({ element: pin }).setLngLat([one.lng, one.lat]).addTo(map);
  });
}

function start(box) {
  const data = JSON.parse(document.getElementById(box.dataset.source).textContent);
  (box.dataset.map === "villages" ? drawVillages : drawEvidence)(box, data);
}

maplibregl.setWorkerUrl(document.querySelector("meta[name=map-worker]").content);
document.querySelectorAll("[data-map]").forEach((box) => {
  try {
    start(box);
  } catch (cause) {
    // Without WebGL the figures beside the map still say everything.
    box.classList.add("no-shot");
    box.textContent = document.documentElement.lang === "en" ? "The map can’t be drawn on this computer." : "Peta tidak dapat digambar di komputer ini.";
    console.warn(cause);
  }
});
