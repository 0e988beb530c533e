"use strict";
/* The wall's service worker: keeps the page, its files and its last pictures, so that a screen shows the last good
   picture also when it starts while the server is away. The network goes first, always. */
const KEPT = "decor-wall";
const PATIENCE = 8000;

/** What is kept: the wall's pages and pictures, and the files that they need. */
function kept(url) {
  return /\/layar\/[^/]+(\/gambar)?$/.test(url.pathname) || url.pathname.includes("/assets/");
}

function soon(request) {
  return new Promise((done, fail) => {
    const timer = setTimeout(() => fail(new Error("too slow")), PATIENCE);
    fetch(request).then(done, fail).finally(() => clearTimeout(timer));
  });
}

/** Pictures are asked for with what a screen has; only the answer to "nothing yet" is whole and worth keeping. */
function worth(url) {
  return !url.pathname.endsWith("/gambar") || !url.searchParams.get("have");
}

/** A token that is not good any more: nothing of the screen may stay on the machine. */
function refused(found) {
  return found.status === 401 || found.status === 403 || found.type === "opaqueredirect" || (found.redirected && found.url.includes("/masuk"));
}

async function pulse(request) {
  try {
    const found = await soon(request);
    if (refused(found)) await caches.delete(KEPT);
    return found;
  } catch (error) {
    return new Response(null, { status: 204, headers: { "X-Contact": "lost" } });
  }
}

async function answer(request, url) {
  try {
    const found = await soon(request);
    const cache = await caches.open(KEPT);
    if (refused(found)) {
      await caches.delete(KEPT);
    } else if (found.ok && worth(url)) {
      await cache.put(url.pathname, found.clone());
    }
    return found;
  } catch (error) {
    const cache = await caches.open(KEPT);
    const old = await cache.match(url.pathname);
    if (old) return old;
    return new Response(null, { status: 204, headers: { "X-Contact": "lost" } });
  }
}

self.addEventListener("install", (event) => event.waitUntil(self.skipWaiting()));
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("message", (event) => {
  if (event.data === "claim") event.waitUntil(self.clients.claim());
});
self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== self.location.origin) return;
  if (kept(url)) event.respondWith(answer(event.request, url));
  else if (url.pathname.endsWith("/denyut")) {
    // A pulse that nobody answers is an answer too: no contact.
    event.respondWith(pulse(event.request));
  }
});
