// A person's judgement of facts: kept in the browser, taken away as JSON for `kg build --decisions`.

const VERDICTS = ["right", "wrong", "merge"];

class Review {
  constructor(graph, changed) {
    this.graph = graph;
    this.changed = changed;
    this.store = `kg-decisions-${graph.print}`;
    this.decisions = new Map();
    try {
      const kept = JSON.parse(localStorage.getItem(this.store) || "[]");
      for (const decision of kept) this.decisions.set(decision.fact, decision);
    } catch {
      // A browser that keeps nothing still downloads what was decided.
    }
  }

  of(fact) {
    return this.decisions.get(fact);
  }

  decide(fact, decision) {
    if (decision) this.decisions.set(fact, { fact, at: new Date().toISOString().slice(0, 19) + "Z", ...decision });
    else this.decisions.delete(fact);
    try {
      localStorage.setItem(this.store, JSON.stringify([...this.decisions.values()]));
    } catch {
      // See above.
    }
    this.changed();
  }

  save() {
    const content = { format: "kg-decisions", version: 1, graph: this.graph.print, decisions: [...this.decisions.values()] };
    download("decisions.json", "application/json", `${JSON.stringify(content, null, 1)}\n`);
  }

  // Take in decisions from a file; those of the same fact are replaced.
  async load(file) {
    const content = JSON.parse(await file.text());
    if (content.format !== "kg-decisions" || !Array.isArray(content.decisions)) throw new Error(word("noDecisions"));
    const fits = content.decisions.filter((d) => d && typeof d.fact === "string" && VERDICTS.includes(d.verdict));
    for (const decision of fits) this.decide(decision.fact, decision);
    return fits.length;
  }

  // The controls under a sentence. `ends` are the nodes of its edge, `said` what the fact says.
  controls(statement, ends, said) {
    const box = el("div", { class: "review", role: "group", "aria-label": word("judge") });
    const fill = () => {
      const decision = this.of(statement.id);
      box.replaceChildren(...VERDICTS.map((verdict) => button(word(verdict), () => {
        this.decide(statement.id, decision && decision.verdict === verdict ? null
          : { ...(verdict === "merge" ? { node: this.graph.key(ends[0]), into: "" } : {}), note: decision?.note || "", says: said, verdict });
        fill();
      }, { class: `verdict ${verdict}`, "aria-pressed": String(Boolean(decision && decision.verdict === verdict)) })));
      if (decision) box.append(...this.more(statement.id, decision, ends, fill));
    };
    fill();
    return box;
  }

  more(fact, decision, ends, fill) {
    const note = el("input", { type: "text", class: "note", "aria-label": word("note"), placeholder: word("note") });
    note.value = decision.note || "";
    note.addEventListener("change", () => this.decide(fact, { ...this.of(fact), note: note.value }));
    return decision.verdict === "merge" ? [this.merging(fact, decision, ends, fill), note] : [note];
  }

  // Which end is meant, and what node it is in truth.
  merging(fact, decision, ends, fill) {
    const which = el("select", { "aria-label": word("mergeWhich") },
      ends.map((n) => el("option", { value: this.graph.key(n) }, this.graph.name(n))));
    which.value = decision.node;
    which.addEventListener("change", () => this.decide(fact, { ...this.of(fact), node: which.value }));
    const into = picker({
      label: word("mergeInto"), find: (typed) => window.kgView.find.find(typed, 12),
      show: (n) => [glyph(this.graph.type(n)), named(this.graph.name(n))], text: (n) => this.graph.name(n),
      pick: (n) => {
        this.decide(fact, { ...this.of(fact), into: n === null ? "" : this.graph.key(n) });
        fill();
      },
    });
    const chosen = this.graph.find(decision.into);
    if (chosen >= 0) into.input.value = this.graph.name(chosen);
    return el("div", { class: "merging" }, which, el("span", { "aria-hidden": "true" }, "→"), into.box);
  }

  // The page of all decisions.
  report(go) {
    const rows = [...this.decisions.values()];
    const file = el("input", { type: "file", accept: ".json,application/json", id: "decisions-file", class: "offscreen" });
    file.addEventListener("change", () => {
      this.load(file.files[0]).then((n) => go.say(word("loaded", n)), (error) => go.say(error.message));
    });
    return el("div", { class: "sheet" },
      el("h2", {}, word("reviewTitle")), el("p", { class: "meta" }, word("reviewHow")),
      el("p", { class: "actions" },
        button(word("saveDecisions"), () => this.save(), { id: "save-decisions", disabled: rows.length ? null : "" }),
        el("label", { class: "button", for: "decisions-file" }, word("loadDecisions")), file,
        el("span", { class: "meta" }, line(...VERDICTS.map((v) => `${word(v)} ${rows.filter((r) => r.verdict === v).length}`)))),
      rows.length ? el("table", { class: "grid" },
        el("thead", {}, el("tr", {}, ["says", "verdict", "note", "when"].map((key) => el("th", { scope: "col" }, word(key))), el("th", {}))),
        el("tbody", {}, rows.map((row) => this.row(row)))) : el("p", {}, word("noDecisionsYet")));
  }

  row(decision) {
    const into = decision.into ? ` → ${decision.into}` : "";
    return el("tr", {}, el("td", {}, named(decision.says || decision.fact)),
      el("td", {}, el("span", { class: `badge ${decision.verdict}` }, word(decision.verdict)),
        decision.verdict === "merge" ? named(` ${decision.node || ""}${into}`) : null),
      el("td", {}, named(decision.note || "")), el("td", {}, (decision.at || "").slice(0, 10)),
      el("td", {}, button("×", () => this.decide(decision.fact, null), { "aria-label": word("remove") })));
  }
}
