// Small behaviours every page may use: go back, confirm a serious button, print.
"use strict";

document.addEventListener("click", (event) => {
  const back = event.target.closest("[data-back]");
  if (back && window.history.length > 1) {
    event.preventDefault();
    window.history.back();
  }
  if (event.target.closest("[data-print]")) window.print();
});

document.addEventListener("submit", (event) => {
  const question = event.submitter?.dataset.ask ?? event.target.dataset.ask;
  if (question && !window.confirm(question)) {
    event.preventDefault();
    return;
  }
  // One press is one press: a second click while the first is under way does nothing.
  if (event.target.dataset.sent) event.preventDefault();
  event.target.dataset.sent = "yes";
  window.setTimeout(() => delete event.target.dataset.sent, 4000);
});

document.addEventListener("change", (event) => {
  event.target.closest("[data-submit-on-change]")?.requestSubmit();
});
