// Finding nodes by name, alias, pinyin and initials.

function plain(text) {
  return text.normalize("NFKC").toLowerCase().replace(/\s+/g, "");
}

class Search {
  constructor(graph) {
    this.graph = graph;
    this.names = [];
    for (let n = 0; n < graph.size; n += 1) {
      this.names.push([graph.name(n), ...graph.nodes.aliases[n]].map(plain));
    }
  }

  // Nodes for what was typed, best first: exact before beginning before inside, then by support.
  find(typed, limit) {
    const query = plain(typed);
    if (!query) return [];
    const found = [];
    for (let n = 0; n < this.names.length; n += 1) {
      const rank = this.rank(n, query);
      if (rank < 9) found.push([rank, -this.graph.nodes.support[n], n]);
    }
    found.sort((a, b) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2]);
    return found.slice(0, limit).map((entry) => entry[2]);
  }

  rank(n, query) {
    let best = 9;
    for (const name of this.names[n]) {
      if (name === query) return 0;
      if (name.startsWith(query)) best = Math.min(best, 2);
      else if (name.includes(query)) best = Math.min(best, 4);
    }
    for (const spelling of this.graph.nodes.spellings[n]) {
      if (spelling === query) best = Math.min(best, 1);
      else if (spelling.startsWith(query)) best = Math.min(best, 3);
    }
    return best;
  }
}
