// Shows the results kept on this device, and removes them and all else with answers in its address.
"use strict";
(() => {
  const [missed, list, none, forget, forgotten] =
    ["missed", "kept", "none", "forget", "forgotten"].map((id) => document.getElementById(id));

  const withAnswers = async () => {
    const found = [];
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      for (const request of await cache.keys()) {
        if (new URL(request.url).search) found.unshift({ cache, request });
      }
    }
    return found;
  };
  const link = async ({ cache, request }) => {
    const page = await (await cache.match(request, { ignoreVary: true })).text();
    const to = document.createElement("a");
    const item = document.createElement("li");
    to.className = "tap";
    to.href = request.url;
    to.lang = new URL(request.url).pathname.slice(1, 3);
    const { title } = new DOMParser().parseFromString(page, "text/html");
    to.textContent = title.replace(/ – Qonys$/, "");
    item.append(to);
    return item;
  };
  const afterLanguage = (path) => path.slice(3);
  const isResult = ({ request }) =>
    afterLanguage(new URL(request.url).pathname) !== afterLanguage(list.dataset.form);
  const show = async () => {
    const found = await withAnswers();
    const items = await Promise.all(found.filter(isResult).map(link));
    list.replaceChildren(...items);
    none.hidden = items.length > 0;
    forget.hidden = found.length === 0;
  };

  missed.hidden = location.pathname === missed.dataset.own;
  if (!("caches" in window)) return;
  forget.addEventListener("click", async () => {
    for (const { cache, request } of await withAnswers()) {
      await cache.delete(request, { ignoreVary: true });
    }
    await show();
    forgotten.textContent = forgotten.dataset.said;
    forgotten.focus();
  });
  show();
})();
