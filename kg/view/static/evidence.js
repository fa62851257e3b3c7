// Building elements. Whatever the documents say enters the page as text nodes only.

function el(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [key, value] of Object.entries(attributes || {})) {
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (value !== null && value !== undefined) element.setAttribute(key, value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

// A name, kept from turning the text around it.
function named(text) {
  return el("bdi", {}, text);
}

const SHAPES = {
  dot: "M8 2a6 6 0 1 0 .01 0z",
  square: "M3 3h10v10H3z",
  diamond: "M8 1l7 7-7 7-7-7z",
  triangle: "M8 2l7 12H1z",
  star: "M8 1l2 5h5l-4 3.2 1.6 5.3L8 11.4l-4.6 3.1L5 9.2 1 6h5z",
  hexagon: "M4.5 2h7L15 8l-3.5 6h-7L1 8z",
};

function svg(path, attributes) {
  const space = "http://www.w3.org/2000/svg";
  const picture = document.createElementNS(space, "svg");
  picture.setAttribute("viewBox", "0 0 16 16");
  picture.setAttribute("class", "glyph");
  picture.setAttribute("aria-hidden", "true");
  const shape = document.createElementNS(space, "path");
  shape.setAttribute("d", path);
  for (const [key, value] of Object.entries(attributes)) shape.setAttribute(key, value);
  picture.append(shape);
  return picture;
}

function glyph(type) {
  return svg(SHAPES[type.shape] || SHAPES.dot, { fill: type.color });
}

function statusLine(status) {
  const look = status === "background" ? { class: "stroke faint" } : { class: "stroke" };
  if (status === "planned") look["stroke-dasharray"] = "4 3";
  return svg("M0 8h16", look);
}

function badge(status) {
  return status ? el("span", { class: `badge ${status}` }, word(status)) : null;
}

// A line break inside a Chinese sentence comes from the layout of the source and would show as a
// blank. What replaces it is as long, so that positions stay.
function unbroken(text) {
  return text.replace(/(?<=[\u2e80-\uffef])[\r\n]+(?=[\u2e80-\uffef])/g, (found) => "\u200b".repeat(found.length));
}

// The sentence with its names and trigger marked.
function markedText(statement) {
  const quote = el("blockquote", {});
  const text = unbroken(statement.text);
  let at = 0;
  for (const [start, end, role] of statement.marks) {
    quote.append(text.slice(at, start));
    quote.append(el("mark", { class: role }, text.slice(start, end)));
    at = end;
  }
  quote.append(text.slice(at));
  return quote;
}

function line(...parts) {
  return parts.filter(Boolean).join(" · ");
}

function evidenceCard(statement) {
  const source = statement.document;
  return el("figure", {},
    markedText(statement),
    el("figcaption", {},
      el("div", { class: "title" }, named(source.title || source.name || word("untitled"))),
      el("div", {}, line(source.publisher, source.published)),
      el("div", {},
        badge(statement.status), " ",
        line(
          term("stages", statement.stage),
          `${word("confidence")} ${statement.confidence}`,
          statement.trigger && `${word("trigger")} ${statement.trigger}`,
          `${word("rule")} ${statement.rule}`,
          statement.implicit && word("implicit"),
        )),
      source.path ? el("div", {}, `${word("path")} `, named(source.path)) : null));
}
