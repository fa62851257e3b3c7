// The drawing: vis-network shows nodes and edges; labels are ours, so that none covers another.

const LABEL_SIZE = 12.5;
const MOST_NAMED = 30;
const ROOM = { width: 76, height: 44 };

function css(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

class GraphCanvas {
  constructor(container, graph) {
    this.graph = graph;
    this.container = container;
    this.nodes = new vis.DataSet();
    this.edges = new vis.DataSet();
    this.network = new vis.Network(container, { nodes: this.nodes, edges: this.edges }, graph.options);
    this.positions = new Map();
    this.widths = new Map();
    this.emphasis = null;
    this.hovered = null;
    this.covered = 0; // how much of the right side the panel hides, in pixels
    this.network.on("afterDrawing", (context) => this.drawLabels(context));
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.restyle());
    for (const n of graph.overview) this.positions.set(n, { x: graph.nodes.x[n], y: graph.nodes.y[n] });
  }

  // Draw exactly these nodes and edges.
  show(nodes, edges) {
    this.network.storePositions();
    this.nodes.forEach((item) => this.positions.set(item.id, { x: item.x, y: item.y }));
    this.swap(this.edges, edges, null);
    this.swap(this.nodes, nodes, (n) => this.visNode(n));
    this.swap(this.edges, edges, (e) => this.visEdge(e));
  }

  swap(items, wanted, make) {
    if (make) items.add([...wanted].filter((id) => !items.get(id)).map(make));
    else items.remove(items.getIds().filter((id) => !wanted.has(id)));
    if (make && items === this.nodes) items.remove(items.getIds().filter((id) => !wanted.has(id)));
  }

  visNode(n) {
    const { id, group, shape, size } = this.graph.node(n);
    return { id, group, shape, size, ...this.positions.get(n), opacity: this.nodeOpacity(n) };
  }

  visEdge(e) {
    const { from, to, arrows, width, dashes } = this.graph.edge(e);
    const bend = this.graph.bends.get(e);
    const smooth = bend
      ? { enabled: true, type: bend > 0 ? "curvedCW" : "curvedCCW", roundness: 0.15 * Math.abs(bend) }
      : false;
    return { id: e, from, to, arrows, width, dashes, smooth, color: this.edgeColor(e) };
  }

  edgeColor(e) {
    const near = !this.emphasis || this.emphasis.edges.has(e);
    const strong = this.emphasis ? 0.9 : 0.5;
    if (!this.graph.edges.background[e]) return { inherit: "from", opacity: near ? strong : 0.06 };
    return { color: css("faint"), inherit: false, opacity: near ? 0.9 : 0.1 };
  }

  nodeOpacity(n) {
    return !this.emphasis || this.emphasis.nodes.has(n) ? 1 : 0.15;
  }

  // Bring out some nodes and edges and dim the others; null brings all back.
  emphasise(emphasis) {
    this.emphasis = emphasis;
    this.restyle();
    this.network.setSelection({
      nodes: ((emphasis && emphasis.chosen) || []).filter((n) => this.nodes.get(n)),
      edges: emphasis && emphasis.edge !== undefined && this.edges.get(emphasis.edge)
        ? [emphasis.edge] : [],
    }, { highlightEdges: false });
  }

  restyle() {
    this.nodes.update(this.nodes.getIds().map((id) => ({ id, opacity: this.nodeOpacity(id) })));
    this.edges.update(this.edges.getIds().map((id) => ({ id, color: this.edgeColor(id) })));
  }

  // Give each of `added` a free place on rings around `anchor`.
  placeAround(anchor, added, drawn) {
    const taken = [...drawn].map((n) => this.positions.get(n)).filter(Boolean);
    const centre = this.positions.get(anchor) || this.freeCentre(drawn);
    this.positions.set(anchor, centre);
    taken.push(centre);
    const free = (spot) => taken.every(
      (p) => Math.abs(p.x - spot.x) >= ROOM.width || Math.abs(p.y - spot.y) >= ROOM.height);
    let step = 0;
    for (const n of added) {
      if (this.positions.has(n)) continue;
      let spot = centre;
      while (!free(spot)) {
        step += 1;
        const radius = Math.sqrt(step) * 0.5;
        const angle = step * 2.39996; // the golden angle fills the plane evenly
        spot = {
          x: centre.x + radius * ROOM.width * Math.cos(angle),
          y: centre.y + radius * ROOM.height * Math.sin(angle) * 1.3,
        };
      }
      taken.push(spot);
      this.positions.set(n, spot);
    }
  }

  // A place to the right of all that is drawn.
  freeCentre(drawn) {
    const placed = [...drawn].map((n) => this.positions.get(n)).filter(Boolean);
    if (!placed.length) return { x: 0, y: 0 };
    const right = Math.max(...placed.map((p) => p.x));
    const middle = placed.reduce((sum, p) => sum + p.y, 0) / placed.length;
    return { x: right + 4 * ROOM.width, y: middle };
  }

  // Move so that the given nodes, or all, fill what the panel leaves free.
  fit(nodes) {
    if (!this.nodes.length) return;
    const before = this.view();
    this.network.fit({ nodes: nodes || this.nodes.getIds(), animation: false, maxZoomLevel: 1.7 });
    const { position, scale } = this.view();
    const width = this.container.clientWidth;
    // vis leaves no room for the labels of the outermost nodes.
    const after = scale * 0.9 * Math.min(1, (width - this.covered) / width * 1.1);
    this.network.moveTo(before);
    this.moveTo({ position: { x: position.x + this.covered / 2 / after, y: position.y }, scale: after });
  }

  // Move as little as brings a node out from under the panel.
  uncover(n) {
    const at = this.network.canvasToDOM(this.network.getPosition(n));
    const over = at.x + ROOM.width - (this.container.clientWidth - this.covered);
    if (!this.covered || over <= 0) return;
    const { position, scale } = this.view();
    this.moveTo({ position: { x: position.x + over / scale, y: position.y }, scale });
  }

  view() {
    return { position: this.network.getViewPosition(), scale: this.network.getScale() };
  }

  moveTo(view) {
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const animation = still ? false : { duration: 350, easingFunction: "easeInOutQuad" };
    this.network.moveTo({ ...view, animation });
  }

  // Labels in the order of their weight; one that would cover another is left out at this zoom.
  drawLabels(context) {
    const scale = this.network.getScale();
    const size = LABEL_SIZE / scale;
    const placed = [];
    context.textAlign = "center";
    context.textBaseline = "top";
    context.font = `${size}px ${getComputedStyle(document.body).fontFamily}`;
    context.lineWidth = 3 / scale;
    context.lineJoin = "round";
    context.strokeStyle = css("canvas");
    context.fillStyle = css("ink");
    for (const n of this.labelOrder()) {
      const at = this.network.getPosition(n);
      const node = this.graph.nodes;
      const text = node.label[n].length > 16 ? `${node.label[n].slice(0, 15)}…` : node.label[n];
      const half = this.labelWidth(context, text, size) * size / 2;
      const box = { x: at.x - half, y: at.y + node.size[n] + 2 / scale, w: 2 * half, h: size * 1.15 };
      this.drawText(context, text, at.x, box, placed);
    }
    this.drawRelations(context, size, placed);
  }

  // Names of the relations that are brought out, where there are few.
  drawRelations(context, size, placed) {
    if (!this.emphasis || this.emphasis.edges.size > MOST_NAMED) return;
    context.fillStyle = css("soft");
    for (const e of this.emphasis.edges) {
      if (!this.edges.get(e)) continue;
      const [a, b] = this.graph.ends(e).map((n) => this.network.getPosition(n));
      const text = this.graph.relationOf.get(this.graph.edges.relation[e])[language.now];
      const half = this.labelWidth(context, text, size) * size / 2;
      const [x, y] = [(a.x + b.x) / 2, (a.y + b.y) / 2 - size / 2];
      this.drawText(context, text, x, { x: x - half, y, w: 2 * half, h: size * 1.15 }, placed);
    }
  }

  // Draw `text` centred on x in `box` unless something drawn already is in the way.
  drawText(context, text, x, box, placed) {
    if (placed.some((other) => overlap(box, other))) return;
    placed.push(box);
    context.strokeText(text, x, box.y);
    context.fillText(text, x, box.y);
  }

  labelOrder() {
    const lit = this.emphasis && this.emphasis.nodes;
    const chosen = new Set((this.emphasis && this.emphasis.chosen) || []);
    const weight = (n) => (n === this.hovered ? 4000 : 0) + (chosen.has(n) ? 2000 : 0)
      + this.graph.nodes.size[n] + this.graph.around[n].length / 1000;
    return this.nodes.getIds()
      .filter((n) => !lit || lit.has(n) || n === this.hovered)
      .sort((a, b) => weight(b) - weight(a) || a - b);
  }

  // Width of a label at size 1.
  labelWidth(context, text, size) {
    if (!this.widths.has(text)) this.widths.set(text, context.measureText(text).width / size);
    return this.widths.get(text);
  }
}

function overlap(a, b) {
  return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}
