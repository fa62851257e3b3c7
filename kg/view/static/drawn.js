// Which nodes and edges a state draws, and where: everything follows from state and filter.

const EXPANDED_AT_ONCE = 40;

class Drawn {
  constructor(graph, filter) {
    this.graph = graph;
    this.filter = filter;
    this.places = new Places(graph);
  }

  // Nodes and edges of a state. `anchors` says beside which node one was brought in.
  derive(state) {
    const anchors = new Map();
    const route = state.path ? findPaths(this.graph, this.filter, ...state.path) : null;
    const nodes = new Set(this.start(state, route));
    for (const n of this.opened(state)) {
      nodes.add(n);
      for (const other of this.opening(n, state)) if (!nodes.has(other)) anchors.set(other, n);
      for (const other of this.opening(n, state)) nodes.add(other);
    }
    if (state.selected) for (const n of this.selectedNodes(state, nodes)) nodes.add(n);
    const shown = [...nodes].filter((n) => this.filter.nodePasses(n) || this.kept(state, n));
    return { nodes: shown, edges: this.between(shown, route), anchors, route };
  }

  // What a selection needs in sight: the ends of an edge, or the node itself.
  selectedNodes(state, nodes) {
    const { node, edge } = state.selected;
    return node === undefined ? this.graph.ends(edge) : nodes.has(node) ? [] : [node];
  }

  kept(state, n) {
    const { selected, focus, path } = state;
    return n === focus || Boolean(path && path.includes(n)) || Boolean(selected
      && (selected.node === n || (selected.edge !== undefined && this.graph.ends(selected.edge).includes(n))));
  }

  start(state, route) {
    if (route) return [...state.path, ...route.nodes];
    if (state.focus >= 0) return [state.focus, ...this.ring(state.focus)];
    return this.strongest(state.base || this.graph.overview);
  }

  // What stands around a focused node.
  ring(n) {
    return this.near(n).slice(0, EXPANDED_AT_ONCE);
  }

  strongest(number) {
    const found = [];
    for (let n = 0; n < this.graph.size && found.length < number; n += 1) {
      if (this.filter.nodePasses(n)) found.push(n);
    }
    return found;
  }

  // Neighbours over edges that pass, strongest first; hubs have thousands, so they are kept.
  near(n) {
    if (this.judged !== this.filter.judged) {
      this.nearest = new Map();
      this.judged = this.filter.judged;
    }
    if (!this.nearest.has(n)) this.nearest.set(n, this.graph.neighbours(n, (e) => this.filter.edgeOk[e]));
    return this.nearest.get(n);
  }

  opened(state) {
    return [...new Set(state.open)];
  }

  // Neighbours that opening brings in: so many for each time it was opened.
  opening(n, state) {
    const times = state.open.filter((other) => other === n).length;
    const begun = n === state.focus ? 1 : 0;
    return this.near(n).slice(0, EXPANDED_AT_ONCE * (times + begun));
  }

  between(nodes, route) {
    const { graph, filter } = this;
    if (route) return route.edges;
    const here = new Uint8Array(graph.size);
    for (const n of nodes) here[n] = 1;
    const edges = [];
    for (const n of nodes) {
      for (let i = graph.begin[n]; i < graph.begin[n + 1]; i += 1) {
        const e = graph.meeting[i];
        if (graph.edges.from[e] === n && here[graph.edges.to[e]] && filter.edgeOk[e]) edges.push(e);
      }
    }
    return edges;
  }

  // Put the nodes in their places. Resolves to whether the layout is another than before.
  async place(state, found) {
    const { places, graph } = this;
    const { nodes, anchors, route } = found;
    const layout = this.layoutOf(state, found);
    const fresh = places.begin(layout);
    if (layout === "near") places.given(nodes, graph.nodes.x, graph.nodes.y);
    else if (layout === "wide") places.given(nodes, graph.nodes.wx, graph.nodes.wy);
    else if (fresh && layout.startsWith("path")) places.layers(route.layers);
    else if (fresh && layout.startsWith("focus")) {
      places.around(state.focus, this.ring(state.focus));
    } else if (fresh) await places.forces(nodes, found.edges);
    if (places.layout !== layout) return false; // another one began meanwhile
    for (const [n, [x, y]] of state.moved) places.set(n, x, y);
    places.beside(nodes, (n) => anchors.get(n) ?? this.anchor(n), nodes);
    return fresh;
  }

  layoutOf(state, { nodes, route }) {
    if (state.arranged && nodes.length <= ARRANGED) return `forces ${this.start(state, route).join(" ")}`;
    if (route) return `path ${state.path.join(" ")} ${route.nodes.length}`;
    if (state.focus >= 0) return `focus ${state.focus} ${this.ring(state.focus).join(" ")}`;
    const start = this.start(state, null);
    const { overview } = this.graph;
    if ((state.base || overview) <= overview) {
      return start.every((n) => n < overview) ? "near" : `forces ${start.join(" ")}`;
    }
    return "wide";
  }

  // The strongest neighbour that has a place.
  anchor(n) {
    return this.near(n).find((other) => this.places.known[other]) ?? -1;
  }
}
