// How many statements fall in each stretch of time, and the two handles that choose a period.

const BARS = 40;

function monthText(month) {
  return `${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, "0")}`;
}

class Histogram {
  constructor(app) {
    this.app = app;
    const { graph } = app;
    this.known = graph.months.some((month) => month >= 0);
    byId("dates").hidden = !this.known;
    if (!this.known) return;
    this.perMonth = new Int32Array(graph.lastMonth - graph.firstMonth + 1);
    for (const d of graph.facts.document) {
      if (d >= 0 && graph.months[d] >= 0) this.perMonth[graph.months[d] - graph.firstMonth] += 1;
    }
    for (const id of ["from", "to"]) {
      const handle = byId(id);
      handle.max = String(this.perMonth.length - 1);
      handle.oninput = () => this.changed(id);
    }
  }

  // The handles keep their order; the whole stretch is no filter, so that the undated stay.
  changed(id) {
    const { graph } = this.app;
    let [from, to] = ["from", "to"].map((name) => Number(byId(name).value));
    if (from > to) [from, to] = id === "from" ? [from, from] : [to, to];
    const whole = from === 0 && to === this.perMonth.length - 1;
    this.app.refilter(whole ? { from: null, to: null } : { from: graph.firstMonth + from, to: graph.firstMonth + to });
  }

  show() {
    if (!this.known) return;
    const { graph, filter } = this.app;
    const from = (filter.from ?? graph.firstMonth) - graph.firstMonth;
    const to = (filter.to ?? graph.lastMonth) - graph.firstMonth;
    const step = Math.max(1, Math.ceil(this.perMonth.length / BARS));
    const sums = Array.from({ length: Math.ceil(this.perMonth.length / step) }, (_, i) => this.perMonth
      .subarray(i * step, (i + 1) * step).reduce((a, b) => a + b, 0));
    const most = Math.max(1, ...sums);
    const width = 100 / sums.length;
    byId("histogram").replaceChildren(svgElement("svg", { viewBox: "0 0 100 24", preserveAspectRatio: "none", "aria-hidden": "true" },
      ...sums.map((sum, i) => svgElement("rect", {
        x: i * width + 0.1, width: width - 0.2, y: 24 - (22 * sum) / most, height: (22 * sum) / most,
        class: (i + 1) * step > from && i * step <= to ? "bar in" : "bar",
      }))));
    byId("from").value = String(from);
    byId("to").value = String(to);
    for (const id of ["from", "to"]) byId(id).setAttribute("aria-valuetext", monthText(graph.firstMonth + (id === "from" ? from : to)));
    byId("period").textContent = word("dates", monthText(graph.firstMonth + from), monthText(graph.firstMonth + to));
  }
}
