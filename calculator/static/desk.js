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
  const lost = document.getElementById("lost");
  const facts = [...form.querySelectorAll(".fact")];
  // A page that the server filled in, or did not save, is not saved as it stands.
  // The reason for a move goes along, but is no part of the check.
  const answers = () => {
    const sent = new FormData(form);
    sent.delete("reason");
    return new URLSearchParams(sent).toString();
  };
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
    if (late) said.textContent = "";
    lost.hidden = true;
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
    lost.hidden = detail.shouldSwap || sent !== answers();
  });
  // Nobody answered at all.
  for (const event of ["htmx:sendError", "htmx:timeout"]) {
    compare.addEventListener(event, () => { lost.hidden = sent !== answers(); });
  }
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

  // What is not saved would not count in a decision.
  let sending = false;
  const leave = (event, around) => {
    if (answers() === saved) return;
    event.preventDefault();
    around.querySelector(".leave-first").hidden = false;
    form.querySelector(".actions button").focus();
  };
  for (const other of document.querySelectorAll("form.leaves")) {
    other.addEventListener("submit", (event) => leave(event, other));
  }
  form.addEventListener("submit", (event) => {
    if (event.submitter?.hasAttribute("formaction")) leave(event, event.submitter.closest("section"));
    sending = !event.defaultPrevented;
  });
  // Nor is it lost by following a link, by going back, or by loading the page again.
  window.addEventListener("beforeunload", (event) => {
    if (!sending && answers() !== saved) event.preventDefault();
  });
  arrange();
  // A browser that comes back to a page fills in what stood in it.
  window.addEventListener("pageshow", () => { sending = false; arrange(); ask(); });
})();
