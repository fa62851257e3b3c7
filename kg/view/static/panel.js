// The details of a node or an edge, as elements.

const LISTED = 12;

class Panel {
  // `go` has node(n), edge(e), locate(n), expand(n): what the links do.
  constructor(graph, go) {
    this.graph = graph;
    this.go = go;
  }

  node(n) {
    const node = this.graph.node(n);
    const type = this.graph.typeOf.get(node.group);
    return el("div", {},
      el("h2", {}, named(node.label)),
      el("p", { class: "meta" }, glyph(type), ` ${line(type[language.now], term("kinds", node.kind))}`),
      node.aliases.length
        ? el("p", { class: "meta" }, `${word("aliases")} `, named(node.aliases.join("、"))) : null,
      el("p", { class: "meta" }, line(
        node.adcode && `${word("adcode")} ${node.adcode}`,
        node.support ? word("support", node.support) : word("noSupport"),
        node.mentions && word("mentions", node.mentions))),
      el("p", { class: "actions" },
        el("button", { type: "button", onclick: () => this.go.locate(n) }, word("locate")),
        el("button", { type: "button", onclick: () => this.go.expand(n) }, word("expand"))),
      ...this.relations(n),
      this.indicators(n),
      this.documents(node));
  }

  // One section per relation and direction.
  relations(n) {
    const { edges, relations } = this.graph;
    const sections = [];
    for (const relation of relations) {
      for (const outward of relation.symmetric ? [true] : [true, false]) {
        const found = this.graph.around[n].filter((e) => edges.relation[e] === relation.name
          && (relation.symmetric || (edges.from[e] === n) === outward));
        if (found.length) sections.push(this.relation(n, relation, outward, found));
      }
    }
    return sections.length ? sections : [el("p", { class: "meta" }, word("noFacts"))];
  }

  relation(n, relation, outward, found) {
    const { edges } = this.graph;
    const rank = (e) => (edges.background[e] ? 2 : 0) + (edges.status[e] === "planned" ? 1 : 0);
    found.sort((a, b) => rank(a) - rank(b) || edges.support[b] - edges.support[a] || a - b);
    const arrow = relation.symmetric ? "both" : outward ? "to" : "from";
    return el("section", {},
      el("h3", {}, `${relation[language.now]} ${word(arrow)} (${found.length})`),
      this.list(found.map((e) => () => this.edgeLink(e, this.graph.other(e, n)))));
  }

  edgeLink(e, other) {
    const { edges, nodes, typeOf } = this.graph;
    const background = edges.background[e];
    return el("button", { type: "button", class: "link", onclick: () => this.go.edge(e) },
      glyph(typeOf.get(nodes.group[other])), named(nodes.label[other]),
      background ? el("span", { class: "badge" }, word("background")) : badge(edges.status[e]),
      background ? null : el("span", { class: "count" }, word("support", edges.support[e])));
  }

  // A list that shows its first members and a button for the rest.
  list(makers) {
    const items = el("ul", { class: "plain" });
    const grow = (count) => {
      const start = items.children.length;
      for (const make of makers.slice(start, start + count)) items.append(el("li", {}, make()));
    };
    grow(LISTED);
    const rest = makers.length - LISTED;
    if (rest <= 0) return items;
    const more = el("button", { type: "button", onclick: () => { grow(makers.length); more.remove(); } },
      word("more", rest));
    return el("div", {}, items, more);
  }

  indicators(n) {
    const columns = this.graph.indicators;
    const found = (columns.node || []).flatMap((owner, i) => (owner === n ? [i] : []));
    if (!found.length) return null;
    const rows = found.map((i) => this.graph.statement(columns, i));
    rows.sort((a, b) => a.name.localeCompare(b.name) || (a.year || 0) - (b.year || 0));
    const head = ["name", "year", "value"].map((key) => el(
      "th", { scope: "col", class: key === "name" ? null : "number" }, word(key)));
    return el("section", {},
      el("h3", {}, `${word("indicators")} (${rows.length})`),
      el("table", {}, el("thead", {}, el("tr", {}, ...head)),
        el("tbody", {}, ...rows.flatMap((found) => this.indicatorRows(found)))));
  }

  // The row of an indicator and, under it, its sentence, shown on demand.
  indicatorRows(found) {
    const card = el("tr", { hidden: "" }, el("td", { colspan: "3" }, evidenceCard(found)));
    const toggle = el("button", {
      type: "button", class: "inline", "aria-expanded": "false",
      onclick: () => {
        card.hidden = !card.hidden;
        toggle.setAttribute("aria-expanded", String(!card.hidden));
      },
    }, named(found.name));
    const value = `${found.value.toLocaleString("zh-CN", { maximumFractionDigits: 6 })} ${found.unit || ""}`;
    return [
      el("tr", {}, el("td", {}, toggle, " ", found.status === "planned" ? badge("planned") : null),
        el("td", { class: "number" }, found.year === null ? "—" : String(found.year)),
        el("td", { class: "number" }, value)),
      card,
    ];
  }

  documents(node) {
    if (!node.documents.length) return null;
    const rows = node.documents.map((d) => row(this.graph.documents, d));
    rows.sort((a, b) => (b.published || "").localeCompare(a.published || ""));
    return el("section", {},
      el("h3", {}, `${word("documents")} (${rows.length})`),
      this.list(rows.map((d) => () => el("div", {},
        named(d.title || d.name),
        el("span", { class: "meta" }, ` ${line(d.publisher, d.published)}`)))));
  }

  edge(e) {
    const edge = this.graph.edge(e);
    const relation = this.graph.relationOf.get(edge.relation);
    const end = (n) => el("button", { type: "button", class: "inline", onclick: () => this.go.node(n) },
      named(this.graph.name(n)));
    const dates = edge.first && word("dates", edge.first, edge.last);
    return el("div", {},
      el("h2", { class: "ends" }, end(edge.from),
        el("span", { class: "relation" }, `— ${relation[language.now]} ${word(relation.symmetric ? "both" : "to")}`),
        end(edge.to)),
      edge.background
        ? el("p", { class: "meta" }, word("backgroundNote"))
        : el("p", { class: "meta" }, badge(edge.status), ` ${line(
          edge.stages.map((stage) => term("stages", stage)).join("、"),
          word("support", edge.support),
          edge.confidence === null ? null : `${word("confidence")} ${edge.confidence}`,
          dates && `${word("seen")} ${dates}`)}`),
      ...this.statements(edge));
  }

  statements(edge) {
    if (!edge.facts.length) return edge.background ? [] : [el("p", {}, word("noEvidence"))];
    const key = (role, text) => el("span", { class: `key ${role}` }, text);
    return [
      el("h3", {}, `${word("evidence")} (${edge.stated})`),
      edge.stated > edge.facts.length
        ? el("p", { class: "meta" }, word("partOfStated", edge.facts.length, edge.stated)) : null,
      el("p", {}, key("head", named(this.graph.name(edge.from))),
        key("trigger", word("trigger")), key("tail", named(this.graph.name(edge.to)))),
      ...edge.facts.map((f) => evidenceCard(this.graph.statement(this.graph.facts, f))),
    ].filter(Boolean);
  }
}
