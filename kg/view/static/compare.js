// Two to four regions side by side: what industries they share, and how far they overlap.

class Compare {
  constructor(app) {
    this.app = app;
  }

  // Edges to industries of a region, by industry; planned and existing.
  industries(n) {
    const { graph, filter } = this.app;
    const found = new Map();
    for (const e of graph.around(n)) {
      if (filter.edgeOk[e] && graph.relation(e).name === "DEVELOPS" && graph.edges.from[e] === n) found.set(graph.edges.to[e], e);
    }
    return found;
  }

  // The regions chosen, else of those that develop most the two that share most.
  regions() {
    const { state } = this.app;
    if (state.compare.length) return state.compare;
    const top = regionsByIndustries(this.app).slice(0, 14).map(([n]) => n);
    const sets = top.map((n) => this.industries(n));
    let best = top.slice(0, 2);
    let most = -1;
    top.forEach((a, i) => top.slice(0, i).forEach((b, j) => {
      const shared = [...sets[i].keys()].filter((industry) => sets[j].has(industry)).length;
      if (shared > most) [best, most] = [[b, a], shared];
    }));
    return best;
  }

  report() {
    const { app } = this;
    const chosen = this.regions();
    const sets = chosen.map((n) => this.industries(n));
    const all = [...new Set(sets.flatMap((set) => [...set.keys()]))];
    const had = new Map(all.map((i) => [i, sets.filter((set) => set.has(i)).length]));
    const support = (i) => sets.reduce((sum, set) => sum + (set.has(i) ? app.graph.edges.support[set.get(i)] : 0), 0);
    all.sort((a, b) => had.get(b) - had.get(a) || support(b) - support(a) || a - b);
    const shared = all.filter((i) => had.get(i) === chosen.length);
    const some = all.filter((i) => had.get(i) > 1 && had.get(i) < chosen.length);
    return el("div", { class: "sheet" },
      el("h2", {}, word("compareTitle")), el("p", { class: "meta" }, word("compareHow")),
      this.choosers(chosen),
      chosen.length < 2 ? el("p", {}, word("compareTwo")) : [
        this.overlaps(chosen, sets),
        this.table(word("sharedByAll"), shared, chosen, sets),
        some.length ? this.table(word("sharedBySome"), some, chosen, sets) : null,
        ...chosen.map((n, k) => this.table(word("onlyIn", app.graph.name(n)),
          all.filter((i) => had.get(i) === 1 && sets[k].has(i)), chosen, sets)),
      ]);
  }

  choosers(chosen) {
    const { graph, find } = this.app;
    const slots = chosen.length < 4 ? [...chosen, null] : chosen;
    return el("div", { class: "choosers" }, slots.map((n, k) => {
      const made = picker({
        label: word("region", k + 1), find: (typed) => find.find(typed, 12, (m) => graph.group(m) === "Region"),
        show: (m) => [glyph(graph.type(m)), named(graph.name(m))], text: (m) => graph.name(m),
        pick: (m) => {
          const next = [...chosen];
          if (m === null) next.splice(k, 1);
          else next[k] = m;
          this.app.change({ compare: [...new Set(next)].slice(0, 4) });
        },
      });
      if (n !== null) made.input.value = graph.name(n);
      const remove = n !== null && chosen.length > 2 ? button("×", () => this.app.change({ compare: chosen.filter((m) => m !== n) }),
        { "aria-label": `${word("remove")} ${graph.name(n)}` }) : null;
      return el("div", { class: "chooser" }, made.box, remove);
    }));
  }

  // Jaccard: shared industries by all industries of the two.
  overlaps(chosen, sets) {
    const { graph } = this.app;
    const rows = [];
    for (let a = 0; a < chosen.length; a += 1) {
      for (let b = a + 1; b < chosen.length; b += 1) {
        const both = [...sets[a].keys()].filter((i) => sets[b].has(i)).length;
        const either = new Set([...sets[a].keys(), ...sets[b].keys()]).size;
        const share = either ? both / either : 0;
        rows.push(el("tr", {},
          el("th", { scope: "row" }, named(graph.name(chosen[a])), " · ", named(graph.name(chosen[b]))),
          el("td", { class: "number" }, word("ofEither", both, either)),
          el("td", { class: "number overlap" }, `${Math.round(100 * share)}%`),
          el("td", { class: "wide" }, el("meter", { min: 0, max: 1, value: share.toFixed(3), "aria-label": word("overlap") }))));
      }
    }
    return el("section", {}, el("h3", {}, word("overlap")), el("p", { class: "meta" }, word("overlapHow")),
      el("table", { class: "grid" }, el("tbody", {}, rows)));
  }

  table(title, industries, chosen, sets) {
    const { graph } = this.app;
    if (!industries.length) return el("section", {}, el("h3", {}, `${title} (0)`));
    return el("section", {}, el("h3", {}, `${title} (${industries.length})`),
      el("table", { class: "grid" },
        el("thead", {}, el("tr", {}, el("th", { scope: "col" }, word("industry")),
          chosen.map((n) => el("th", { scope: "col" }, named(graph.name(n)))))),
        el("tbody", {}, industries.slice(0, 120).map((i) => el("tr", {},
          el("th", { scope: "row" }, button(named(graph.name(i)), () => this.app.go.node(i), { class: "inline" })),
          sets.map((set) => el("td", {}, set.has(i) ? this.cell(set.get(i)) : "")))))));
  }

  cell(e) {
    const { graph } = this.app;
    return button([badge(graph.status(e)), ` ${word("support", graph.edges.support[e])}`], () => this.app.go.edge(e), { class: "link" });
  }
}

// Regions with the number of industries that they develop, most first.
function regionsByIndustries({ graph, filter }) {
  const sums = new Map();
  for (let e = 0; e < graph.edgeCount; e += 1) {
    if (filter.edgeOk[e] && graph.relation(e).name === "DEVELOPS") {
      sums.set(graph.edges.from[e], (sums.get(graph.edges.from[e]) || 0) + 1);
    }
  }
  return [...sums].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
}
