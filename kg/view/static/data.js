// The graph as the page holds it: columns, which edges meet at a node, and texts on demand.

async function readBlock(id) {
  const block = byId(id);
  const text = block.textContent;
  if (block.dataset.encoding !== "deflate") return JSON.parse(text);
  const stream = new Blob([fromBase64(text)]).stream().pipeThrough(new DecompressionStream("deflate"));
  return JSON.parse(await new Response(stream).text());
}

function fromBase64(text) {
  if (Uint8Array.fromBase64) return Uint8Array.fromBase64(text);
  const packed = atob(text);
  const bytes = new Uint8Array(packed.length);
  for (let i = 0; i < packed.length; i += 1) bytes[i] = packed.charCodeAt(i);
  return bytes;
}

// Columns in the forms of kg/view/columns.py. A coded one keeps its codes; the others unfold.
function unfold(column) {
  if (Array.isArray(column)) return column;
  if (column.coded) return { of: column.coded, at: Int32Array.from(column.at) };
  if (column.of) return column.at.map((code) => column.of[code]);
  if (column.steps) {
    let sum = 0;
    return Int32Array.from(column.steps, (step) => (sum += step));
  }
  const list = new Array(column.size).fill(column.else);
  for (const [at, value] of Object.entries(column.some)) list[at] = value;
  return list;
}

function unfoldAll(table) {
  return Object.fromEntries(Object.entries(table).map(([key, column]) => [key, unfold(column)]));
}

class Graph {
  constructor(data) {
    const { part, ...rest } = data;
    Object.assign(this, rest);
    this.partSize = part;
    for (const table of ["nodes", "edges", "facts", "indicators", "documents"]) {
      this[table] = unfoldAll(data[table]);
    }
    const { nodes, edges } = this;
    this.size = nodes.label.length;
    this.edgeCount = edges.to.length;
    edges.to = Int32Array.from(edges.to);
    edges.background = Uint8Array.from(edges.background);
    edges.support = Int32Array.from(edges.support);
    nodes.support = Int32Array.from(nodes.support);
    nodes.size = Float32Array.from(nodes.size);
    this.facts.document = Int32Array.from(this.facts.document);
    this.typeOf = new Map(data.types.map((type) => [type.label, type]));
    this.relationOf = new Map(data.relations.map((relation) => [relation.name, relation]));
    this.loaded = new Map();
    this.link();
    this.dated();
  }

  // Which edges meet at a node: those of n stand in `meeting` from `begin[n]` to `begin[n + 1]`.
  link() {
    const { from, to } = this.edges;
    const begin = new Int32Array(this.size + 1);
    for (let e = 0; e < this.edgeCount; e += 1) {
      begin[from[e] + 1] += 1;
      if (from[e] !== to[e]) begin[to[e] + 1] += 1;
    }
    for (let n = 0; n < this.size; n += 1) begin[n + 1] += begin[n];
    const next = begin.slice();
    this.meeting = new Int32Array(begin[this.size]);
    for (let e = 0; e < this.edgeCount; e += 1) {
      this.meeting[next[from[e]]++] = e;
      if (from[e] !== to[e]) this.meeting[next[to[e]]++] = e;
    }
    this.begin = begin;
    this.firstFact = new Int32Array(this.edgeCount + 1);
    for (let e = 0; e < this.edgeCount; e += 1) {
      this.firstFact[e + 1] = this.firstFact[e] + this.edges.facts[e];
    }
  }

  // Months of the documents as numbers (2024-03 is 2024 * 12 + 2), -1 where none is known.
  dated() {
    this.months = Int32Array.from(this.documents.published || [], (date) => {
      const found = /^(\d{4})(?:-(\d{2}))?/.exec(date || "");
      return found ? Number(found[1]) * 12 + (found[2] ? Number(found[2]) - 1 : 0) : -1;
    });
    const known = [...this.months].filter((month) => month >= 0);
    this.firstMonth = known.reduce((a, b) => Math.min(a, b), known[0] ?? 0);
    this.lastMonth = known.reduce((a, b) => Math.max(a, b), known[0] ?? 0);
  }

  around(n) { return this.meeting.subarray(this.begin[n], this.begin[n + 1]); }

  ends(e) { return [this.edges.from[e], this.edges.to[e]]; }

  other(e, n) { return this.edges.from[e] === n ? this.edges.to[e] : this.edges.from[e]; }

  name(n) { return this.nodes.label[n]; }

  group(n) { return this.nodes.group.of[this.nodes.group.at[n]]; }

  type(n) { return this.typeOf.get(this.group(n)); }

  kind(n) { return this.nodes.kind.of[this.nodes.kind.at[n]]; }

  key(n) { return this.nodes.key[n] ?? `${this.group(n).toLowerCase()}:${this.name(n)}`; }

  relation(e) { return this.relationOf.get(this.edges.relation.of[this.edges.relation.at[e]]); }

  status(e) { return this.edges.status.of[this.edges.status.at[e]]; }

  // The node that a key names, or -1.
  find(key) {
    if (!this.numbers) {
      this.numbers = new Map();
      for (let n = 0; n < this.size; n += 1) this.numbers.set(this.key(n), n);
    }
    return this.numbers.get(key) ?? -1;
  }

  findEdge(source, relation, target) {
    const a = this.find(source);
    if (a < 0) return -1;
    return [...this.around(a)].find((e) => this.edges.from[e] === a
      && this.relation(e).name === relation && this.key(this.edges.to[e]) === target) ?? -1;
  }

  factsOf(e) {
    return Array.from({ length: this.edges.facts[e] }, (_, i) => this.firstFact[e] + i);
  }

  // The edge that a fact supports.
  edgeOf(f) {
    let [low, high] = [0, this.edgeCount];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (this.firstFact[middle] <= f) low = middle;
      else high = middle;
    }
    return low;
  }

  stages(e) {
    const { stage } = this.facts;
    return [...new Set(this.factsOf(e).map((f) => stage.of[stage.at[f]]))].filter(Boolean);
  }

  // First and last date on which an edge was stated, or null.
  period(e) {
    const dates = this.factsOf(e).map((f) => this.documents.published[this.facts.document[f]])
      .filter(Boolean).sort();
    return dates.length ? [dates[0], dates[dates.length - 1]] : null;
  }

  document(d) {
    if (d < 0) return {};
    const { name, title, publisher, published, path } = this.documents;
    return { name: name[d], title: title[d], publisher: publisher[d], published: published[d], path: path[d] };
  }

  // Neighbours of a node over allowed edges, the best supported link first.
  neighbours(n, allowed) {
    const edges = [...this.around(n)].filter(allowed);
    const strength = (e) => this.edges.support[e] - this.edges.background[e];
    edges.sort((a, b) => strength(b) - strength(a) || this.other(a, n) - this.other(b, n) || a - b);
    return [...new Set(edges.map((e) => this.other(e, n)))].filter((other) => other !== n);
  }

  // ---- what is read of single rows --------------------------------------------------------

  part(name, i) {
    const id = `kg-${name}-${Math.floor(i / this.partSize)}`;
    if (!this.loaded.has(id)) this.loaded.set(id, readBlock(id).then(unfoldAll));
    return this.loaded.get(id);
  }

  async reading(name, i) {
    const part = await this.part(name, i);
    const at = i % this.partSize;
    const numbers = part.marks[at];
    const marks = [];
    for (let k = 0; k < numbers.length; k += 3) {
      marks.push([numbers[k], numbers[k + 1], ["head", "tail", "trigger"][numbers[k + 2]]]);
    }
    return { id: part.id[at], text: part.texts[part.text[at]], marks, trigger: part.trigger[at],
      rule: part.rule[at], implicit: Boolean(part.implicit[at]) };
  }

  // Everything about one statement: its sentence, marks, document and judgement.
  async statement(f) {
    const { document, status, stage, confidence } = this.facts;
    return { ...await this.reading("facts", f), fact: f, document: this.document(document[f]),
      status: status.of[status.at[f]], stage: stage.of[stage.at[f]], confidence: confidence[f] / 100 };
  }

  indicator(i) {
    const { name, value, unit, year, status, document, confidence } = this.indicators;
    return { number: i, name: name[i], value: value[i], unit: unit[i], year: year[i] || null,
      status: status[i], document: this.document(document[i]), confidence: confidence[i] / 100 };
  }

  async indicatorStatement(i) {
    return { ...this.indicator(i), ...await this.reading("indicators", i) };
  }

  indicatorsOf(n) {
    const { node } = this.indicators;
    let low = 0;
    let high = node.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (node[middle] < n) low = middle + 1;
      else high = middle;
    }
    const found = [];
    for (let i = low; i < node.length && node[i] === n; i += 1) found.push(i);
    return found;
  }

  async documentsOf(n) {
    const part = await this.part("nodes", n);
    return part.documents[n % this.partSize];
  }
}
