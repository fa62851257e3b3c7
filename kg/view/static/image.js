// The view as a picture: what the canvas draws, drawn once more at twice the size or as SVG.

// Draws like a canvas context and keeps what is drawn as SVG.
class SvgContext {
  constructor(width, height, measure) {
    this.root = svgElement("svg", { xmlns: "http://www.w3.org/2000/svg", width, height, viewBox: `0 0 ${width} ${height}` });
    this.measure = measure;
    this.dash = [];
    this.path = [];
    Object.assign(this, { globalAlpha: 1, fillStyle: "#000", strokeStyle: "#000", lineWidth: 1, font: "12px sans-serif" });
  }

  beginPath() { this.path = []; }

  moveTo(x, y) { this.path.push(`M${fixed(x)} ${fixed(y)}`); }

  lineTo(x, y) { this.path.push(`L${fixed(x)} ${fixed(y)}`); }

  quadraticCurveTo(cx, cy, x, y) { this.path.push(`Q${[cx, cy, x, y].map(fixed).join(" ")}`); }

  closePath() { this.path.push("Z"); }

  rect(x, y, w, h) { this.path.push(`M${fixed(x)} ${fixed(y)}h${fixed(w)}v${fixed(h)}h${fixed(-w)}Z`); }

  // Whole circles only, which is all that is drawn.
  arc(x, y, r) {
    this.path.push(`M${fixed(x + r)} ${fixed(y)}A${fixed(r)} ${fixed(r)} 0 1 0 ${fixed(x - r)} ${fixed(y)}A${fixed(r)} ${fixed(r)} 0 1 0 ${fixed(x + r)} ${fixed(y)}Z`);
  }

  setLineDash(dash) { this.dash = dash; }

  add(attributes) {
    if (!this.path.length) return;
    const shared = this.globalAlpha < 1 ? { opacity: this.globalAlpha } : {};
    this.root.append(svgElement("path", { d: this.path.join(""), ...attributes, ...shared }));
  }

  fill() { this.add({ fill: this.fillStyle }); }

  stroke() {
    const dash = this.dash.length ? { "stroke-dasharray": this.dash.join(" ") } : {};
    this.add({ fill: "none", stroke: this.strokeStyle, "stroke-width": this.lineWidth, ...dash });
  }

  fillRect(x, y, width, height) { this.root.append(svgElement("rect", { x, y, width, height, fill: this.fillStyle })); }

  measureText(text) { return this.measure(text); }

  // The outline of a text comes with its filling.
  strokeText() {}

  fillText(text, x, y) {
    const size = parseFloat(this.font);
    this.root.append(svgElement("text", {
      x: fixed(x), y: fixed(y + size * 0.88), "text-anchor": "middle", "font-size": size,
      "font-family": this.font.replace(/^\S+\s/, ""), fill: this.fillStyle,
      stroke: this.strokeStyle, "stroke-width": 3, "stroke-linejoin": "round", "paint-order": "stroke",
    }, text));
  }
}

function fixed(number) {
  return Math.round(number * 10) / 10;
}

class Pictures {
  constructor(app) {
    this.app = app;
  }

  get name() {
    const { state } = this.app;
    const about = state.view === "graph" && state.focus >= 0 ? this.app.graph.name(state.focus) : byId("title").textContent;
    return fileName(`${about}-${word(state.view, "zh")}`);
  }

  drawn() {
    return ["graph", "map"].includes(this.app.state.view);
  }

  svg() {
    const picture = this.drawn() ? this.scene() : this.sheet();
    const text = new XMLSerializer().serializeToString(picture);
    download(`${this.name}.svg`, "image/svg+xml", `<?xml version="1.0" encoding="UTF-8"?>\n${text}\n`);
  }

  scene() {
    const { canvas } = this.app;
    const { view } = canvas;
    const c = new SvgContext(view.width, view.height, (text) => canvas.context.measureText(text));
    canvas.context.font = `${LABEL_SIZE}px ${canvas.scene.font}`;
    drawScene(c, canvas.scene, view, false);
    return c.root;
  }

  // A page of text and tables as SVG: a foreign object with the page's own style.
  sheet() {
    const work = byId("work");
    const [width, height] = [work.scrollWidth, work.scrollHeight];
    const copy = work.cloneNode(true);
    const style = document.createElementNS("http://www.w3.org/1999/xhtml", "style");
    style.textContent = document.querySelector("style").textContent;
    const body = document.createElementNS("http://www.w3.org/1999/xhtml", "div");
    body.setAttribute("class", "picture");
    if (isDark()) body.setAttribute("data-theme", "dark");
    body.append(style, copy);
    return svgElement("svg", { xmlns: "http://www.w3.org/2000/svg", width, height, viewBox: `0 0 ${width} ${height}` },
      svgElement("foreignObject", { x: 0, y: 0, width, height }, body));
  }

  png() {
    if (this.drawn()) return this.scenePng();
    return this.sheetPng();
  }

  scenePng() {
    const { canvas } = this.app;
    const { view } = canvas;
    const paper = document.createElement("canvas");
    [paper.width, paper.height] = [view.width * 2, view.height * 2];
    const context = paper.getContext("2d");
    context.scale(2, 2);
    drawScene(context, canvas.scene, view, false);
    return this.hand(paper);
  }

  sheetPng() {
    const picture = this.sheet();
    const [width, height] = ["width", "height"].map((side) => Number(picture.getAttribute(side)));
    const image = new Image();
    image.onload = () => {
      const paper = document.createElement("canvas");
      const scale = Math.min(2, 12000 / Math.max(width, height));
      [paper.width, paper.height] = [width * scale, height * scale];
      const context = paper.getContext("2d");
      context.scale(scale, scale);
      context.drawImage(image, 0, 0);
      this.hand(paper);
    };
    image.onerror = () => this.app.say(word("noPicture"));
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(picture))}`;
  }

  hand(paper) {
    paper.toBlob((blob) => download(`${this.name}.png`, "image/png", blob), "image/png");
  }
}

function isDark() {
  const set = document.documentElement.dataset.theme;
  return set ? set === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
}
