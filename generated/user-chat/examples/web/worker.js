// The files of the page, without a network too. Enters: what the page asks for. Leaves: what the network has, or what it had last. The API is not
// its business: that is the client's.
const FILES = ["/", "/style.css", "/user_chat_web.js", "/user_chat_web_bg.wasm"];

addEventListener("install", event => event.waitUntil(caches.open("page").then(page => page.addAll(FILES))));

addEventListener("fetch", event => {
  const { origin, pathname } = new URL(event.request.url);
  if (origin === location.origin && FILES.includes(pathname)) event.respondWith(answer(event.request));
});

async function answer(request) {
  const page = await caches.open("page");
  try {
    const response = await fetch(request);
    if (response.ok) await page.put(request, response.clone());
    return response;
  } catch (error) {
    return await page.match(request) ?? Promise.reject(error);
  }
}
