// One round: as it was planned in the morning, as it was changed, as it was walked; the day played back on a slider.
"use strict";

const PARTS = 1000; // of the slider, whatever the day's length
const LENGTH_MS = 20_000; // a day in twenty seconds
const STEP_MS = 900; // visit by visit for those who don't want motion
const LINES = { before: "#2b3c8f", after: "#9a5a12", walked: "#0f5c56" };
const board = document.querySelector("[data-round]");
const slider = document.getElementById("moment");
const button = document.getElementById("play");

class Playback {
  constructor(asks, told) {
    Object.assign(this, { asks, told, steps: told.way.steps });
    this.at = this.steps.map((step) => Date.parse(step.at) / 1000);
    this.pin = mark("map-payer map-walker", "●");
  }

  start() {
    this.tell();
    try {
      this.map = mapIn(board, [], this.bounds());
      this.map.on("load", () => this.furnish());
    } catch (cause) {
      noMap(board, cause);
    }
    if (!this.steps.length) return;
    slider.max = PARTS;
    slider.value = PARTS;
    this.span = Math.max(1e-3, this.at.at(-1) - this.at[0]);
    slider.disabled = button.disabled = false;
    slider.addEventListener("input", () => this.show());
    button.addEventListener("click", () => (this.playing ? this.pause() : this.play()));
    this.show();
  }

  bounds() {
    const { before, after } = this.told.order;
    const points = [...before, ...after, ...this.steps.map((step) => [step.lng, step.lat])];
    return (points.length ? points : [[118, -2.5]]).map(([lng, lat]) => feature(ring({ lat, lng, radius_m: 60 }), {}));
  }

  furnish() {
    const { map, told } = this;
    addGround(map, this.asks.ground);
    const lines = { walked: [], after: told.order.after, before: told.order.before };
    for (const [name, points] of Object.entries(lines)) {
      map.addSource(name, { type: "geojson", data: line(points) });
      const dash = name === "walked" ? {} : { "line-dasharray": name === "before" ? [3, 2] : [1, 2] };
      map.addLayer({ id: name, type: "line", source: name, paint: { "line-color": LINES[name], "line-width": name === "walked" ? 3.5 : 2.5, ...dash } });
    }
    addHomes(map, "homes", collection(told.homes.map(homeFeature)), { cluster: false });
    onHomes(map, "homes", this.asks.words, { visit: "/visits/00000000-0000-0000-0000-000000000000/", family: "/families/00000000-0000-0000-0000-000000000000/" });
    document.querySelectorAll(".lines input").forEach((one) => one.addEventListener("change", () => this.toggle()));
    this.toggle();
    this.ready = true;
    if (this.steps.length) this.show();
    board.dataset.ready = "yes";
  }

  toggle() {
    document.querySelectorAll(".lines input").forEach((one) => {
      this.map.setLayoutProperty(one.value, "visibility", one.checked ? "visible" : "none");
    });
  }

  // Where the payer was at the slider's moment: on the straight line between two visits.
  show() {
    const now = this.now();
    const done = this.at.filter((at) => at <= now + 1e-6).length;
    const [last, next] = [this.steps[Math.max(0, done - 1)], this.steps[done]];
    const part = next ? (now - this.at[done - 1]) / Math.max(1, this.at[done] - this.at[done - 1]) : 0;
    const here = next ? [last.lng + (next.lng - last.lng) * part, last.lat + (next.lat - last.lat) * part] : [last.lng, last.lat];
    const said = `${last.clock} · ${done}/${this.steps.length}`;
    document.getElementById("clock").textContent = said;
    slider.setAttribute("aria-valuetext", said);
    document.querySelectorAll("#steps tr").forEach((row, i) => row.classList.toggle("is-now", i === done - 1));
    if (!this.ready) return;
    this.map.getSource("walked").setData(line([...this.steps.slice(0, done).map((step) => [step.lng, step.lat]), here]));
    this.marker ??= new maplibregl.Marker({ element: this.pin });
    this.marker.setLngLat(here).addTo(this.map);
  }

  play() {
    if (Number(slider.value) >= PARTS) slider.value = 0;
    button.textContent = this.asks.words.pause;
    this.playing = reducedMotion() ? window.setInterval(() => this.stepOn(), STEP_MS) : window.requestAnimationFrame((now) => this.frame(now, now));
    this.calm = reducedMotion();
  }

  pause() {
    if (this.calm) window.clearInterval(this.playing);
    else window.cancelAnimationFrame(this.playing);
    this.playing = null;
    button.textContent = this.asks.words.play;
  }

  frame(now, before) {
    this.moved = (this.moved ?? 0) + ((now - before) / LENGTH_MS) * PARTS;
    const whole = Math.floor(this.moved); // the slider keeps whole parts
    this.moved -= whole;
    this.moveTo(Number(slider.value) + whole);
    if (this.playing) this.playing = window.requestAnimationFrame((then) => this.frame(then, now));
  }

  now() {
    return this.at[0] + (Number(slider.value) / PARTS) * this.span;
  }

  stepOn() {
    const now = this.now();
    const next = this.at.find((at) => at > now);
    const part = next === undefined ? PARTS : Math.ceil(((next - this.at[0]) / this.span) * PARTS);
    this.moveTo(Math.max(part, Number(slider.value) + 1)); // never twice at one place
  }

  moveTo(value) {
    slider.value = value;
    this.show();
    if (Number(slider.value) >= PARTS) this.pause();
  }

  tell() {
    const { order, km_walked, gone, came, homes } = this.told;
    const lang = document.documentElement.lang;
    const km = (value) => `${value.toLocaleString(lang, { minimumFractionDigits: 1 })} km`;
    document.getElementById("km-before").textContent = km(order.km_before);
    document.getElementById("km-after").textContent = km(order.km_after);
    document.getElementById("km-walked").textContent = km(km_walked);
    document.getElementById("changed").hidden = !order.changed;
    const { words } = this.asks;
    document.getElementById("way-said").textContent = `${homes.length} ${words.families}`;
    document.getElementById("moved").textContent = `${words.gone}: ${gone.length} · ${words.came}: ${came.length}. ${words.straight}`;
    document.getElementById("steps").replaceChildren(...this.steps.map((step) => stepSaid(step, words)));
  }
}

function stepSaid(step, words) {
  const row = document.createElement("tr");
  const [at, ending, open] = [0, 1, 2].map(() => row.insertCell());
  at.className = "when";
  at.textContent = step.clock;
  ending.textContent = step.doubted ? words.doubted : (words[step.ending] ?? step.ending);
  const link = document.createElement("a");
  link.href = `/visits/${step.visit}/`;
  link.textContent = words.open;
  open.append(link);
  return row;
}

if (board) {
  const asks = asked(board.dataset.round);
  fetched(asks.way)
    .then((told) => new Playback(asks, told).start())
    .catch((cause) => noMap(board, cause));
}
