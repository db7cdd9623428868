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
})();
