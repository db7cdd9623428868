// Brings what keeps the last results readable without a connection. A page that was kept says so.
"use strict";
(() => {
  const { worker, copy } = document.currentScript.dataset;
  if ("copy" in document.documentElement.dataset) {
    const said = document.createElement("p");
    said.className = "flag copy";
    said.setAttribute("role", "status");
    said.textContent = copy;
    document.getElementById("main").prepend(said);
  }
  if (!("serviceWorker" in navigator)) return;
  // After the page, which is what one came for. Where it may not be, all works as without it.
  addEventListener("load", () => { navigator.serviceWorker.register(worker).catch(() => {}); });
})();
