// Legend and filters in one: each row has a picture, a name, how many are shown, and a box.

class Controls {
  constructor(app) {
    this.app = app;
    const { graph } = app;
    const used = (column) => {
      const present = new Set(column.at);
      return column.of.filter((value, code) => value && present.has(code));
    };
    // The legend speaks of what this graph has.
    this.present = {
      types: used(graph.nodes.group), kinds: used(graph.nodes.kind), relations: used(graph.edges.relation),
      statuses: used(graph.edges.status), stages: used(graph.facts.stage),
    };
    this.most = graph.edges.support.reduce((a, b) => Math.max(a, b), 1);
    this.histogram = new Histogram(app);
    this.listen();
  }

  listen() {
    const { app } = this;
    byId("stated").onchange = (event) => app.refilter({ stated: event.target.checked });
    byId("support").max = String(Math.min(20, this.most));
    byId("support").oninput = (event) => app.refilter({ support: Number(event.target.value) });
    byId("reset").onclick = () => {
      app.filter.clear();
      app.refilter({});
    };
    const { documents } = app.graph;
    const titles = (documents.name || []).map((name, d) => documents.title[d] || name);
    const plainTitles = titles.map(plain);
    const order = titles.map((_, d) => d).sort((a, b) => (documents.published[b] || "").localeCompare(documents.published[a] || ""));
    this.document = picker({
      input: this.documentField(), list: this.documentList(),
      find: (typed) => order.filter((d) => plainTitles[d].includes(plain(typed))).slice(0, 30),
      show: (d) => [named(titles[d]), el("span", { class: "count" }, documents.published[d] || "")],
      text: (d) => titles[d],
      pick: (d) => app.refilter({ document: d === null ? -1 : d }),
    });
    this.titles = titles;
  }

  documentField() {
    const field = el("input", { type: "search", id: "document", role: "combobox", autocomplete: "off", spellcheck: "false",
      "aria-expanded": "false", "aria-controls": "document-list", "aria-autocomplete": "list",
      "data-label": "documentFilter", "data-placeholder": "documentHint" });
    byId("document-picker").append(field);
    return field;
  }

  documentList() {
    const list = el("ul", { id: "document-list", class: "results", role: "listbox", "data-label": "documentFilter", hidden: "" });
    byId("document-picker").append(list);
    return list;
  }

  // Show what the filter says and what is in sight.
  show(nodes, edges) {
    const { graph, filter } = this.app;
    const stated = edges.filter((e) => !graph.edges.background[e]);
    const perStage = this.perStage(stated);
    const typeName = (label) => graph.typeOf.get(label)[language.now];
    const fill = (name, sums, text, drawing) => this.fill(name, this.present[name].map(
      (value) => this.row(value, text(value), drawing(value), sums[value], filter[name])));
    fill("types", Filter.tally(nodes, graph.nodes.group), typeName, (label) => glyph(graph.typeOf.get(label)));
    fill("kinds", Filter.tally(nodes, graph.nodes.kind), (kind) => term("kinds", kind), () => null);
    fill("relations", Filter.tally(edges, graph.edges.relation), (name) => graph.relationOf.get(name)[language.now], () => null);
    fill("statuses", Filter.tally(stated, graph.edges.status), word, statusLine);
    fill("stages", perStage, (stage) => term("stages", stage), () => null);
    byId("stated").checked = filter.stated;
    byId("support").value = String(filter.support);
    byId("support-now").textContent = `≥ ${filter.support}`;
    byId("reset").hidden = !filter.active;
    if (document.activeElement !== this.document.input) {
      this.document.input.value = filter.document < 0 ? "" : this.titles[filter.document];
    }
    this.histogram.show();
  }

  // In how many of the edges each stage is stated.
  perStage(edges) {
    const { facts: { stage }, firstFact } = this.app.graph;
    const sums = new Array(stage.of.length).fill(0);
    for (const e of edges) {
      let stated = 0;
      for (let f = firstFact[e]; f < firstFact[e + 1]; f += 1) stated |= 1 << stage.at[f];
      for (let code = 0; stated; code += 1, stated >>= 1) sums[code] += stated & 1;
    }
    return Object.fromEntries(stage.of.map((name, code) => [name, sums[code]]));
  }

  // Rows are replaced; the keyboard stays on the one it was on.
  fill(id, rows) {
    const focused = document.activeElement && document.activeElement.value;
    const had = byId(id).contains(document.activeElement);
    byId(id).replaceChildren(...rows);
    if (had) byId(id).querySelector(`input[value="${CSS.escape(focused)}"]`)?.focus();
  }

  row(value, name, drawing, number, hidden) {
    const box = el("input", { type: "checkbox", value });
    box.checked = !hidden.has(value);
    box.onchange = () => {
      if (box.checked) hidden.delete(value);
      else hidden.add(value);
      this.app.refilter({});
    };
    return el("label", { class: "row" }, box, drawing, el("span", { class: "name" }, name),
      el("span", { class: "count" }, count(number || 0)));
  }
}
