// Before this stands what the site tells of itself: const KEPT.
//
// Pages are asked for anew each time, because the law moves; the form, the page for when there is
// no connection, and the last results and forms with answers in their address are kept as copies.
// Nothing of the desk, of the API or of a report is.
const { cache: NAME, assets, pages, first, last, unfilled, never, patience } = KEPT;
const HASHED = /\.[0-9a-f]{12}\.\w+$/;
// Answers vary with cookies and languages, which are not seen here; the address tells them apart.
const ANYWAY = { ignoreVary: true };

const addressOf = ({ pathname, search }) => pathname + search;
const languageOf = ({ pathname }) =>
  Object.keys(pages).find((code) => pathname.startsWith(`/${code}/`));
// Which of those with answers an address is: `last` has the results, then the forms.
const kindOf = ({ pathname, search }) =>
  search !== "" && last.find(({ paths }) => paths.includes(pathname));
const isKept = (url) => kindOf(url) || pages[languageOf(url)]?.includes(addressOf(url));
const isSound = (response) => response.status === 200 && response.type === "basic" &&
  !response.redirected && !/no-store|private/.test(response.headers.get("Cache-Control"));

// What was still on its way when another worker took over must not bring an old cache back.
const put = async (cache, address, response) => {
  await cache.put(address, response);
  if (self.serviceWorker?.state === "redundant") await caches.delete(NAME);
};

const keep = async (url, response) => {
  if (!isSound(response)) return;
  const cache = await caches.open(NAME);
  // Taken away first, so that the one looked at last stands last.
  await cache.delete(addressOf(url), ANYWAY);
  await put(cache, addressOf(url), response);
  for (const kind of last) {
    const kept = (await cache.keys()).filter((each) => kindOf(new URL(each.url)) === kind);
    await Promise.all(kept.slice(0, -kind.most).map((each) => cache.delete(each, ANYWAY)));
  }
};

// What is always kept in a language that is read, or the first so many of it.
const prepare = async (language, many) => {
  const cache = await caches.open(NAME);
  for (const address of (pages[language] ?? []).slice(0, many)) {
    if (await cache.match(address, ANYWAY)) continue;
    await keep(new URL(address, location), await fetch(address));
  }
};

// A form or a result that brought this here is kept like those that come later: as the browser has
// it already, unless this takes another worker's place. The page for no connection comes with a
// form; a result weighs enough. A first visit costs no more than it must: all else is fetched with
// a second page.
const begin = async () => {
  const had = { cache: registration.active ? "default" : "force-cache" };
  await (await caches.open(NAME)).addAll(assets);
  const windows = await clients.matchAll({ includeUncontrolled: true, type: "window" });
  for (const url of windows.map((each) => new URL(each.url))) {
    if (!isKept(url)) continue;
    await keep(url, await fetch(addressOf(url), had));
    if (kindOf(url) !== last[0]) await prepare(languageOf(url), first);
  }
};

// Another law or another engine has a cache of its own, and copies made by the old one go.
const clear = async () => {
  const old = (await caches.keys()).filter((each) => each !== NAME);
  await Promise.all(old.map((each) => caches.delete(each)));
};

const late = () => new Promise((_answered, missed) => { setTimeout(missed, patience); });

// So marked, a page says itself that it is a copy, and what else is to be said of it.
const marked = async (copy, more = "") => {
  const html = await copy.text();
  return new Response(html.replace("<html ", `<html data-copy ${more} `), { headers: copy.headers });
};

// The empty form stands in for one whose address was never seen, and fills itself in as well as it
// can. Where a button was pressed, it would not do what the button says.
const empty = async ({ pathname, searchParams }, language) => {
  if (!last[1].paths.includes(pathname) || searchParams.has("do")) return undefined;
  const copy = await (await caches.open(NAME)).match(pathname, ANYWAY);
  return copy && marked(copy, `data-unfilled="${unfilled[language]}"`);
};

const nothing = async (language) => {
  const cache = await caches.open(NAME);
  for (const code of [language, ...Object.keys(pages)]) {
    const page = code && await cache.match(pages[code][0], ANYWAY);
    if (page) return page;
  }
  return Response.error();
};

const page = async (event, url) => {
  const language = languageOf(url);
  const fresh = fetch(event.request).then((response) => {
    if (isKept(url)) event.waitUntil(keep(url, response.clone()));
    return response;
  });
  event.waitUntil(fresh.then(() => prepare(language)).catch(() => {}));
  const copy = await (await caches.open(NAME)).match(addressOf(url), ANYWAY);
  try {
    return await (copy ? Promise.race([fresh, late()]) : fresh);
  } catch {
    const isOwn = addressOf(url) === pages[language]?.[0];
    if (copy && !isOwn) return marked(copy);
    return await empty(url, language) ?? nothing(language);
  }
};

// A file whose name tells what is in it never changes; another is asked for while it can be.
const file = async (event) => {
  const { request } = event;
  const cache = await caches.open(NAME);
  const copy = await cache.match(request, ANYWAY);
  if (copy && HASHED.test(request.url)) return copy;
  try {
    const response = await fetch(request);
    if (isSound(response)) event.waitUntil(put(cache, request, response.clone()));
    return response;
  } catch (error) {
    if (copy) return copy;
    throw error;
  }
};

addEventListener("install", (event) => {
  skipWaiting();
  event.waitUntil(begin());
});
addEventListener("activate", (event) => { event.waitUntil(clear()); });
addEventListener("fetch", (event) => {
  const { method, mode, url: address } = event.request;
  const url = new URL(address);
  if (method !== "GET" || url.origin !== location.origin) return;
  if (never.some((each) => url.pathname.startsWith(each))) return;
  if (url.pathname.startsWith("/static/")) event.respondWith(file(event));
  else if (mode === "navigate" && (url.pathname === "/" || languageOf(url))) {
    event.respondWith(page(event, url));
  }
});
