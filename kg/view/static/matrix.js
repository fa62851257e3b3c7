// Regions by industries: how well each pair is supported; a cell opens its sentences.

const [ROWS, COLUMNS] = [40, 26];

class Matrix {
  constructor(app) {
    this.app = app;
  }

  report() {
    const { app } = this;
    const cells = this.cells();
    const rows = this.rows(cells);
    const columns = this.columns(cells);
    if (!rows.length) return el("div", { class: "sheet" }, el("h2", {}, word("matrixTitle")), el("p", {}, word("nothingPasses")));
    const most = Math.max(1, ...rows.flatMap((r) => columns.map((i) => this.support(cells.get(r).get(i)))));
    return el("div", { class: "sheet" },
      el("h2", {}, word("matrixTitle")), el("p", { class: "meta" }, word("matrixHow")),
      el("p", { class: "actions" }, el("label", {}, `${word("sortRows")} `, this.sorter())),
      el("table", { class: "matrix" },
        el("thead", {}, el("tr", {}, el("td", {}), columns.map((i) => el("th", {
          scope: "col", "aria-sort": app.state.matrix.column === i ? "descending" : "none",
        }, button(named(shortened(app.graph.name(i), 9)), () => this.sort({ column: i, sort: "column" }), { title: app.graph.name(i) }))))),
        el("tbody", {}, rows.map((r) => el("tr", {},
          el("th", { scope: "row", "aria-sort": app.state.matrix.row === r ? "descending" : "none" },
            button(named(shortened(app.graph.name(r))), () => this.sort({ row: r }), { title: app.graph.name(r) })),
          columns.map((i) => el("td", {}, this.cell(cells.get(r).get(i), most, r, i))))))));
  }

  sort(change) {
    this.app.change({ matrix: { ...this.app.state.matrix, ...change } });
  }

  sorter() {
    const { matrix } = this.app.state;
    const options = ["", "name", "place", ...(matrix.column >= 0 ? ["column"] : [])];
    const choice = el("select", { id: "matrix-sort" }, options.map((key) => el("option", { value: key },
      key === "column" ? this.app.graph.name(matrix.column) : word(`sort_${key}`))));
    choice.value = matrix.sort;
    choice.addEventListener("change", () => this.sort({ sort: choice.value }));
    return choice;
  }

  // Edges by region and industry.
  cells() {
    const { graph, filter } = this.app;
    const found = new Map();
    for (let e = 0; e < graph.edgeCount; e += 1) {
      if (!filter.edgeOk[e] || graph.relation(e).name !== "DEVELOPS") continue;
      const [r, i] = graph.ends(e);
      if (!found.has(r)) found.set(r, new Map());
      found.get(r).set(i, e);
    }
    return found;
  }

  support(e) {
    return e === undefined ? 0 : this.app.graph.edges.support[e];
  }

  // The regions that develop most, in the order asked for.
  rows(cells) {
    const { graph, state } = this.app;
    const { sort, column } = state.matrix;
    const total = (r) => cells.get(r).size;
    const inColumn = (r) => this.support(cells.get(r).get(column));
    const strongest = (a, b) => total(b) - total(a) || a - b;
    const all = [...cells.keys()];
    if (sort === "column" && column >= 0) return all.sort((a, b) => inColumn(b) - inColumn(a) || strongest(a, b)).slice(0, ROWS);
    const top = all.sort(strongest).slice(0, ROWS);
    if (sort === "name") return top.sort((a, b) => graph.name(a).localeCompare(graph.name(b), "zh"));
    if (sort === "place") return top.sort((a, b) => graph.key(a).localeCompare(graph.key(b)));
    return top;
  }

  // The industries that most of the strongest regions develop, or those of the chosen row first.
  // They do not depend on the order of the rows, so that a column stays where it was clicked.
  columns(cells) {
    const { row, column } = this.app.state.matrix;
    const sums = new Map();
    const strongest = [...cells.keys()].sort((a, b) => cells.get(b).size - cells.get(a).size || a - b).slice(0, ROWS);
    for (const r of strongest) for (const [i, e] of cells.get(r)) sums.set(i, (sums.get(i) || 0) + 1 + this.support(e) / 1000);
    const own = (i) => (cells.has(row) ? this.support(cells.get(row).get(i)) : 0);
    const top = [...sums.keys()].sort((a, b) => own(b) - own(a) || sums.get(b) - sums.get(a) || a - b).slice(0, COLUMNS);
    if (column >= 0 && sums.has(column) && !top.includes(column)) top[top.length - 1] = column;
    return top;
  }

  cell(e, most, r, i) {
    if (e === undefined) return "";
    const { graph } = this.app;
    const support = graph.edges.support[e];
    const depth = Math.min(5, 1 + Math.floor((5 * Math.log(support)) / Math.log(most + 1)));
    const title = `${graph.name(r)} — ${graph.name(i)}: ${word(graph.status(e))}, ${word("support", support)}`;
    return button(String(support), () => this.app.go.edge(e), { class: `cell depth-${depth} ${graph.status(e)}`, title, "aria-label": title });
  }
}
