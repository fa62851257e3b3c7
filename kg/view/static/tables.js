// Nodes and edges as tables, sorted by any column, and as CSV.

const PAGE = 200;

class Tables {
  constructor(app) {
    this.app = app;
    const { graph } = app;
    const text = (get) => ({ get, number: false });
    const number = (get) => ({ get, number: true });
    this.columns = {
      nodes: {
        name: text((n) => graph.name(n)), type: text((n) => graph.type(n)[language.now]),
        kind: text((n) => term("kinds", graph.kind(n))), documents: number((n) => graph.nodes.support[n]),
        mentioned: number((n) => graph.nodes.mentions[n]), relations: number((n) => app.filter.degree[n]),
        alias: text((n) => graph.nodes.aliases[n].join("、")), id: text((n) => graph.key(n)),
      },
      edges: {
        from_: text((e) => graph.name(graph.edges.from[e])), relation: text((e) => graph.relation(e)[language.now]),
        to_: text((e) => graph.name(graph.edges.to[e])),
        status: text((e) => (graph.edges.background[e] ? word("background") : word(graph.status(e)) || "")),
        documents: number((e) => graph.edges.support[e]), confidence: number((e) => graph.edges.confidence[e] / 100),
        first: text((e) => (graph.period(e) || [""])[0]), last: text((e) => (graph.period(e) || ["", ""])[1]),
      },
    };
  }

  // What passes the filters, in the order asked for.
  rows() {
    const { graph, filter, state } = this.app;
    const { what, sort, down } = state.table;
    const all = [];
    if (what === "nodes") for (let n = 0; n < graph.size; n += 1) if (filter.nodePasses(n)) all.push(n);
    if (what === "edges") for (let e = 0; e < graph.edgeCount; e += 1) if (filter.edgeOk[e]) all.push(e);
    const column = this.columns[what][sort] || this.columns[what].documents;
    const values = new Map(all.map((i) => [i, column.get(i)]));
    const compare = column.number ? (a, b) => values.get(a) - values.get(b)
      : (a, b) => collator.compare(values.get(a), values.get(b));
    return all.sort((a, b) => (down ? -1 : 1) * compare(a, b) || a - b);
  }

  report() {
    const { state } = this.app;
    const { what } = state.table;
    const rows = this.rows();
    const body = el("tbody", {});
    const grow = () => {
      const start = body.children.length;
      body.append(...rows.slice(start, start + PAGE).map((i) => this.row(what, i)));
      more.hidden = body.children.length >= rows.length;
    };
    const more = button(word("moreRows"), grow);
    grow();
    return el("div", { class: "sheet wide" },
      el("div", { class: "actions" },
        ["nodes", "edges"].map((name) => button(word(`table_${name}`), () => this.change({ what: name, sort: "" }),
          { id: `table-${name}`, "aria-pressed": String(name === what) })),
        el("span", { class: "meta", id: "row-count" }, word("rows", count(rows.length))),
        button(word("csv"), () => this.csv(what, rows), { id: "csv" })),
      el("table", { class: "grid data" }, this.head(what), body), more);
  }

  change(change) {
    this.app.change({ table: { ...this.app.state.table, ...change } });
  }

  head(what) {
    const { sort, down } = this.app.state.table;
    return el("thead", {}, el("tr", {}, Object.entries(this.columns[what]).map(([key, column]) => {
      const now = (sort || "documents") === key;
      return el("th", { scope: "col", class: column.number ? "number" : null, "aria-sort": now ? (down ? "descending" : "ascending") : "none" },
        button(`${word(key)}${now ? (down ? " ↓" : " ↑") : ""}`, () => this.change({ sort: key, down: now ? !down : column.number }),
          { class: "inline", "data-sort": key }));
    })));
  }

  row(what, i) {
    const { go } = this.app;
    return el("tr", {}, Object.entries(this.columns[what]).map(([key, column]) => {
      const value = column.get(i);
      const link = { name: () => go.node(i), relation: () => go.edge(i), from_: () => go.node(this.app.graph.edges.from[i]),
        to_: () => go.node(this.app.graph.edges.to[i]) }[key];
      return el("td", { class: column.number ? "number" : ["first", "last", "status", "relation", "type", "kind"].includes(key) ? "day" : null },
        link ? button(named(value), link, { class: "inline" }) : named(String(value)));
    }));
  }

  // A spreadsheet must not take a cell for a formula.
  csv(what, rows) {
    const cell = (value) => {
      const text = typeof value === "number" ? String(value) : value.replace(/^(?=[=+\-@\t\r\n＝＋－＠])/, "'");
      return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
    };
    const columns = Object.entries(this.columns[what]);
    const lines = [columns.map(([key]) => word(key)), ...rows.map((i) => columns.map(([, column]) => column.get(i)))];
    download(`${fileName(byId("title").textContent)}-${what}.csv`, "text/csv",
      `\ufeff${lines.map((row) => row.map(cell).join(",")).join("\r\n")}\r\n`);
  }
}

const collator = new Intl.Collator("zh");
