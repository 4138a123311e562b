"use strict";
// Gives a driver's round out again when there is no net, until its link ends. It answers for the
// page it lies beside, and keeps nothing but that page and what it looks like.
const PAGE = new URL(self.registration.scope).pathname;
const NAME = "round:" + PAGE;
const PATIENCE = 8000;
const OVER = "<!doctype html><html lang=\"en-GB\"><meta charset=\"utf-8\"><title>Nothing here</title>" +
  "<h1>There is nothing here</h1><p>This address is not open, or no longer.</p>";

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const at = new URL(event.request.url);
  if (event.request.method !== "GET" || at.origin !== self.location.origin) return;
  event.respondWith(at.pathname === PAGE ? page(event.request) : file(event.request));
});

async function page(request) {
  const tired = new Promise((_, no) => setTimeout(no, PATIENCE));
  let answer;
  try { answer = await Promise.race([fetch(request), tired]); } catch { return keptPage(); }
  if (answer.ok) await (await caches.open(NAME)).put(PAGE, answer.clone());
  if (answer.status === 404) await caches.delete(NAME);
  return answer.status >= 500 ? keptPage() : answer;
}

async function keptPage() {
  const kept = await caches.match(PAGE, { cacheName: NAME });
  if (kept && Date.now() < Date.parse(kept.headers.get("X-Round-Until"))) return kept;
  await caches.delete(NAME);
  return new Response(OVER, {
    status: 404,
    headers: {
      "Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": "default-src 'none'",
    },
  });
}

async function file(request) {
  return (await caches.match(request, { cacheName: NAME })) || fetch(request);
}
