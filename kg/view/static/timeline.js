// When each fact was stated: columns by relation, and the statements of the chosen stretch.

const MOST_BINS = 60;
const TONES = ["#2f8f5b", "#2f6fb3", "#b3472f", "#b08a2f", "#7a4fb0", "#1c8a99", "#8a5a6e"];

class Timeline {
  constructor(app) {
    this.app = app;
  }

  // Facts that pass, of the chosen node where one is chosen.
  facts() {
    const { graph, filter, state } = this.app;
    const node = state.about < 0 ? undefined : state.about;
    const edges = node === undefined ? null : graph.around(node);
    const found = [];
    const visit = (e) => {
      if (!filter.edgeOk[e] || graph.edges.background[e]) return;
      for (let f = graph.firstFact[e]; f < graph.firstFact[e + 1]; f += 1) {
        const document = graph.facts.document[f];
        const month = document < 0 ? -1 : graph.months[document];
        if (month >= 0 && filter.factPasses(f)) found.push({ f, e, month });
      }
    };
    if (edges) edges.forEach(visit);
    else for (let e = 0; e < graph.edgeCount; e += 1) visit(e);
    return { found, node };
  }

  report() {
    const { graph, state } = this.app;
    const { found, node } = this.facts();
    const title = node === undefined ? word("timelineTitle") : `${word("timelineTitle")} · ${graph.name(node)}`;
    const whole = node === undefined ? null : button(word("wholeGraph"), () => this.app.change({ about: -1 }));
    if (!found.length) return el("div", { class: "sheet" }, el("h2", {}, named(title)), el("p", {}, word("noDates")), whole);
    const first = found.reduce((a, { month }) => Math.min(a, month), Infinity);
    const last = found.reduce((a, { month }) => Math.max(a, month), 0);
    const width = [1, 3, 6, 12, 24, 60, 120].find((months) => (last - first) / months < MOST_BINS);
    const start = Math.floor(first / width) * width;
    const bins = Array.from({ length: Math.floor((last - start) / width) + 1 }, () => []);
    for (const fact of found) bins[Math.floor((fact.month - start) / width)].push(fact);
    const chosen = state.bin === null ? -1 : Math.floor((state.bin - start) / width);
    return el("div", { class: "sheet" }, el("h2", {}, named(title)),
      el("p", { class: "meta" }, word("timelineHow", count(found.length))), whole,
      this.chart(bins, start, width, chosen), this.legend(found),
      bins[chosen] ? this.list(bins[chosen], start + chosen * width, width) : null);
  }

  tone(relation) {
    return TONES[this.app.graph.relations.findIndex((r) => r.name === relation) % TONES.length];
  }

  legend(found) {
    const { graph } = this.app;
    const present = new Set(found.map(({ e }) => graph.relation(e).name));
    return el("p", { class: "legend" }, graph.relations.filter((r) => present.has(r.name)).map((r) => el("span", {},
      picture(OUTLINES.square, { fill: this.tone(r.name) }), ` ${r[language.now]}`)));
  }

  chart(bins, start, width, chosen) {
    const { graph } = this.app;
    const [high, wide] = [240, 900];
    const most = Math.max(...bins.map((bin) => bin.length));
    const step = wide / bins.length;
    const chart = svgElement("svg", { class: "timeline", viewBox: `0 0 ${wide} ${high + 26}`, role: "group", "aria-label": word("timelineTitle") });
    bins.forEach((bin, i) => {
      const label = `${this.period(start + i * width, width)}: ${count(bin.length)}`;
      const column = svgElement("g", { class: i === chosen ? "bin chosen" : "bin", tabindex: bin.length ? 0 : -1, role: "button", "aria-label": label },
        svgElement("title", {}, label),
        svgElement("rect", { class: "back", x: i * step, y: 0, width: step, height: high }));
      let top = high;
      for (const { name } of graph.relations) {
        const number = bin.filter(({ e }) => graph.relation(e).name === name).length;
        const size = (number / most) * (high - 8);
        top -= size;
        if (number) column.append(svgElement("rect", { x: i * step + step * 0.1, y: top, width: step * 0.8, height: size, fill: this.tone(name) }));
      }
      const choose = () => this.app.change({ bin: start + i * width });
      column.addEventListener("click", choose);
      column.addEventListener("keydown", (event) => ["Enter", " "].includes(event.key) && choose());
      chart.append(column);
    });
    const every = Math.max(1, Math.ceil(bins.length / 12));
    bins.forEach((_, i) => {
      if (i % every === 0) chart.append(svgElement("text", { x: (i + 0.5) * step, y: high + 18, "text-anchor": "middle" }, this.period(start + i * width, width, true)));
    });
    return chart;
  }

  period(month, width, short) {
    if (width < 12) return width === 1 || short ? monthText(month) : `${monthText(month)} – ${monthText(month + width - 1)}`;
    const [from, to] = [Math.floor(month / 12), Math.floor((month + width - 1) / 12)];
    return from === to || short ? String(from) : `${from} – ${to}`;
  }

  list(bin, month, width) {
    const { graph } = this.app;
    const edges = new Map();
    for (const { e } of bin) edges.set(e, (edges.get(e) || 0) + 1);
    const order = [...edges.keys()].sort((a, b) => edges.get(b) - edges.get(a) || graph.edges.support[b] - graph.edges.support[a] || a - b);
    return el("section", { id: "bin-list" }, el("h3", {}, `${this.period(month, width)} (${count(bin.length)})`),
      longList(order.map((e) => () => edgeButton(graph, e, this.app.go)), 60));
  }
}
