// The details of what is chosen: a node's profile, an edge with its sentences, or a path.

class Panel {
  constructor(graph, filter, review, go) {
    this.graph = graph;
    this.filter = filter;
    this.review = review;
    this.go = go;
    this.profile = new Profile(graph, filter, go);
  }

  content(state, route) {
    const { selected } = state;
    if (selected && selected.node !== undefined) return this.profile.content(selected.node, state);
    if (selected) return this.edge(selected.edge);
    if (route) return this.path(state, route);
    return null;
  }

  path(state, route) {
    const [a, b] = state.path;
    return el("article", {},
      el("h2", { class: "ends" }, this.end(a), el("span", { class: "relation" }, " … "), this.end(b)),
      pathReport(this.graph, route, this.go));
  }

  end(n) {
    return button(named(this.graph.name(n)), () => this.go.node(n), { class: "inline" });
  }

  edge(e) {
    const { graph } = this;
    const { edges } = graph;
    const relation = graph.relation(e);
    const period = graph.period(e);
    const [a, b] = graph.ends(e);
    const stages = graph.stages(e).map((stage) => term("stages", stage)).join("、");
    return el("article", {},
      el("h2", { class: "ends" }, this.end(a),
        el("span", { class: "relation" }, `— ${relation[language.now]} ${word(relation.symmetric ? "both" : "to")}`), this.end(b)),
      edges.background[e]
        ? el("p", { class: "meta" }, word("backgroundNote"))
        : el("p", { class: "meta" }, badge(graph.status(e)), ` ${line(
          stages, word("support", edges.support[e]), `${word("confidence")} ${edges.confidence[e] / 100}`,
          period && `${word("seen")} ${word("dates", ...period)}`)}`),
      ...this.statements(e));
  }

  statements(e) {
    const { graph } = this;
    const facts = graph.factsOf(e);
    if (!facts.length) return graph.edges.background[e] ? [] : [el("p", {}, word("noEvidence"))];
    const [a, b] = graph.ends(e);
    const key = (role, text) => el("span", { class: `key ${role}` }, text);
    const said = `${graph.name(a)} ${graph.relation(e).name} ${graph.name(b)}`;
    const passing = this.filter.byFact ? facts.filter((f) => this.filter.factPasses(f)) : facts;
    const judge = (statement) => this.review.controls(statement, [a, b], said);
    return [
      el("h3", {}, `${word("evidence")} `, el("span", { class: "number" }, `(${count(facts.length)})`)),
      passing.length < facts.length ? el("p", { class: "meta" }, word("partOfStated", passing.length, facts.length)) : null,
      el("p", {}, key("head", named(graph.name(a))), key("trigger", word("trigger")), key("tail", named(graph.name(b)))),
      laterCards(passing.map((f) => () => graph.statement(f)), { base: graph.base, say: this.go.say, judge }),
    ];
  }
}
