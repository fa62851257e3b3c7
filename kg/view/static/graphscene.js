// The scene of a graph: chosen nodes and edges, with the looks that pyvis gave them.

class GraphScene {
  // `places` has x and y by node; `options` may replace radius, scale, movable and edge looks.
  constructor(graph, nodes, edges, places, options) {
    this.graph = graph;
    this.nodes = nodes;
    this.edges = Int32Array.from(edges);
    this.x = places.x;
    this.y = places.y;
    this.from = graph.edges.from;
    this.to = graph.edges.to;
    this.sx = places.sx;
    this.sy = places.sy;
    this.lit = null;
    this.font = getComputedStyle(document.body).fontFamily;
    this.scale = 1;
    this.movable = true;
    this.solid = 1; // how opaque nodes are, and those that are not brought out
    this.dim = 0.16;
    Object.assign(this, options);
    const { support, background } = graph.edges;
    this.edges.sort((a, b) => (support[b] - background[b]) - (support[a] - background[a]) || a - b);
    this.nodeSet = new Set(nodes);
    this.edgeSet = new Set(this.edges);
    this.bends = bendsOf(graph, this.edges);
    this.looks = new Map();
    this.order = this.byWeight();
  }

  has(n) { return this.nodeSet.has(n); }

  hasEdge(e) { return this.edgeSet.has(e); }

  name(n) { return this.graph.name(n); }

  relationName(e) { return this.graph.relation(e)[language.now]; }

  shape(n) { return this.graph.nodes.shape[n]; }

  color(n) { return this.graph.options.groups[this.graph.group(n)].color; }

  size(n) { return this.graph.nodes.size[n]; }

  radius(n, zoom) {
    return Math.max(1.6, this.size(n) * this.scale * Math.min(1.5, Math.max(0.12, zoom) ** 0.75));
  }

  bend(e) { return this.bends.get(e) || 0; }

  // How an edge is drawn; equal looks are one object, so that they are drawn in one stroke.
  edgeLook(e, bright, simple) {
    const { edges } = this.graph;
    const background = edges.background[e] === 1;
    const dimmed = bright === false; // too faint for dashes and arrows, which take most time
    const width = simple || dimmed ? 1 : Math.round(Math.min(5, edges.width[e]));
    const dashed = !simple && !dimmed && Boolean(edges.dashes[e]);
    const arrows = !dimmed && edges.arrows[e] === "to";
    const color = this.edgeColor ? this.edgeColor(e) : this.color(this.from[e]);
    const key = `${background}${bright}${width}${dashed}${arrows}${color}`;
    if (!this.looks.has(key)) {
      let alpha = background ? 0.55 : 0.5;
      if (bright === null) alpha *= Math.min(1, Math.sqrt(700 / this.edges.length));
      if (bright === true) alpha = 0.95;
      if (bright === false) alpha = this.dim * 0.4;
      this.looks.set(key, { background, width: background ? 0.8 : Math.max(1, width), dashed, arrows, color, alpha });
    }
    return this.looks.get(key);
  }

  byWeight() {
    const chosen = new Set(this.lit ? this.lit.chosen : []);
    const { begin } = this.graph;
    const weight = (n) => (n === this.hovered ? 4000 : 0) + (chosen.has(n) ? 2000 : 0)
      + (this.lit && this.lit.nodes.has(n) ? 500 : 0) + this.size(n) + Math.min(0.9, (begin[n + 1] - begin[n]) / 1e4);
    const weights = new Map(Array.from(this.nodes, (n) => [n, weight(n)]));
    const shown = this.lit && this.dim < 0.3 ? [...this.nodes].filter((n) => this.lit.nodes.has(n) || n === this.hovered) : [...this.nodes];
    return shown.sort((a, b) => weights.get(b) - weights.get(a) || a - b);
  }

  // Bring out some nodes and edges and dim the others; null brings all back.
  light(lit, hovered) {
    if (lit === this.lit && hovered === this.hovered) return;
    this.lit = lit;
    this.hovered = hovered;
    this.order = this.byWeight();
    this.stale();
  }

  // Whether the name of a node is shown even over symbols.
  urgent(n) {
    return n === this.hovered || Boolean(this.lit && this.lit.nodes.has(n));
  }

  // What was measured no longer holds.
  stale() {
    this.labels = null;
  }

  labelsAt(context, zoom, moving) {
    const near = this.labels && (this.labels.zoom === zoom || (moving && this.nodes.length > 600
      && Math.abs(Math.log(this.labels.zoom / zoom)) < 0.02));
    if (!near) this.labels = { zoom, ...chooseLabels(context, this, this.order, zoom, MOST_LABELS) };
    return this.labels;
  }

  relationLabels(context, zoom) {
    const labels = this.labelsAt(context, zoom, false);
    labels.relations ||= placeRelations(context, this, zoom, labels.room);
    return labels.relations;
  }
}

// Edges beyond the first between the same two nodes bend aside, more each time.
function bendsOf(graph, edges) {
  const bends = new Map();
  const pairs = new Map();
  for (const e of edges) {
    const [a, b] = graph.ends(e);
    const pair = a < b ? a * graph.size + b : b * graph.size + a;
    const parallel = pairs.get(pair) || 0;
    if (parallel) bends.set(e, Math.ceil(parallel / 2) * (parallel % 2 ? 1 : -1) * (a < b ? 1 : -1));
    pairs.set(pair, parallel + 1);
  }
  return bends;
}
