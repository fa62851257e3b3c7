// The graph as the page holds it: columns, and which edges meet at a node.

async function readData() {
  const block = document.getElementById("kg-data");
  if (block.dataset.encoding !== "deflate") return JSON.parse(block.textContent);
  const packed = atob(block.textContent);
  const bytes = new Uint8Array(packed.length);
  for (let i = 0; i < packed.length; i += 1) bytes[i] = packed.charCodeAt(i);
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return JSON.parse(await new Response(stream).text());
}

// Row i of a table kept as columns.
function row(columns, i) {
  const result = {};
  for (const key of Object.keys(columns)) result[key] = columns[key][i];
  return result;
}

class Graph {
  constructor(data) {
    Object.assign(this, data);
    this.size = (data.nodes.id || []).length;
    this.edgeCount = (data.edges.from || []).length;
    this.typeOf = new Map(data.types.map((type) => [type.label, type]));
    this.relationOf = new Map(data.relations.map((relation) => [relation.name, relation]));
    this.around = Array.from({ length: this.size }, () => []);
    this.bends = new Map();
    const pairs = new Map();
    for (let e = 0; e < this.edgeCount; e += 1) {
      const [a, b] = this.ends(e);
      this.around[a].push(e);
      if (a !== b) this.around[b].push(e);
      const pair = a < b ? `${a} ${b}` : `${b} ${a}`;
      const parallel = pairs.get(pair) || 0;
      if (parallel) this.bends.set(e, parallel * (a < b ? 1 : -1));
      pairs.set(pair, parallel + 1);
    }
  }

  node(n) { return row(this.nodes, n); }

  edge(e) { return row(this.edges, e); }

  ends(e) { return [this.edges.from[e], this.edges.to[e]]; }

  other(e, n) {
    const [a, b] = this.ends(e);
    return a === n ? b : a;
  }

  name(n) { return this.nodes.label[n]; }

  // What may be read of a fact or an indicator: its sentence and the document's description.
  statement(columns, i) {
    const found = row(columns, i);
    found.text = this.texts[found.text];
    found.document = found.document === null ? {} : row(this.documents, found.document);
    return found;
  }

  // Neighbours of a node, the best supported link first.
  neighbours(n, allowed) {
    const edges = this.around[n].filter(allowed);
    const strength = (e) => this.edges.support[e] + (this.edges.background[e] ? -1 : 0);
    edges.sort((a, b) => strength(b) - strength(a) || a - b);
    return [...new Set(edges.map((e) => this.other(e, n)))].filter((other) => other !== n);
  }
}
