// Finding nodes by name, alias, pinyin and initials.

function plain(text) {
  return text.normalize("NFKC").toLowerCase().replace(/\s+/g, "");
}

const SLICE = 4000; // names indexed at a time while nobody waits

class Search {
  constructor(graph) {
    this.graph = graph;
    this.names = [];
    this.sounds = [];
    [this.table, this.special] = graph.pinyin;
    this.ahead();
  }

  // Index the rest in the pauses of the page.
  ahead() {
    if (this.names.length >= this.graph.size) return;
    setTimeout(() => {
      this.index(Math.min(this.graph.size, this.names.length + SLICE));
      this.ahead();
    }, 0);
  }

  index(end) {
    const { label, aliases } = this.graph.nodes;
    for (let n = this.names.length; n < end; n += 1) {
      const all = [label[n], ...aliases[n]];
      this.names.push(`\n${all.map(plain).join("\n")}\n`);
      this.sounds.push(`\n${[...new Set(all.flatMap((name) => this.spellings(name)))].join("\n")}\n`);
    }
  }

  // Pinyin in full and as initials: 深圳 is shenzhen and sz. What is no Chinese stays as it is.
  spellings(name) {
    const given = Object.hasOwn(this.special, name) ? this.special[name].split(" ") : null;
    let next = 0;
    let full = "";
    let initials = "";
    for (const char of name) {
      const sound = Object.hasOwn(this.table, char) ? this.table[char] : "";
      const syllable = sound ? (given ? given[next++] : sound) : plain(char);
      full += syllable;
      initials += sound ? syllable[0] : syllable;
    }
    return full === initials ? [full] : [full, initials];
  }

  // Nodes for what was typed, best first: exact before beginning before inside, then by support.
  find(typed, limit, allowed) {
    const query = plain(typed).replaceAll("\n", "");
    if (!query) return [];
    if (this.names.length < this.graph.size) this.index(this.graph.size);
    const found = [[], [], [], [], []];
    const latin = /^[\x21-\x7e]+$/.test(query);
    for (let n = 0; n < this.names.length; n += 1) {
      const rank = this.rank(n, query, latin);
      if (rank < 5 && (!allowed || allowed(n))) found[rank].push(n);
    }
    const { support } = this.graph.nodes;
    for (const rank of found) rank.sort((a, b) => support[b] - support[a] || a - b);
    return found.flat().slice(0, limit);
  }

  rank(n, query, latin) {
    const names = this.names[n];
    const at = names.indexOf(query);
    if (at >= 0) {
      if (names.includes(`\n${query}\n`)) return 0;
      if (names.includes(`\n${query}`)) return 2;
      if (!latin) return 4;
    }
    if (!latin) return 5;
    const sounds = this.sounds[n];
    if (!sounds.includes(`\n${query}`)) return at >= 0 ? 4 : 5;
    return sounds.includes(`\n${query}\n`) ? 1 : 3;
  }
}
