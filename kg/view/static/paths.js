// Shortest ways between two nodes over the edges that pass.

const MOST_ON_PATHS = 60;

// Nodes and edges on the shortest paths, in layers, or nothing where there is none.
function findPaths(graph, filter, start, end) {
  const steps = new Map([[start, 0]]);
  let frontier = [start];
  for (let step = 1; frontier.length && !steps.has(end); step += 1) {
    const next = [];
    for (const n of frontier) {
      for (const e of graph.around(n)) {
        if (!filter.edgeOk[e]) continue;
        const other = graph.other(e, n);
        if (steps.has(other)) continue;
        steps.set(other, step);
        next.push(other);
      }
    }
    frontier = next;
  }
  if (!steps.has(end)) return { nodes: [], edges: [], layers: [[start], [end]], length: -1 };
  return walkBack(graph, filter, steps, end);
}

function walkBack(graph, filter, steps, end) {
  const layers = [[end]];
  const edges = new Set();
  for (let step = steps.get(end) - 1; step >= 0; step -= 1) {
    const before = new Map();
    for (const n of layers[0]) {
      for (const e of graph.around(n)) {
        const other = graph.other(e, n);
        if (!filter.edgeOk[e] || steps.get(other) !== step) continue;
        edges.add(e);
        before.set(other, (before.get(other) || 0) + graph.edges.support[e]);
      }
    }
    const strongest = [...before].sort((a, b) => b[1] - a[1] || a[0] - b[0]).map(([n]) => n);
    layers.unshift(strongest.slice(0, Math.max(1, Math.floor(MOST_ON_PATHS / Math.max(1, steps.get(end))))));
  }
  const nodes = new Set(layers.flat());
  const kept = [...edges].filter((e) => graph.ends(e).every((n) => nodes.has(n)));
  return { nodes: [...nodes], edges: kept, layers, length: layers.length - 1 };
}

// The path as a list: each step with the edges that make it.
function pathReport(graph, route, go) {
  if (route.length < 0) return el("p", {}, word("noPath"));
  const steps = route.layers.slice(1).map((layer, i) => {
    const edges = route.edges.filter((e) => {
      const [a, b] = graph.ends(e);
      return (route.layers[i].includes(a) && layer.includes(b)) || (route.layers[i].includes(b) && layer.includes(a));
    });
    return el("section", {}, el("h3", {}, word("step", i + 1)),
      longList(edges.map((e) => () => edgeButton(graph, e, go)), 12));
  });
  return el("div", {}, el("p", { class: "meta" }, word("pathLength", route.length)), steps);
}

// An edge in words, with both its ends.
function edgeButton(graph, e, go) {
  const [a, b] = graph.ends(e);
  const relation = graph.relation(e);
  return button([
    glyph(graph.type(a)), named(graph.name(a)),
    el("span", { class: "relation" }, `${relation[language.now]} ${word(relation.symmetric ? "both" : "to")}`),
    glyph(graph.type(b)), named(graph.name(b)),
    graph.edges.background[e] ? el("span", { class: "badge" }, word("background")) : badge(graph.status(e)),
  ], () => go.edge(e), { class: "link" });
}
