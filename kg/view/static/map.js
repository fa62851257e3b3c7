// Regions at their centroids: no borders, bubbles by a measure, lines where two cooperate.

const MEASURES = ["support", "industries", "strategies", "partners", "organizations", "indicators"];
const MEASURED = { industries: "DEVELOPS", strategies: "COVERS", partners: "COOPERATES_WITH", organizations: "LOCATED_IN" };
const MOST_ON_MAP = 600;
const DEGREE = 40; // units of the canvas

class RegionMap {
  constructor(graph, filter) {
    this.graph = graph;
    this.filter = filter;
    this.x = new Float32Array(graph.size);
    this.y = new Float32Array(graph.size);
    this.sx = new Float32Array(graph.size);
    this.sy = new Float32Array(graph.size);
    this.regions = [];
    for (let n = 0; n < graph.size; n += 1) {
      if (graph.nodes.lat[n] === null || graph.nodes.lon[n] === null) continue;
      this.regions.push(n);
      // Mercator keeps shapes; the middle of China lies near 105° E, 35° N.
      this.x[n] = (graph.nodes.lon[n] - 105) * DEGREE;
      this.y[n] = (mercator(35) - mercator(graph.nodes.lat[n])) * DEGREE;
    }
  }

  scene(measure) {
    const { graph, filter } = this;
    const shown = this.regions.filter((n) => filter.nodePasses(n) && graph.nodes.support[n] > 0).slice(0, MOST_ON_MAP);
    const values = new Map(shown.map((n) => [n, this.value(n, measure)]));
    const most = Math.max(1, ...values.values());
    const here = new Set(shown);
    const edges = [];
    for (const n of shown) {
      for (const e of graph.around(n)) {
        if (graph.edges.from[e] === n && filter.edgeOk[e] && graph.relation(e).name === "COOPERATES_WITH"
          && here.has(graph.edges.to[e])) edges.push(e);
      }
    }
    // Large bubbles below, so that the small ones can be seen and chosen.
    shown.sort((a, b) => values.get(b) - values.get(a) || a - b);
    return new GraphScene(graph, shown, edges, this, {
      movable: false, values, solid: 0.72, dim: 0.45, shape: () => "dot",
      radius: (n, zoom) => (3 + 24 * Math.sqrt(values.get(n) / most)) * Math.min(2, Math.max(0.45, zoom) ** 0.5),
      size: (n) => 100 * (values.get(n) / most),
      edgeColor: () => css("link"),
    });
  }

  value(n, measure) {
    const { graph, filter } = this;
    if (measure === "indicators") return graph.indicatorsOf(n).length;
    const relation = MEASURED[measure];
    if (!relation) return graph.nodes.support[n];
    return [...graph.around(n)].filter((e) => filter.edgeOk[e] && graph.relation(e).name === relation).length;
  }
}

function mercator(lat) {
  return (Math.log(Math.tan(Math.PI / 4 + (lat * Math.PI) / 360)) * 180) / Math.PI;
}
