// What the page shows, as one plain object, and its spelling in the address, so that a link shows
// the same again. Nodes and edges are named by their keys, which outlive a new build.

const VIEWS = ["graph", "map", "matrix", "compare", "timeline", "tables", "review"];
const OVERVIEW = 0; // `base` for the overview; other numbers are so many of the strongest nodes
const MOST_MOVED = 60;

function freshState() {
  return {
    view: "graph", base: OVERVIEW, focus: -1, open: [], selected: null, path: null, panel: true,
    compare: [], at: null, moved: new Map(), arranged: false,
    measure: "support", matrix: { sort: "", column: -1, row: -1 },
    table: { what: "nodes", sort: "", down: true }, bin: null, about: -1,
  };
}

class Address {
  constructor(graph, filter) {
    this.graph = graph;
    this.filter = filter;
  }

  write(state) {
    const { graph, filter } = this;
    const p = new URLSearchParams();
    const put = (name, value, usual) => value !== usual && p.append(name, value);
    const many = (name, values) => [...values].forEach((value) => p.append(name, value));
    put("view", state.view, "graph");
    put("base", state.base, OVERVIEW);
    if (state.focus >= 0) p.append("focus", graph.key(state.focus));
    many("open", state.open.map((n) => graph.key(n)));
    if (state.path) many("path", state.path.map((n) => graph.key(n)));
    many("compare", state.compare.map((n) => graph.key(n)));
    if (state.selected) many(...this.selected(state.selected));
    put("panel", state.panel ? 1 : 0, 1);
    put("arranged", state.arranged ? 1 : 0, 0);
    put("measure", state.measure, "support");
    put("what", state.table.what, "nodes");
    put("sort", state.table.sort, "");
    put("down", state.table.down ? 1 : 0, 1);
    put("rows", state.matrix.sort, "");
    if (state.matrix.column >= 0) p.append("column", graph.key(state.matrix.column));
    if (state.matrix.row >= 0) p.append("row", graph.key(state.matrix.row));
    if (state.bin !== null) p.append("bin", state.bin);
    if (state.about >= 0) p.append("about", graph.key(state.about));
    for (const name of ["types", "kinds", "relations", "statuses", "stages"]) many(`no-${name}`, filter[name]);
    put("support", filter.support, 1);
    put("document", filter.document, -1);
    put("from", filter.from, null);
    put("to", filter.to, null);
    put("stated", filter.stated ? 1 : 0, 0);
    put("lang", language.now, "zh");
    if (state.at) p.append("at", state.at.map((v) => Number(v.toPrecision(5))).join(" "));
    [...state.moved].slice(-MOST_MOVED).forEach(([n, [x, y]]) => {
      many("moved", [graph.key(n), Math.round(x), Math.round(y)]);
    });
    return p.toString();
  }

  selected(selected) {
    const { graph } = this;
    if (selected.node !== undefined) return ["node", [graph.key(selected.node)]];
    const [a, b] = graph.ends(selected.edge);
    return ["edge", [graph.key(a), graph.relation(selected.edge).name, graph.key(b)]];
  }

  // The state that an address spells. What it names and the graph does not have is left out.
  read(text) {
    const { graph, filter } = this;
    const p = new URLSearchParams(text);
    const state = freshState();
    const nodes = (name) => p.getAll(name).map((key) => graph.find(key)).filter((n) => n >= 0);
    const number = (name, usual) => {
      const value = p.get(name) === null ? NaN : Number(p.get(name));
      return Number.isFinite(value) ? value : usual;
    };
    if (VIEWS.includes(p.get("view"))) state.view = p.get("view");
    state.base = number("base", OVERVIEW);
    [state.focus = -1] = nodes("focus");
    state.open = nodes("open");
    state.compare = nodes("compare").slice(0, 4);
    const path = nodes("path");
    if (path.length === 2) state.path = path;
    state.selected = this.readSelected(p, nodes);
    state.panel = p.get("panel") !== "0";
    state.arranged = p.get("arranged") === "1";
    state.measure = p.get("measure") || "support";
    state.table = { what: p.get("what") === "edges" ? "edges" : "nodes", sort: p.get("sort") || "",
      down: p.get("down") !== "0" };
    state.matrix = { sort: p.get("rows") || "", column: nodes("column")[0] ?? -1, row: nodes("row")[0] ?? -1 };
    state.bin = number("bin", null);
    [state.about = -1] = nodes("about");
    filter.clear();
    for (const name of ["types", "kinds", "relations", "statuses", "stages"]) filter[name] = new Set(p.getAll(`no-${name}`));
    filter.support = number("support", 1);
    filter.document = Math.min(number("document", -1), (graph.documents.name || []).length - 1);
    filter.from = number("from", null);
    filter.to = number("to", null);
    filter.stated = p.get("stated") === "1";
    if (p.has("lang")) language.now = p.get("lang") === "en" ? "en" : "zh";
    const at = (p.get("at") || "").split(" ").map(Number);
    if (at.length === 3 && at.every(Number.isFinite)) state.at = at;
    const moved = p.getAll("moved");
    for (let i = 0; i + 2 < moved.length; i += 3) {
      const n = graph.find(moved[i]);
      if (n >= 0) state.moved.set(n, [Number(moved[i + 1]) || 0, Number(moved[i + 2]) || 0]);
    }
    return state;
  }

  readSelected(p, nodes) {
    const [n] = nodes("node");
    if (n !== undefined) return { node: n };
    const edge = p.getAll("edge");
    const e = edge.length === 3 ? this.graph.findEdge(...edge) : -1;
    return e >= 0 ? { edge: e } : null;
  }
}

function same(a, b) {
  return a === b || Boolean(a && b && a.node === b.node && a.edge === b.edge);
}
