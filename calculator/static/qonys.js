// The form works without this. With it, members are added in place and the total moves as one
// answers: htmx is fetched when a person first touches the form, so that nobody waits for it who
// only looks.
"use strict";
(() => {
  const source = document.currentScript.dataset.htmx;
  const form = document.getElementById("facts");
  const members = document.getElementById("members");
  const total = document.getElementById("total");
  const bar = total.parentElement;
  // The answers that were sent last, those that the total shown belongs to, and that total.
  let sent, known, shown;

  const answers = () => new URLSearchParams(new FormData(form)).toString();
  const fetchHtmx = () => {
    const script = document.createElement("script");
    script.src = source;
    script.onload = () => {
      // No step is ever added to the history, so there is none for htmx to take back.
      window.onpopstate = null;
      // A request that was replaced, or lost on the way, is nothing for the console.
      htmx.logger = (_element, _event, detail) => {
        if (detail.xhr && !detail.xhr.status) delete detail.error;
      };
      if (bar.classList.contains("late")) ask();
    };
    script.onerror = () => { fetchOnce.done = false; };
    document.head.append(script);
  };
  function fetchOnce() {
    if (fetchOnce.done) return;
    fetchOnce.done = true;
    // Before that, htmx would wait for an event that is over.
    if (document.readyState === "complete") fetchHtmx();
    else window.addEventListener("load", fetchHtmx, { once: true });
  }
  form.addEventListener("focusin", fetchOnce);
  for (const touch of ["pointerover", "touchstart"]) {
    members.addEventListener(touch, fetchOnce, { passive: true });
  }

  // From the first change until the new total is there, the old one does not pass for it.
  const ask = () => total.dispatchEvent(new Event("answered"));
  const mark = (late) => {
    bar.classList.toggle("late", late);
    total.setAttribute("aria-busy", late);
  };
  const moved = () => {
    fetchOnce();
    const late = answers() !== known;
    mark(late);
    if (late) ask();
  };
  form.addEventListener("input", moved);
  total.addEventListener("htmx:beforeRequest", (event) => {
    sent = answers();
    if (sent === known) event.preventDefault();
  });
  // Only an answer to what stands in the form now counts, and only a new one is announced.
  total.addEventListener("htmx:beforeSwap", ({ detail }) => {
    if (detail.isError) return;
    const told = detail.serverResponse;
    const fits = sent === answers();
    detail.shouldSwap = fits && told !== shown;
    if (!fits) return;
    known = sent;
    shown = told;
    mark(false);
    bar.classList.add("shown");
  });
  for (const failure of ["responseError", "sendError", "timeout"]) {
    total.addEventListener(`htmx:${failure}`, () => {
      known = shown = undefined;
      mark(false);
      total.textContent = "";
      bar.classList.remove("shown");
    });
  }

  // A copy of the empty form stands in for an address with answers: what has a field is filled in.
  const { unfilled } = document.documentElement.dataset;
  if (unfilled) {
    const fields = new Map(Array.from(form.elements, ({ name }) => [name, form.elements[name]]));
    const fill = ([name, text]) => {
      const field = fields.get(name);
      if (field) field.value = text;
      return field?.value === text;
    };
    const given = [...new URLSearchParams(location.search)].filter(([, text]) => text);
    // All are tried before it is said that one did not fit.
    if (given.map(fill).includes(false)) document.querySelector(".copy").append(" ", unfilled);
  }

  // The button that was pressed is gone with the old list: go on at the new person, or at the
  // one who took the place of the one removed.
  form.addEventListener("htmx:afterSettle", ({ detail }) => {
    const rows = document.querySelectorAll("#members select");
    const place = Number(detail.requestConfig.elt.value.split("-")[1] || rows.length);
    rows[Math.min(place, rows.length) - 1].focus();
    moved();
  });
})();
