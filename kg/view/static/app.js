// What the page shows now (`state`), and how every control changes it.

const DOUBLE_CLICK = 300; // milliseconds
const BASES = [500, 1000, 2000, 5000];

class App {
  constructor(graph) {
    this.graph = graph;
    this.filter = new Filter(graph);
    this.find = new Search(graph);
    this.address = new Address(graph, this.filter);
    this.drawn = new Drawn(graph, this.filter);
    this.map = new RegionMap(graph, this.filter);
    this.go = {
      node: (n) => this.select({ node: n }), edge: (e) => this.select({ edge: e }),
      focus: (n) => this.focusNode(n), expand: (n) => this.expand(n), collapse: (n) => this.collapse(n),
      compare: (n) => this.compareWith(n), path: (n) => this.startPath(n),
      document: (d) => this.refilter({ document: d }), say: (text) => this.say(text),
    };
    this.review = new Review(graph, () => this.reviewed());
    this.panel = new Panel(graph, this.filter, this.review, this.go);
    this.canvas = new GraphCanvas(byId("network"), {
      click: (hit) => this.clicked(hit), open: (n) => this.expand(n), hover: (hit, at) => this.hover(hit, at),
      moved: () => this.moved(), dragged: (n) => this.dragged(n),
    });
    this.sheets = { matrix: new Matrix(this), compare: new Compare(this), timeline: new Timeline(this), tables: new Tables(this),
      review: { report: () => this.review.report(this.go) } };
    this.pictures = new Pictures(this);
    this.state = this.address.read(location.hash.slice(1));
    this.filter.apply();
    this.controls = new Controls(this);
    new Finder(this);
    new Keys(this);
    this.depth = history.state?.depth || 0;
    this.listen();
    this.speak();
  }

  listen() {
    const on = (id, what) => { byId(id).onclick = what; };
    on("language", () => {
      language.now = language.now === "zh" ? "en" : "zh";
      this.speak();
      this.remember(false);
    });
    on("theme", () => {
      document.documentElement.dataset.theme = isDark() ? "light" : "dark";
      this.canvas.draw();
    });
    on("help", () => this.toggleHelp());
    on("home", () => this.change(this.nothing(), { fit: true }));
    on("fit", () => this.canvas.fit());
    on("close", () => this.change({ panel: false }));
    for (const id of ["back", "backward"]) on(id, () => history.back());
    on("forward", () => history.forward());
    on("arrange", () => this.change({ arranged: !this.state.arranged, moved: new Map() }, { fit: true }));
    on("path", () => this.togglePath());
    on("path-clear", () => this.closePath());
    on("png", () => this.pictures.png());
    on("svg", () => this.pictures.svg());
    on("print", () => window.print());
    on("link", async () => {
      await copyText(location.href);
      this.say(word("linkCopied"));
    });
    byId("base").onchange = (event) => this.change({ ...this.nothing(), base: Number(event.target.value) }, { fit: true });
    byId("measure").onchange = (event) => this.change({ measure: event.target.value });
    addEventListener("popstate", () => this.travel());
    this.pathEnds = ["path-from", "path-to"].map((id, k) => this.pathPicker(id, k));
  }

  pathPicker(id, k) {
    const made = picker({
      label: word(k ? "pathTo" : "pathStart"), find: (typed) => this.find.find(typed, 12),
      show: (n) => [glyph(this.graph.type(n)), named(this.graph.name(n))], text: (n) => this.graph.name(n),
      pick: (n) => {
        this.ends = this.ends || [-1, -1];
        this.ends[k] = n ?? -1;
        if (this.ends.every((end) => end >= 0) && this.ends[0] !== this.ends[1]) this.showPath(this.ends);
      },
    });
    byId(id).replaceWith(made.box);
    made.box.id = id;
    return made.input;
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
    const numbers = Object.fromEntries(Object.entries(about).map(([key, value]) => [key, typeof value === "number" ? count(value) : value]));
    const more = about.background ? word("moreBackground", numbers.background) : "";
    byId("about").textContent = word("about", { ...numbers, dates, more });
    this.pathEnds.forEach((input, k) => {
      for (const name of ["aria-label", "placeholder"]) input.setAttribute(name, word(k ? "pathTo" : "pathStart"));
    });
    const overview = word("overviewOf", Math.min(this.graph.size, this.graph.overview));
    byId("base").replaceChildren(el("option", { value: OVERVIEW }, overview), ...BASES.filter((n) => n / 2 < this.graph.size)
      .map((n) => el("option", { value: n }, count(Math.min(n, this.graph.size)))));
    byId("base-box").hidden = this.graph.size <= this.graph.overview;
    byId("measure").replaceChildren(...MEASURES.map((key) => el("option", { value: key }, word(`by_${key}`))));
    byId("help-box").replaceChildren(el("h2", {}, word("help")), el("dl", {}, ...word("keys").flatMap(
      ([key, what]) => [el("dt", {}, el("kbd", {}, key)), el("dd", {}, what)])));
    this.written = null;
    this.restore();
  }

  // ---- changing ---------------------------------------------------------------------------

  // The state with nothing chosen, focused or moved.
  nothing() {
    return { view: "graph", base: OVERVIEW, focus: -1, open: [], selected: null, path: null, moved: new Map(), arranged: false, at: null };
  }

  // With `later`, the picture comes first and what is written beside it follows.
  change(changes, { fit = false, quiet = false, later = false } = {}) {
    const view = this.state.view;
    Object.assign(this.state, changes);
    const turned = this.state.view !== view;
    if (turned && this.state.view === "timeline") this.state.about = this.state.selected?.node ?? -1;
    this.remember(!quiet);
    this.refresh({ fit: fit || (turned && this.onCanvas()), later });
  }

  refilter(changes) {
    Object.assign(this.filter, changes);
    this.filter.apply();
    // A slider on the move is one step back, not a hundred.
    const again = this.filtered && performance.now() - this.filtered < 1000;
    this.filtered = performance.now();
    this.change({}, { quiet: again });
  }

  // Put the state into the address, as a step of its own or in the place of the last.
  remember(step) {
    const hash = `#${this.address.write(this.state)}`;
    if (hash === location.hash || (hash === "#" && !location.hash)) return;
    if (step) this.depth += 1;
    history[step ? "pushState" : "replaceState"]({ depth: this.depth }, "", hash);
  }

  // Back or forward: read the state from the address.
  travel() {
    this.depth = history.state?.depth || 0;
    const before = language.now;
    this.state = this.address.read(location.hash.slice(1));
    this.filter.apply();
    if (language.now !== before) this.speak();
    else this.restore();
  }

  // Show the state as its address says, with the very stretch of the picture that it names.
  restore() {
    this.refresh({ fit: !this.state.at, still: Boolean(this.state.at) });
  }

  // ---- showing ----------------------------------------------------------------------------

  onCanvas() {
    return ["graph", "map"].includes(this.state.view);
  }

  // A new layout is shown whole, unless the picture is to stay `still`.
  async refresh({ fit = false, later = false, still = false } = {}) {
    const { state } = this;
    this.turn = (this.turn || 0) + 1;
    const { turn } = this;
    if (!later) this.tabs();
    const found = this.drawn.derive(state);
    this.route = found.route;
    if (!later) this.showPanel();
    let fresh = false;
    if (state.view === "graph") fresh = await this.drawn.place(state, found);
    if (turn !== this.turn) return;
    if (still && this.onCanvas()) Object.assign(this.canvas.view, { x: state.at[0], y: state.at[1], zoom: state.at[2] });
    if (this.onCanvas()) this.showScene(found, fit || (fresh && !still));
    else this.showSheet();
    if (later) requestAnimationFrame(() => setTimeout(() => turn === this.turn && this.write(true), 0));
    else this.write(false);
  }

  // Counts, legend and notes, and with `all` what else stands beside the picture.
  write(all) {
    if (all) {
      this.tabs();
      this.showPanel();
    }
    const { nodes, edges } = this.onCanvas() ? this.canvas.scene : this.passing();
    this.controls.show(nodes, edges);
    byId("shown").textContent = word("shown", ...[nodes.length, this.graph.size, edges.length, this.graph.edgeCount].map(count));
    byId("empty").hidden = this.graph.size > 0;
    byId("none").hidden = !(this.onCanvas() && this.graph.size > 0 && nodes.length === 0);
    this.ready = true;
  }

  passing() {
    const nodes = [];
    const edges = [];
    for (let n = 0; n < this.graph.size; n += 1) if (this.filter.nodePasses(n)) nodes.push(n);
    for (let e = 0; e < this.graph.edgeCount; e += 1) if (this.filter.edgeOk[e]) edges.push(e);
    return { nodes, edges };
  }

  showScene(found, fit) {
    const { state, canvas } = this;
    const scene = state.view === "map" ? this.map.scene(state.measure)
      : new GraphScene(this.graph, found.nodes, found.edges, this.drawn.places, { scale: found.nodes.length > 400 ? 0.62 : 1 });
    byId("work").hidden = true;
    byId("network").hidden = false;
    canvas.resize();
    this.emphasise(scene);
    canvas.show(scene);
    if (fit) canvas.fit();
    else canvas.draw();
    this.written = null;
  }

  // What is chosen and what hangs on it, brought out.
  emphasise(scene) {
    const { selected } = this.state;
    if (!selected) return scene.light(null, this.hovered);
    const around = selected.node === undefined ? [selected.edge] : [...this.graph.around(selected.node)];
    const edges = around.filter((e) => scene.hasEdge(e));
    const ends = edges.flatMap((e) => this.graph.ends(e));
    const chosen = selected.node === undefined ? this.graph.ends(selected.edge) : [selected.node];
    const nodes = new Set([...chosen, ...ends].filter((n) => scene.has(n)));
    return scene.light(nodes.size ? { nodes, edges: new Set(edges), chosen } : null, this.hovered);
  }

  // A sheet is written anew only when something on it changed, so that it keeps its place.
  showSheet() {
    const { state } = this;
    const { selected, panel, at, moved, open, ...rest } = state;
    const content = JSON.stringify([rest, this.address.write({ ...freshState(), view: state.view }), this.review.decisions.size,
      this.reviews]);
    const work = byId("work");
    byId("network").hidden = true;
    work.hidden = false;
    if (content === this.written) return;
    const again = this.writtenView === state.view ? [work.scrollLeft, work.scrollTop] : [0, 0];
    work.replaceChildren(this.sheets[state.view].report());
    [work.scrollLeft, work.scrollTop] = again;
    [this.written, this.writtenView] = [content, state.view];
  }

  tabs() {
    const { view } = this.state;
    const box = byId("tabs");
    const had = box.contains(document.activeElement);
    const marks = this.review.decisions.size;
    box.replaceChildren(...VIEWS.map((name) => button(`${word(name)}${name === "review" && marks ? ` ${marks}` : ""}`,
      () => this.change({ view: name, at: null }), {
        role: "tab", id: `tab-${name}`, "aria-selected": String(name === view), tabindex: name === view ? 0 : -1,
        onkeydown: (event) => this.tabKey(event, name),
      })));
    if (had) byId(`tab-${view}`).focus();
    byId("graph-tools").hidden = view !== "graph";
    byId("map-tools").hidden = view !== "map";
    byId("path-form").hidden = view !== "graph" || !(this.pathOpen || this.state.path);
    byId("path").setAttribute("aria-expanded", String(!byId("path-form").hidden));
    byId("arrange").setAttribute("aria-pressed", String(this.state.arranged));
    byId("measure").value = this.state.measure;
    byId("base").value = String(this.state.base);
    byId("back").hidden = this.depth === 0;
    byId("backward").disabled = this.depth === 0;
    if (this.state.path) {
      this.ends = [...this.state.path];
      this.pathEnds.forEach((input, k) => { input.value = this.graph.name(this.ends[k]); });
    }
  }

  tabKey(event, name) {
    const move = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!move) return;
    event.preventDefault();
    this.change({ view: VIEWS[(VIEWS.indexOf(name) + move + VIEWS.length) % VIEWS.length], at: null });
  }

  showPanel() {
    const { state } = this;
    const content = this.panel.content(state, this.route);
    const before = this.shownInPanel;
    this.shownInPanel = JSON.stringify([state.selected, state.path]);
    byId("panel").hidden = !content || !state.panel;
    document.body.classList.toggle("with-panel", !byId("panel").hidden);
    this.canvas.covered = this.onCanvas() ? byId("panel").offsetWidth : 0;
    byId("details").replaceChildren(...(content ? [content] : []));
    if (before !== this.shownInPanel) byId("details").scrollTop = 0;
  }

  // ---- choosing ---------------------------------------------------------------------------

  // The panel waits for the second click of a double-click, which it might otherwise catch.
  clicked(hit) {
    const target = hit.node !== undefined ? { node: hit.node } : hit.edge !== undefined ? { edge: hit.edge } : null;
    const closed = byId("panel").hidden;
    clearTimeout(this.opening);
    if (!target || !closed) {
      this.select(target);
      return;
    }
    this.change({ selected: target, panel: false }, { quiet: true });
    this.opening = setTimeout(() => {
      this.change({ panel: true });
      this.canvas.uncover(target.node ?? this.graph.edges.from[target.edge]);
    }, DOUBLE_CLICK);
  }

  select(selected) {
    if (same(selected, this.state.selected) && this.state.panel) return;
    this.change({ selected, panel: true });
  }

  focusNode(n) {
    this.change({ ...this.nothing(), focus: n, selected: { node: n }, panel: true }, { fit: true });
  }

  // Add neighbours that are not drawn yet, the best supported first.
  expand(n) {
    clearTimeout(this.opening);
    const before = new Set(this.drawn.derive(this.state).nodes);
    const near = this.drawn.near(n).filter((other) => this.filter.nodePasses(other));
    const missing = near.filter((other) => !before.has(other)).length;
    if (missing) this.state.open.push(n);
    const added = this.drawn.derive({ ...this.state, selected: { node: n } }).nodes.filter((other) => !before.has(other));
    this.change({ view: "graph", selected: { node: n }, panel: this.state.panel || !byId("panel").hidden, at: null }, { later: true });
    this.say(missing ? word("added", count(added.length), count(Math.max(0, missing - added.length))) : word("allShown"));
    if (missing) Promise.resolve().then(() => this.lookAt([n, ...added]));
  }

  lookAt(nodes) {
    const { scene } = this.canvas;
    if (scene) this.canvas.fit(nodes.filter((n) => scene.has(n)));
  }

  collapse(n) {
    this.change({ open: this.state.open.filter((other) => other !== n) });
  }

  compareWith(n) {
    const chosen = [...this.state.compare.filter((other) => other !== n), n].slice(-4);
    this.change({ view: "compare", compare: chosen });
  }

  dragged(n) {
    this.state.moved.delete(n);
    this.state.moved.set(n, [this.canvas.scene.x[n], this.canvas.scene.y[n]]);
    this.remember(true);
  }

  moved() {
    const { x, y, zoom } = this.canvas.view;
    if (!this.onCanvas()) return;
    this.state.at = [x, y, zoom];
    this.remember(false);
  }

  // ---- path -------------------------------------------------------------------------------

  togglePath() {
    if (this.pathOpen || this.state.path) this.closePath();
    else this.startPath(this.state.selected?.node ?? -1);
  }

  startPath(n) {
    this.pathOpen = true;
    this.ends = [n, -1];
    this.pathEnds[0].value = n >= 0 ? this.graph.name(n) : "";
    this.pathEnds[1].value = "";
    this.change({ view: "graph", path: null });
    this.pathEnds[n >= 0 ? 1 : 0].focus();
  }

  showPath(ends) {
    this.change({ ...this.nothing(), path: [...ends], panel: true }, { fit: true });
  }

  closePath() {
    this.pathOpen = false;
    this.ends = [-1, -1];
    for (const input of this.pathEnds) input.value = "";
    if (this.state.path) this.change(this.nothing(), { fit: true });
    else this.tabs();
  }

  // ---- saying -----------------------------------------------------------------------------

  reviewed() {
    this.reviews = (this.reviews || 0) + 1;
    this.tabs();
    if (this.state.view === "review") this.showSheet();
  }

  say(text) {
    byId("notice").textContent = text;
    byId("notice").hidden = false;
    clearTimeout(this.silence);
    this.silence = setTimeout(() => { byId("notice").hidden = true; }, 4000);
  }

  toggleHelp() {
    byId("help-box").hidden = !byId("help-box").hidden;
    byId("help").setAttribute("aria-expanded", String(!byId("help-box").hidden));
  }

  escape() {
    if (!byId("help-box").hidden) this.toggleHelp();
    else if (this.state.selected) this.select(null);
    else if (this.pathOpen || this.state.path) this.closePath();
  }

  hover(hit, at) {
    const tip = byId("tip");
    const n = hit.node;
    if (this.hovered !== n && this.canvas.scene) {
      this.hovered = n;
      this.canvas.scene.light(this.canvas.scene.lit, n);
      this.canvas.draw();
    }
    byId("network").classList.toggle("pointing", n !== undefined || hit.edge !== undefined);
    tip.hidden = n === undefined && hit.edge === undefined;
    if (tip.hidden) return;
    tip.replaceChildren(...(n === undefined ? this.edgeTip(hit.edge) : this.nodeTip(n)));
    tip.style.left = `${Math.min(at[0] + 14, this.canvas.view.width - tip.offsetWidth - 4)}px`;
    tip.style.top = `${Math.min(at[1] + 14, this.canvas.view.height - tip.offsetHeight - 4)}px`;
  }

  nodeTip(n) {
    const { values } = this.canvas.scene;
    return [named(this.graph.name(n)), el("div", {}, line(this.graph.type(n)[language.now],
      values ? `${word(`by_${this.state.measure}`)} ${values.get(n)}` : word("support", this.graph.nodes.support[n])))];
  }

  edgeTip(e) {
    const { edges } = this.graph;
    const [a, b] = this.graph.ends(e);
    const status = edges.background[e] ? word("background") : word(this.graph.status(e) || "existing");
    return [named(this.graph.name(a)), ` ${this.graph.relation(e)[language.now]} `, named(this.graph.name(b)),
      el("div", {}, line(status, edges.background[e] ? null : word("support", edges.support[e])))];
  }
}

readBlock("kg-data").then((data) => {
  window.kgView = new App(new Graph(data));
}).catch((error) => {
  byId("notice").textContent = `数据无法读取 / The data cannot be read: ${error.message}`;
  byId("notice").hidden = false;
});
