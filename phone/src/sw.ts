/// <reference lib="webworker" />
/**
 * The service worker keeps the shell, and nothing else: no queue, no data, no models.
 * A new version waits until every page of the old one is closed, so a visit is never changed midway.
 */
import { cleanupOutdatedCaches, createHandlerBoundToURL, precacheAndRoute } from "workbox-precaching";
import { NavigationRoute, registerRoute } from "workbox-routing";

declare const self: ServiceWorkerGlobalScope;

precacheAndRoute(self.__WB_MANIFEST);
cleanupOutdatedCaches();
registerRoute(new NavigationRoute(createHandlerBoundToURL("index.html"), { allowlist: [/^\/app\//] }));

// the very first page is taken over at once: it may lose the network before it is loaded again
self.addEventListener("activate", (event) => { event.waitUntil(self.clients.claim()); });
