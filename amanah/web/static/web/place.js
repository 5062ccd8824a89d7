// Where a home is: what is known and told of it, and a pin for the new place, set by a tap or by what is typed.
"use strict";

const AROUND_M = 120; // what is seen when nothing but the village's middle is known
const TAG_M = 3;
const TAGS = { office: "#0f5c56" };
const READ = /^\s*(-?\d{1,3}\.\d+)\s*,\s*(-?\d{1,3}\.\d+)\s*$/;
const sheet = document.querySelector("[data-place]");

class Placing {
  constructor(drawn, field) {
    Object.assign(this, { drawn, field });
  }

  start() {
    const { home, tags, village, middle } = this.drawn;
    const known = home ? [this.circle(home, home[2], "#2b3c8f", 0.25)] : [];
    const told = tags.map((tag) => this.circle(tag, TAG_M, TAGS[tag[2]] ?? "#5b6b68", 0.9));
    const border = village ? [feature(village, { fill: "#dfe5e1", opacity: 0.4, line: "#5b6b68" })] : [];
    const begin = middle ? [this.circle(middle, AROUND_M, "#5b6b68", 0)] : [];
    const seen = [known, told, border, begin].find((some) => some.length) ?? [];
    this.map = mapIn(sheet, [...border, ...known, ...told], seen);
    this.map.addControl(new maplibregl.ScaleControl({ maxWidth: 120 }), "bottom-left");
    this.map.getCanvas().style.cursor = "crosshair";
    this.map.on("click", ({ lngLat }) => this.set(lngLat));
    this.map.on("load", () => this.furnish());
    this.field.addEventListener("input", () => this.follow());
    this.follow({ moves: true });
  }

  furnish() {
    addGround(this.map, this.drawn.ground);
    sheet.dataset.ready = "yes";
  }

  circle([lng, lat], radius_m, colour, opacity) {
    return feature(ring({ lat, lng, radius_m }), { fill: colour, opacity, line: colour });
  }

  set({ lng, lat }) {
    this.field.value = `${lat.toFixed(5)}, ${lng.toFixed(5)}`;
    this.follow();
  }

  // The pin stands where the field says; what only the house can read (a Plus Code) has none.
  follow({ moves = false } = {}) {
    const [, lat, lng] = READ.exec(this.field.value) ?? [];
    const isPlace = lat !== undefined && Math.abs(lat) <= 90 && Math.abs(lng) <= 180;
    if (!isPlace) return this.pin?.remove();
    this.pin ??= this.made();
    this.pin.setLngLat([Number(lng), Number(lat)]).addTo(this.map);
    if (moves) this.map.setCenter(this.pin.getLngLat());
  }

  made() {
    const pin = new maplibregl.Marker({ element: mark("map-payer map-visit", "+"), draggable: true });
    pin.getElement().setAttribute("aria-label", this.drawn.words.pin);
    pin.on("dragend", () => this.set(pin.getLngLat()));
    return pin;
  }
}

if (sheet) {
  try {
    new Placing(asked(sheet.dataset.place), document.getElementById("place")).start();
  } catch (cause) {
    noMap(sheet, cause);
  }
}
