// The page of a case works without this. With it, a correction shows only where something is
// different, and both sums move as one works. Nothing is kept until the check is saved.
"use strict";
(() => {
  const print = document.getElementById("print");
  if (print) {
    print.hidden = false;
    print.addEventListener("click", () => window.print());
  }
  const form = document.getElementById("check");
  if (!form) return;
  const compare = document.getElementById("compare");
  const said = document.getElementById("said");
  const facts = [...form.querySelectorAll(".fact")];
  // A page that the server filled in, or did not save, is not saved as it stands.
  const answers = () => new URLSearchParams(new FormData(form)).toString();
  const saved = "unsaved" in form.dataset ? "" : answers();
  let sent, known = answers(), peopleChanged = false;

  const chosen = (name) => form.querySelector(`[name="${name}"]:checked`)?.value ?? "";
  const entered = (fact) => {
    if (fact === "members") return peopleChanged ? "changed" : "";
    const field = form.elements[fact];
    return (field && field.value) || "";
  };
  const different = (fact) => chosen(`outcome_${fact}`) === "different";
  const arrange = () => {
    for (const each of facts) {
      const { fact, asker } = each.dataset;
      if (asker) each.hidden = !different(asker) || ["", "none"].includes(entered(asker));
      const wrong = each.querySelector(".invalid-feedback");
      const left = !chosen(`outcome_${fact}`) && (wrong || entered(fact) !== "");
      each.querySelector(".correction").hidden = !different(fact) && !left;
    }
  };

  // Until the new sums are there, the old ones do not pass for them.
  const mark = (late) => {
    compare.classList.toggle("late", late);
    compare.setAttribute("aria-busy", late);
  };
  const ask = () => {
    const late = answers() !== known;
    mark(late);
    if (late) compare.dispatchEvent(new Event("answered"));
  };
  form.addEventListener("input", ({ target }) => {
    peopleChanged ||= Boolean(target.closest("#members"));
    arrange();
    ask();
  });
  compare.addEventListener("htmx:beforeRequest", () => { sent = answers(); });
  compare.addEventListener("htmx:beforeSwap", ({ detail }) => {
    // Another page, such as the sign-in, is no answer; nor is one to what no longer stands there.
    const fits = sent === answers() && detail.serverResponse.includes('id="both"');
    detail.shouldSwap = fits && !detail.isError;
    if (detail.shouldSwap) known = sent;
    if (sent === answers()) mark(!detail.shouldSwap);
  });
  compare.addEventListener("htmx:afterSwap", () => {
    const text = document.getElementById("both").textContent.replace(/\s+/g, " ").trim();
    if (said.textContent !== text) said.textContent = text;
  });
  // A request that was replaced, or lost on the way, is nothing for the console.
  const quiet = () => {
    htmx.logger = (_element, _event, detail) => {
      if (detail.xhr && !detail.xhr.status) delete detail.error;
    };
  };
  if (window.htmx) quiet();

  // What is not saved would be lost with a decision, or would not count in it.
  for (const other of document.querySelectorAll("form.leaves")) {
    other.addEventListener("submit", (event) => {
      if (answers() === saved) return;
      event.preventDefault();
      other.querySelector(".leave-first").hidden = false;
      form.querySelector(".actions button").focus();
    });
  }
  arrange();
  // A browser that comes back to a page fills in what stood in it.
  window.addEventListener("pageshow", () => { arrange(); ask(); });
})();
