// What is wrong with the page as it is now for those who see little, or nothing, or use no mouse: a line for each fault.
const faults = [];
const seen = (it) => it.checkVisibility({ visibilityProperty: true, opacityProperty: true });
const here = (it) => `${it.tagName.toLowerCase()}${it.id ? "#" + it.id : ""}${it.className ? "." + it.className : ""}`;

// Names, texts for pictures, one heading of the page, ids.
const name = (it) =>
  it.getAttribute("aria-label") ||
  (it.getAttribute("aria-labelledby") || "").split(" ").map((id) => document.getElementById(id)?.textContent ?? "").join(" ").trim() ||
  [...(it.labels ?? [])].map((label) => label.textContent).join(" ").trim() ||
  it.textContent.trim();
for (const it of document.querySelectorAll("a, button, input, textarea, summary, dialog, progress, nav, [role=log]")) {
  if (seen(it) && !name(it)) faults.push(`${here(it)} has no name`);
}
for (const it of document.images) {
  if (!it.hasAttribute("alt")) faults.push(`${here(it)} has no alt`);
}
for (const tag of ["h1", "main", "title"]) {
  if (document.querySelectorAll(tag).length !== 1) faults.push(`there is not one ${tag}`);
}
if (!document.documentElement.lang) faults.push("the page has no language");
const ids = [...document.querySelectorAll("[id]")].map((it) => it.id);
for (const id of new Set(ids)) {
  if (ids.filter((other) => other === id).length > 1) faults.push(`the id ${id} is there more than once`);
}
for (const it of document.querySelectorAll("[aria-labelledby], [aria-describedby], label[for]")) {
  for (const attribute of ["aria-labelledby", "aria-describedby", "for"]) {
    for (const id of (it.getAttribute(attribute) ?? "").split(" ").filter(Boolean)) {
      if (!document.getElementById(id)) faults.push(`${here(it)} points at ${id}, which is not there`);
    }
  }
}

// Contrast (WCAG 2.2, 1.4.3): 4.5:1, of large text 3:1.
const canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
const rgba = (color) => {
  canvas.clearRect(0, 0, 1, 1);
  canvas.fillStyle = color;
  canvas.fillRect(0, 0, 1, 1);
  const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
  return [r, g, b, a / 255];
};
const over = ([r, g, b, a], [r2, g2, b2]) => [r * a + r2 * (1 - a), g * a + g2 * (1 - a), b * a + b2 * (1 - a), 1];
const ground = (it) => {
  const layers = [];
  for (let at = it; at; at = at.parentElement) {
    const color = rgba(getComputedStyle(at).backgroundColor);
    if (color[3] > 0) layers.unshift(color);
    if (color[3] === 1) break;
  }
  return layers.reduce((below, layer) => over(layer, below), [255, 255, 255, 1]);
};
const light = ([r, g, b]) => {
  const [x, y, z] = [r, g, b].map((it) => it / 255).map((it) => (it <= 0.04045 ? it / 12.92 : ((it + 0.055) / 1.055) ** 2.4));
  return 0.2126 * x + 0.7152 * y + 0.0722 * z;
};
const contrast = (one, other) => {
  const [dark, bright] = [light(one), light(other)].sort((a, b) => a - b);
  return (bright + 0.05) / (dark + 0.05);
};
const judge = (it, style, what) => {
  const below = ground(it);
  const ratio = contrast(over(rgba(style.color), below), below);
  const size = parseFloat(style.fontSize);
  const least = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700) ? 3 : 4.5;
  if (ratio < least) faults.push(`${here(it)} has a contrast of ${ratio.toFixed(2)}: ${what}`);
};
const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
while (texts.nextNode()) {
  const text = texts.currentNode.textContent.trim();
  const it = texts.currentNode.parentElement;
  if (text && seen(it) && !it.closest("script, .unseen, .skip")) judge(it, getComputedStyle(it), text.slice(0, 40));
}
for (const it of document.querySelectorAll("input, textarea")) {
  if (!seen(it)) continue;
  judge(it, getComputedStyle(it), "what is typed");
  if (it.placeholder) judge(it, getComputedStyle(it, "::placeholder"), "the placeholder");
}

// Large enough to be hit by a finger (WCAG 2.2, 2.5.8), but for what stands in a line of text.
for (const it of document.querySelectorAll("button, input, textarea")) {
  const box = it.getBoundingClientRect();
  if (seen(it) && (box.width < 24 || box.height < 24)) faults.push(`${here(it)} is ${box.width} by ${box.height} small`);
}
// Nothing to be scrolled to the side.
if (document.documentElement.scrollWidth > innerWidth) faults.push(`the page is ${document.documentElement.scrollWidth} wide`);
return faults;
