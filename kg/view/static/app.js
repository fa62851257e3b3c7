// What the page shows now (`state`), and how every control changes it.

const EXPANDED_AT_ONCE = 40;
const RESULTS = 30;
const DOUBLE_CLICK = 300; // milliseconds
const STATUSES = ["existing", "planned"];

class App {
  constructor(graph) {
    this.graph = graph;
    this.find = new Search(graph);
    this.canvas = new GraphCanvas(byId("network"), graph);
    this.panel = new Panel(graph, {
      node: (n) => this.focusNode(n),
      edge: (e) => this.select({ edge: e }),
      locate: (n) => this.focusNode(n),
      expand: (n) => this.expand(n),
    });
    this.state = {
      drawn: new Set(graph.overview),
      hiddenTypes: new Set(), hiddenRelations: new Set(), hiddenStatuses: new Set(),
      statedOnly: false,
      selected: null,
      history: [],
    };
    // The legend speaks of what this graph has.
    this.present = {
      types: graph.types.filter((type) => (graph.nodes.group || []).includes(type.label)),
      relations: graph.relations.filter((r) => (graph.edges.relation || []).includes(r.name)),
    };
    this.listen();
    this.speak();
    this.canvas.fit();
  }

  listen() {
    byId("language").onclick = () => {
      language.now = language.now === "zh" ? "en" : "zh";
      this.speak();
    };
    byId("home").onclick = () => this.home();
    byId("fit").onclick = () => this.canvas.fit();
    byId("close").onclick = () => this.select(null);
    byId("back").onclick = () => this.back();
    byId("stated").onchange = (event) => {
      this.state.statedOnly = event.target.checked;
      this.refresh();
    };
    const network = this.canvas.network;
    network.on("click", (hit) => this.clicked(hit));
    network.on("doubleClick", (hit) => hit.nodes.length && this.expand(hit.nodes[0]));
    network.on("hoverNode", (hit) => this.hover(hit, hit.node));
    network.on("hoverEdge", (hit) => this.hover(hit, null));
    for (const event of ["blurNode", "blurEdge", "dragStart", "zoom"]) {
      network.on(event, () => this.hover(null, null));
    }
    document.addEventListener("keydown", (event) => this.key(event));
    this.listenSearch();
  }

  // Everything that has words in it, in the language chosen.
  speak() {
    translate(document);
    const { about, title } = this.graph;
    byId("language").textContent = word("language");
    byId("language").lang = language.now === "zh" ? "en" : "zh-CN";
    byId("title").textContent = title || word("title");
    document.title = title || word("title");
    const dates = about.first ? word("dates", about.first, about.last) : "";
    const numbers = Object.fromEntries(Object.entries(about).map(
      ([key, value]) => [key, typeof value === "number" ? value.toLocaleString("en") : value]));
    const more = about.background ? word("moreBackground", numbers.background) : "";
    byId("about").textContent = word("about", { ...numbers, dates, more });
    this.refresh();
    this.showPanel();
  }

  // ---- what is visible -------------------------------------------------------------------

  edgePasses(e) {
    const { edges } = this.graph;
    const { hiddenRelations, hiddenStatuses, statedOnly } = this.state;
    if (hiddenRelations.has(edges.relation[e])) return false;
    if (edges.background[e]) return !statedOnly;
    return !hiddenStatuses.has(edges.status[e]);
  }

  nodePasses(n) {
    return !this.state.hiddenTypes.has(this.graph.nodes.group[n]);
  }

  // Drawn nodes and edges that pass the filters. A node that loses its last edge to a filter goes.
  visible() {
    const { drawn, selected } = this.state;
    const nodes = new Set();
    const edges = new Set();
    for (const n of drawn) {
      if (!this.nodePasses(n)) continue;
      const linked = this.graph.around[n].filter((e) => drawn.has(this.graph.other(e, n)));
      const left = linked.filter((e) => this.edgePasses(e) && this.nodePasses(this.graph.other(e, n)));
      if (left.length || !linked.length || (selected && selected.node === n)) nodes.add(n);
      for (const e of left) edges.add(e);
    }
    return { nodes, edges };
  }

  refresh() {
    const { nodes, edges } = this.visible();
    this.canvas.show(nodes, edges);
    this.emphasise(nodes, edges);
    const counts = [nodes.size, this.graph.size, edges.size, this.graph.edgeCount];
    byId("shown").textContent = word("shown", ...counts.map((n) => n.toLocaleString("en")));
    byId("empty").hidden = this.graph.size > 0;
    this.drawLegend(nodes, edges);
  }

  emphasise(nodes, edges) {
    const { selected } = this.state;
    if (!selected) return this.canvas.emphasise(null);
    const around = selected.node === undefined
      ? [selected.edge] : this.graph.around[selected.node].filter((e) => edges.has(e));
    const ends = around.flatMap((e) => this.graph.ends(e));
    return this.canvas.emphasise({
      nodes: new Set(selected.node === undefined ? ends : [selected.node, ...ends]),
      edges: new Set(around),
      chosen: selected.node === undefined ? ends : [selected.node],
      edge: selected.edge,
    });
  }

  // ---- legend and filters ----------------------------------------------------------------

  drawLegend(nodes, edges) {
    const tally = (items, columns) => {
      const counts = {};
      for (const i of items) counts[columns[i]] = (counts[columns[i]] || 0) + 1;
      return counts;
    };
    const { graph, state } = this;
    const perType = tally(nodes, graph.nodes.group);
    const perRelation = tally(edges, graph.edges.relation);
    const stated = [...edges].filter((e) => !graph.edges.background[e]);
    const perStatus = tally(stated, graph.edges.status);
    this.fill("types", this.present.types.map((type) => this.filterRow(
      type.label, type[language.now], glyph(type), perType[type.label], state.hiddenTypes)));
    this.fill("relations", this.present.relations.map((relation) => this.filterRow(
      relation.name, relation[language.now], null, perRelation[relation.name], state.hiddenRelations)));
    this.fill("statuses", STATUSES.map((status) => this.filterRow(
      status, word(status), statusLine(status), perStatus[status], state.hiddenStatuses)));
  }

  // Rows are replaced; the keyboard stays on the one it was on.
  fill(id, rows) {
    const focused = document.activeElement && document.activeElement.value;
    const had = byId(id).contains(document.activeElement);
    byId(id).replaceChildren(...rows);
    if (had) byId(id).querySelector(`input[value="${CSS.escape(focused)}"]`).focus();
  }

  filterRow(value, name, picture, count, hidden) {
    const box = el("input", { type: "checkbox", value });
    box.checked = !hidden.has(value);
    box.onchange = () => {
      if (box.checked) hidden.delete(value);
      else hidden.add(value);
      this.refresh();
    };
    return el("label", { class: "row" }, box, picture, el("span", { class: "name" }, name),
      el("span", { class: "count" }, (count || 0).toLocaleString("en")));
  }

  // ---- choosing ---------------------------------------------------------------------------

  // The panel waits for the second click of a double-click, which it might otherwise catch.
  clicked(hit) {
    const closed = byId("panel").hidden;
    if (hit.nodes.length) this.select({ node: hit.nodes[0] });
    else if (hit.edges.length) this.select({ edge: hit.edges[0] });
    else this.select(null);
    if (!this.state.selected) return;
    byId("panel").hidden = closed;
    clearTimeout(this.opening);
    this.opening = setTimeout(() => {
      this.showPanel();
      if (this.state.selected && closed) this.canvas.uncover(hit.nodes[0] ?? this.graph.ends(hit.edges[0])[0]);
    }, closed ? DOUBLE_CLICK : 0);
  }

  select(selected) {
    const { state } = this;
    if (selected && state.selected && !same(selected, state.selected)) state.history.push(state.selected);
    if (!selected) state.history = [];
    this.choose(selected);
  }

  back() {
    this.choose(this.state.history.pop() || null);
  }

  choose(selected) {
    this.state.selected = selected;
    if (selected && selected.edge !== undefined) this.bringIn(this.graph.ends(selected.edge));
    this.hover(null, null);
    this.refresh();
    this.showPanel();
    byId("details").scrollTop = 0;
  }

  showPanel() {
    const { selected, history } = this.state;
    byId("panel").hidden = !selected;
    this.canvas.covered = byId("panel").offsetWidth;
    byId("back").hidden = !history.length;
    if (!selected) return byId("details").replaceChildren();
    const content = selected.node === undefined
      ? this.panel.edge(selected.edge) : this.panel.node(selected.node);
    return byId("details").replaceChildren(content);
  }

  // Draw these nodes too, next to one of them that is drawn already.
  bringIn(nodes) {
    const { drawn } = this.state;
    const anchor = nodes.find((n) => drawn.has(n)) ?? nodes[0];
    this.canvas.placeAround(anchor, nodes, drawn);
    for (const n of nodes) drawn.add(n);
  }

  // Select a node, draw its neighbourhood and move there.
  focusNode(n) {
    const neighbours = this.graph.neighbours(n, (e) => this.edgePasses(e));
    const near = neighbours.slice(0, EXPANDED_AT_ONCE);
    const anchor = near.find((other) => this.state.drawn.has(other));
    if (!this.state.drawn.has(n) && anchor !== undefined) this.bringIn([anchor, n]);
    this.bringIn([n, ...near]);
    this.select({ node: n });
    this.canvas.fit([n, ...near].filter((other) => this.canvas.nodes.get(other)));
  }

  // Add neighbours that are not drawn yet, the best supported first.
  expand(n) {
    const missing = this.graph.neighbours(n, (e) => this.edgePasses(e))
      .filter((other) => !this.state.drawn.has(other));
    const added = missing.slice(0, EXPANDED_AT_ONCE);
    this.bringIn([n, ...added]);
    this.select({ node: n });
    this.say(added.length ? word("added", added.length, missing.length - added.length) : word("allShown"));
    if (added.length) this.canvas.fit([n, ...added].filter((other) => this.canvas.nodes.get(other)));
  }

  home() {
    this.state.drawn = new Set(this.graph.overview);
    this.select(null);
    this.canvas.fit();
  }

  say(text) {
    byId("notice").textContent = text;
    byId("notice").hidden = false;
    clearTimeout(this.silence);
    this.silence = setTimeout(() => { byId("notice").hidden = true; }, 3500);
  }

  hover(hit, n) {
    const tip = byId("tip");
    tip.hidden = !hit;
    this.canvas.hovered = n;
    if (!hit) return;
    tip.replaceChildren(...(n === null ? this.edgeTip(hit.edge) : this.nodeTip(n)));
    tip.style.left = `${hit.pointer.DOM.x + 14}px`;
    tip.style.top = `${hit.pointer.DOM.y + 14}px`;
  }

  nodeTip(n) {
    const type = this.graph.typeOf.get(this.graph.nodes.group[n]);
    const support = word("support", this.graph.nodes.support[n]);
    return [named(this.graph.name(n)), el("div", {}, line(type[language.now], support))];
  }

  edgeTip(e) {
    const { edges, relationOf } = this.graph;
    const [a, b] = this.graph.ends(e);
    const relation = relationOf.get(edges.relation[e])[language.now];
    const status = edges.background[e] ? word("background") : word(edges.status[e] || "existing");
    return [named(this.graph.name(a)), ` ${relation} `, named(this.graph.name(b)),
      el("div", {}, line(status, edges.background[e] ? null : word("support", edges.support[e])))];
  }

  // ---- search -----------------------------------------------------------------------------

  listenSearch() {
    const box = byId("search");
    box.oninput = () => this.showResults();
    box.onfocus = () => this.showResults();
    box.onblur = () => this.closeResults();
    box.onkeydown = (event) => this.searchKey(event);
    this.active = 0;
  }

  showResults() {
    const typed = byId("search").value;
    this.found = this.find.find(typed, RESULTS);
    this.active = 0;
    const items = this.found.map((n, i) => el("li", {
      id: `result-${i}`, role: "option",
      onmousedown: (event) => { event.preventDefault(); this.pick(i); },
    }, glyph(this.graph.typeOf.get(this.graph.nodes.group[n])), named(this.graph.name(n)),
    el("span", { class: "count" }, word("support", this.graph.nodes.support[n]))));
    byId("results").replaceChildren(...(items.length ? items : [el("li", {}, word("nothing"))]));
    byId("results").hidden = !typed.trim();
    byId("search").setAttribute("aria-expanded", String(!byId("results").hidden));
    this.markActive();
  }

  markActive() {
    [...byId("results").children].forEach((item, i) => {
      item.setAttribute("aria-selected", String(this.found.length > 0 && i === this.active));
      if (i === this.active) item.scrollIntoView({ block: "nearest" });
    });
    byId("search").setAttribute("aria-activedescendant", this.found.length ? `result-${this.active}` : "");
  }

  searchKey(event) {
    const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (move && this.found) {
      event.preventDefault();
      this.active = Math.max(0, Math.min(this.found.length - 1, this.active + move));
      this.markActive();
    } else if (event.key === "Enter" && this.found && this.found.length) {
      this.pick(this.active);
    } else if (event.key === "Escape") {
      this.closeResults();
    }
  }

  pick(i) {
    this.closeResults();
    this.focusNode(this.found[i]);
  }

  closeResults() {
    byId("results").hidden = true;
    byId("search").setAttribute("aria-expanded", "false");
  }

  key(event) {
    const typing = event.target instanceof HTMLInputElement && event.target.type !== "checkbox";
    if (event.key === "/" && !typing) {
      event.preventDefault();
      byId("search").focus();
    } else if (event.key === "Escape" && !typing) {
      this.select(null);
    }
  }
}

function byId(id) {
  return document.getElementById(id);
}

function same(a, b) {
  return a.node === b.node && a.edge === b.edge;
}

readData().then((data) => {
  window.kgView = new App(new Graph(data));
}, (error) => {
  byId("notice").textContent = `数据无法读取 / The data cannot be read: ${error.message}`;
  byId("notice").hidden = false;
});
