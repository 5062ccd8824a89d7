// A family dragged onto another payer's list is sent by that row's own form: without this file the form does it.
"use strict";

let carried = null;

document.querySelectorAll("tr[draggable]").forEach((row) => {
  row.addEventListener("dragstart", (event) => {
    carried = row;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", row.dataset.family);
  });
});

document.querySelectorAll("[data-drop]").forEach((list) => {
  const takes = () => carried && carried.closest("[data-drop]") !== list;
  list.addEventListener("dragover", (event) => {
    if (takes()) event.preventDefault();
  });
  list.addEventListener("drop", (event) => {
    if (!takes()) return;
    event.preventDefault();
    const form = carried.querySelector("form");
    form.elements.into.value = list.dataset.drop;
    form.requestSubmit();
  });
});
