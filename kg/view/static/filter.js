// What passes the filters: one byte a node and a edge, and what that leaves of each kind.

class Filter {
  constructor(graph) {
    this.graph = graph;
    this.clear();
    this.nodeOk = new Uint8Array(graph.size);
    this.edgeOk = new Uint8Array(graph.edgeCount);
    this.degree = new Int32Array(graph.size);
    this.plainDegree = Int32Array.from({ length: graph.size }, (_, n) => graph.around(n).length);
    this.apply();
  }

  clear() {
    Object.assign(this, {
      types: new Set(), kinds: new Set(), relations: new Set(), statuses: new Set(), stages: new Set(),
      support: 1, document: -1, from: null, to: null, stated: false,
    });
  }

  // Whether single facts decide, and not the edge alone.
  get byFact() {
    return this.stages.size > 0 || this.document >= 0 || this.from !== null || this.to !== null;
  }

  get active() {
    return this.nodesFiltered || this.edgesFiltered;
  }

  get nodesFiltered() {
    return this.types.size > 0 || this.kinds.size > 0;
  }

  get edgesFiltered() {
    return this.byFact || this.relations.size > 0 || this.statuses.size > 0 || this.support > 1 || this.stated;
  }

  factPasses(f) {
    const { facts, months } = this.graph;
    const document = facts.document[f];
    if (this.document >= 0 && document !== this.document) return false;
    if (this.stages.size && this.stages.has(facts.stage.of[facts.stage.at[f]])) return false;
    if (this.from === null && this.to === null) return true;
    const month = document < 0 ? -1 : months[document];
    return month >= 0 && month >= (this.from ?? 0) && month <= (this.to ?? Infinity);
  }

  edgePasses(e) {
    const { edges, firstFact } = this.graph;
    if (this.hiddenRelation[edges.relation.at[e]]) return false;
    if (edges.background[e]) return !this.stated && !this.byFact && this.support === 1;
    if (this.hiddenStatus[edges.status.at[e]] || edges.support[e] < this.support) return false;
    if (!this.byFact) return true;
    for (let f = firstFact[e]; f < firstFact[e + 1]; f += 1) if (this.factPasses(f)) return true;
    return false;
  }

  // Judge everything anew.
  apply() {
    this.judged = (this.judged || 0) + 1;
    const { nodes, edges, size, edgeCount } = this.graph;
    const codes = (column, hidden) => column.of.map((value) => hidden.has(value));
    this.hiddenRelation = codes(edges.relation, this.relations);
    this.hiddenStatus = codes(edges.status, this.statuses);
    const hiddenType = codes(nodes.group, this.types);
    const hiddenKind = codes(nodes.kind, this.kinds);
    for (let n = 0; n < size; n += 1) {
      this.nodeOk[n] = hiddenType[nodes.group.at[n]] || hiddenKind[nodes.kind.at[n]] ? 0 : 1;
    }
    this.degree.fill(0);
    for (let e = 0; e < edgeCount; e += 1) {
      const [a, b] = [edges.from[e], edges.to[e]];
      const passes = this.nodeOk[a] && this.nodeOk[b] && this.edgePasses(e) ? 1 : 0;
      this.edgeOk[e] = passes;
      if (passes) {
        this.degree[a] += 1;
        if (a !== b) this.degree[b] += 1;
      }
    }
  }

  // A node goes when the filters take its last edge; one that never had any when they ask for facts.
  nodePasses(n) {
    return this.nodeOk[n] === 1
      && (this.degree[n] > 0 || (this.plainDegree[n] === 0 && !this.byFact && this.support === 1));
  }

  // How many of the items have each value of a coded column.
  static tally(items, column) {
    const sums = new Array(column.of.length).fill(0);
    for (const i of items) sums[column.at[i]] += 1;
    return Object.fromEntries(column.of.map((value, code) => [value, sums[code]]));
  }
}
