// The form works without this. With it, members are added in place: htmx is fetched when a
// person first touches the list of members, so that nobody waits for it who does not need it.
"use strict";
(() => {
  const source = document.currentScript.dataset.htmx;
  const fetchHtmx = () => {
    const script = document.createElement("script");
    script.src = source;
    document.head.append(script);
  };
  const members = document.getElementById("members");
  if (!members) return;
  for (const touch of ["focusin", "pointerover", "touchstart"]) {
    members.addEventListener(touch, fetchOnce, { passive: true });
  }
  function fetchOnce() {
    if (!fetchOnce.done) fetchHtmx();
    fetchOnce.done = true;
  }
  // The button that was pressed is gone with the old list: go on at the new person, or at the
  // one who took the place of the one removed.
  document.addEventListener("htmx:afterSettle", ({ detail }) => {
    const rows = document.querySelectorAll("#members select");
    const place = Number(detail.requestConfig.elt.value.split("-")[1] || rows.length);
    rows[Math.min(place, rows.length) - 1].focus();
  });
})();
