// What the documents say of one node, in sections that its type calls for.

// Sections in their order: which edges, seen from the node (out, in, both), under which heading.
const PROFILE = {
  Region: [
    ["industriesExisting", "DEVELOPS", "out", "existing"], ["industriesPlanned", "DEVELOPS", "out", "planned"],
    ["strategies", "COVERS", "in"], ["partners", "COOPERATES_WITH", "both"],
    ["organizations", "LOCATED_IN", "in"], ["indicators"], ["members", "PART_OF", "in"], ["parent", "PART_OF", "out"],
  ],
  Strategy: [
    ["regionsCovered", "COVERS", "out"], ["industriesPromoted", "PROMOTES", "out"], ["indicators"],
    ["members", "PART_OF", "in"], ["parent", "PART_OF", "out"],
  ],
  Industry: [
    ["regionsExisting", "DEVELOPS", "in", "existing"], ["regionsPlanned", "DEVELOPS", "in", "planned"],
    ["strategies", "PROMOTES", "in"], ["organizationsIn", "ENGAGES_IN", "in"], ["indicators"],
  ],
  Organization: [["locatedIn", "LOCATED_IN", "out"], ["industriesEngaged", "ENGAGES_IN", "out"], ["indicators"]],
  Project: [["locatedIn", "LOCATED_IN", "out"], ["indicators"]],
};
const LISTED = 12;

class Profile {
  // `go` has node(n), edge(e), focus(n), expand(n), collapse(n), compare(n), path(n), say(text).
  constructor(graph, filter, go) {
    this.graph = graph;
    this.filter = filter;
    this.go = go;
  }

  content(n, state) {
    const sections = this.sections(n);
    return el("article", {}, ...this.head(n), this.tools(n, state),
      sections.length ? sections : el("p", { class: "meta" }, word("noFacts")), this.documents(n));
  }

  head(n) {
    const { graph } = this;
    const { nodes } = graph;
    const type = graph.type(n);
    const adcode = nodes.adcode[n];
    return [
      el("h2", {}, named(graph.name(n))),
      el("p", { class: "meta" }, glyph(type), ` ${line(type[language.now], term("kinds", graph.kind(n)))}`),
      nodes.aliases[n].length
        ? el("p", { class: "meta" }, `${word("aliases")} `, named(nodes.aliases[n].join("、"))) : null,
      el("p", { class: "meta" }, line(
        adcode && `${word("adcode")} ${adcode}`,
        nodes.support[n] ? word("support", nodes.support[n]) : word("noSupport"),
        nodes.mentions[n] && word("mentions", nodes.mentions[n]))),
    ];
  }

  tools(n, state) {
    const region = this.graph.group(n) === "Region";
    const opened = state.open.includes(n);
    return el("p", { class: "actions" },
      button(word("focusHere"), () => this.go.focus(n), { "data-do": "focus" }),
      button(word("expand"), () => this.go.expand(n), { "data-do": "expand" }),
      opened ? button(word("collapse"), () => this.go.collapse(n), { "data-do": "collapse" }) : null,
      button(word("pathFrom"), () => this.go.path(n), { "data-do": "path" }),
      region ? button(word("compareThis"), () => this.go.compare(n), { "data-do": "compare" }) : null);
  }

  sections(n) {
    const plan = PROFILE[this.graph.group(n)] || [];
    const left = new Set([...this.graph.around(n)].filter((e) => this.filter.edgePasses(e)));
    const made = plan.map(([key, relation, side, status]) => {
      if (key === "indicators") return this.indicators(n);
      const found = [...left].filter((e) => this.graph.relation(e).name === relation
        && (side === "both" || (this.graph.edges.from[e] === n) === (side === "out"))
        && (!status || this.graph.status(e) === status));
      for (const e of found) left.delete(e);
      return this.section(n, word(key), found);
    });
    if (left.size) made.push(this.section(n, word("otherRelations"), [...left]));
    return made.filter(Boolean);
  }

  section(n, title, found) {
    if (!found.length) return null;
    const { support, background } = this.graph.edges;
    found.sort((a, b) => background[a] - background[b] || support[b] - support[a] || a - b);
    return el("section", {}, el("h3", {}, `${title} `, el("span", { class: "number" }, `(${count(found.length)})`)),
      longList(found.map((e) => () => this.edgeLink(e, this.graph.other(e, n))), LISTED));
  }

  edgeLink(e, other) {
    const { graph } = this;
    const background = graph.edges.background[e];
    return button([
      glyph(graph.type(other)), named(graph.name(other)),
      background ? el("span", { class: "badge" }, word("background")) : badge(graph.status(e)),
      background ? null : el("span", { class: "count" }, word("support", graph.edges.support[e])),
    ], () => this.go.edge(e), { class: "link" });
  }

  // ---- indicators -------------------------------------------------------------------------

  indicators(n) {
    const found = this.graph.indicatorsOf(n).map((i) => this.graph.indicator(i));
    if (!found.length) return null;
    found.sort((a, b) => a.name.localeCompare(b.name, "zh") || (a.year || 0) - (b.year || 0));
    const head = ["name", "year", "value"].map((key) => el("th", { scope: "col", class: key === "name" ? null : "number" }, word(key)));
    const body = el("tbody", {});
    const table = el("table", {}, el("thead", {}, el("tr", {}, ...head)), body);
    const grow = (from, to) => body.append(...found.slice(from, to).flatMap((row) => this.indicatorRows(row)));
    grow(0, LISTED);
    const rest = found.length - LISTED;
    const more = rest > 0 ? button(word("more", rest), () => {
      grow(LISTED, found.length);
      more.remove();
    }) : null;
    return el("section", {}, el("h3", {}, `${word("indicators")} `, el("span", { class: "number" }, `(${found.length})`)), table, more);
  }

  // The row of an indicator and, under it, its sentence, shown on demand.
  indicatorRows(found) {
    const cell = el("td", { colspan: "3" });
    const card = el("tr", { hidden: "" }, cell);
    const toggle = button(named(found.name), () => {
      if (!cell.firstChild) cell.append(laterCards([() => this.graph.indicatorStatement(found.number)], { base: this.graph.base, say: this.go.say }));
      card.hidden = !card.hidden;
      toggle.setAttribute("aria-expanded", String(!card.hidden));
    }, { class: "inline", "aria-expanded": "false" });
    const value = `${found.value.toLocaleString("zh-CN", { maximumFractionDigits: 6 })} ${found.unit || ""}`;
    return [
      el("tr", {}, el("td", {}, toggle, " ", found.status === "planned" ? badge("planned") : null),
        el("td", { class: "number" }, found.year === null ? "—" : String(found.year)),
        el("td", { class: "number" }, value)),
      card,
    ];
  }

  documents(n) {
    const place = el("section", {});
    this.graph.documentsOf(n).then((numbers) => {
      if (!numbers.length) return;
      const rows = numbers.map((d) => ({ d, ...this.graph.document(d) }));
      rows.sort((a, b) => (b.published || "").localeCompare(a.published || ""));
      place.append(el("h3", {}, `${word("documents")} `, el("span", { class: "number" }, `(${count(rows.length)})`)),
        longList(rows.map((row) => () => el("div", { class: "document" },
          button(named(row.title || row.name), () => this.go.document(row.d), { class: "inline", title: word("onlyDocument") }),
          el("span", { class: "meta" }, ` ${line(row.publisher, row.published)}`))), LISTED));
    });
    return place;
  }
}
