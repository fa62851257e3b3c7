// The search field.

const RESULTS = 30;

class Finder {
  constructor(app) {
    const { graph } = app;
    picker({
      input: byId("search"), list: byId("results"), keep: true,
      find: (typed) => app.find.find(typed, RESULTS),
      show: (n) => [glyph(graph.type(n)), named(graph.name(n)),
        el("span", { class: "count" }, line(term("kinds", graph.kind(n)), word("support", graph.nodes.support[n])))],
      text: (n) => graph.name(n),
      pick: (n) => {
        byId("search").value = "";
        app.focusNode(n);
      },
    });
  }
}
