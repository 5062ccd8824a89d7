/// <reference lib="webworker" />
/**
 * The service worker keeps the shell, and nothing else: no queue, no data, no models. The program that draws the
 * round's map is as large as ten shells: it is kept when it first comes, with the first map.
 * A new version waits until every page of the old one is closed, so a visit is never changed midway.
 */
import { cleanupOutdatedCaches, createHandlerBoundToURL, precacheAndRoute } from "workbox-precaching";
import { NavigationRoute, registerRoute } from "workbox-routing";
import { CacheFirst } from "workbox-strategies";

declare const self: ServiceWorkerGlobalScope;

precacheAndRoute(self.__WB_MANIFEST);
cleanupOutdatedCaches();
registerRoute(new NavigationRoute(createHandlerBoundToURL("index.html"), { allowlist: [/^\/app\//] }));

const MAP = "amanah-map";
registerRoute(({ url }) => /^\/app\/assets\/(RoundMap|maplibre-gl)[^/]*$/.test(url.pathname), new CacheFirst({ cacheName: MAP }));

// names bear a hash: what a new version needs, it fetches anew
self.addEventListener("install", (event) => { event.waitUntil(caches.delete(MAP)); });

// the very first page is taken over at once: it may lose the network before it is loaded again
self.addEventListener("activate", (event) => { event.waitUntil(self.clients.claim()); });
