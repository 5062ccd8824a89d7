// A family dragged onto another payer's list is sent by its own form: without this file, or by touch, the form does it.
"use strict";

let carried = null;

const refused = document.getElementById("board-refused");

document.querySelectorAll("li[draggable]").forEach((family) => {
  family.addEventListener("dragstart", (event) => {
    carried = family;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", family.dataset.family);
    family.classList.add("is-carried");
    refused.hidden = true;
  });
  family.addEventListener("dragend", () => {
    carried = null;
    family.classList.remove("is-carried");
  });
});

document.querySelectorAll("[data-drop]").forEach((list) => {
  const takes = () => carried && carried.closest("[data-drop]") !== list;
  // Entered and left are counted: each row within tells its own.
  let within = 0;
  const shows = (entered) => {
    within = Math.max(0, within + entered);
    list.classList.toggle("is-over", Boolean(within && takes()));
  };
  list.addEventListener("dragenter", () => shows(1));
  list.addEventListener("dragleave", () => shows(-1));
  list.addEventListener("dragover", (event) => {
    if (takes()) event.preventDefault();
  });
  list.addEventListener("drop", (event) => {
    shows(-within);
    if (!takes()) return;
    event.preventDefault();
    if (list.dataset.refuses) return refuse(list.dataset.refuses);
    const form = carried.querySelector("form");
    form.elements.into.value = list.dataset.drop;
    form.requestSubmit();
  });
});

// The family stays where it is; the sentence says what to do instead.
function refuse(why) {
  refused.querySelector("p").textContent = why;
  refused.hidden = false;
  refused.scrollIntoView({ block: "nearest" });
}
