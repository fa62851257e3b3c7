// Building elements. Whatever the documents say enters the page as text nodes only.

function byId(id) {
  return document.getElementById(id);
}

function el(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [key, value] of Object.entries(attributes || {})) {
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (value !== null && value !== undefined && value !== false) element.setAttribute(key, value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

function button(text, onclick, attributes) {
  return el("button", { type: "button", onclick, ...attributes }, ...[text].flat());
}

// A name, kept from turning the text around it.
function named(text) {
  return el("bdi", {}, text);
}

function line(...parts) {
  return parts.filter(Boolean).join(" · ");
}

const OUTLINES = {
  dot: "M8 2a6 6 0 1 0 .01 0z",
  square: "M3 3h10v10H3z",
  diamond: "M8 1l7 7-7 7-7-7z",
  triangle: "M8 2l7 12H1z",
  star: "M8 1l2 5h5l-4 3.2 1.6 5.3L8 11.4l-4.6 3.1L5 9.2 1 6h5z",
  hexagon: "M4.5 2h7L15 8l-3.5 6h-7L1 8z",
};

function svgElement(tag, attributes, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [key, value] of Object.entries(attributes || {})) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

function picture(path, attributes) {
  return svgElement("svg", { viewBox: "0 0 16 16", class: "glyph", "aria-hidden": "true" },
    svgElement("path", { d: path, ...attributes }));
}

function glyph(type) {
  return picture(OUTLINES[type.shape] || OUTLINES.dot, { fill: type.color });
}

function statusLine(status) {
  const look = { class: status === "background" ? "stroke faint" : "stroke" };
  if (status === "planned") look["stroke-dasharray"] = "4 3";
  return picture("M0 8h16", look);
}

function badge(status) {
  return status ? el("span", { class: `badge ${status}` }, word(status)) : null;
}

function count(n) {
  return n.toLocaleString("en");
}

// A list that shows its first members and a button for the rest.
function longList(makers, listed) {
  const items = el("ul", { class: "plain" });
  const grow = (number) => {
    const start = items.children.length;
    for (const make of makers.slice(start, start + number)) items.append(el("li", {}, make()));
  };
  grow(listed);
  const rest = () => makers.length - items.children.length;
  if (rest() <= 0) return items;
  const more = button(word("more", count(rest())), () => {
    grow(200);
    if (rest() > 0) more.textContent = word("more", count(rest()));
    else more.remove();
  });
  return el("div", {}, items, more);
}

// Hand a file to the reader.
function download(name, type, content) {
  const address = URL.createObjectURL(content instanceof Blob ? content : new Blob([content], { type }));
  const link = el("a", { href: address, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
}

async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const field = el("textarea", { class: "offscreen" });
    field.value = text;
    document.body.append(field);
    field.select();
    document.execCommand("copy");
    field.remove();
  }
}

function css(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

// A file name out of any text.
function fileName(text) {
  return text.replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "").slice(0, 60) || "graph";
}
