// Where drawn nodes stand. The overview and the wide view bring their places; what lies around a
// node, on a path, or is left by a filter is placed here. vis-network's forces do the last.

const ROOM = { width: 84, height: 48 };
const ARRANGED = 320; // nodes that forces may arrange at once

class Places {
  constructor(graph) {
    this.graph = graph;
    this.x = new Float32Array(graph.size);
    this.y = new Float32Array(graph.size);
    this.sx = new Float32Array(graph.size);
    this.sy = new Float32Array(graph.size);
    this.known = new Uint8Array(graph.size);
    this.layout = null;
  }

  set(n, x, y) {
    this.x[n] = x;
    this.y[n] = y;
    this.known[n] = 1;
  }

  // Begin a layout by name, unless it is the one that stands.
  begin(layout) {
    if (layout === this.layout) return false;
    this.layout = layout;
    this.known.fill(0);
    return true;
  }

  given(nodes, xs, ys) {
    for (const n of nodes) if (!this.known[n] && xs[n] !== null && xs[n] !== undefined) this.set(n, xs[n], ys[n]);
  }

  // One node in the middle of rings of its neighbours, those of one type side by side.
  around(centre, ring) {
    this.set(centre, 0, 0);
    const order = [...ring].sort((a, b) => this.graph.nodes.group.at[a] - this.graph.nodes.group.at[b] || a - b);
    const rings = ringSizes(order.length);
    // Types go round: each ring takes every so-manieth node, so that a type is a sector.
    const filled = rings.map(() => []);
    const shares = rings.map((size) => size / Math.max(1, order.length));
    order.forEach((n, i) => {
      const lacking = rings.map((size, k) => (i + 1) * shares[k] - filled[k].length);
      filled[lacking.indexOf(Math.max(...lacking))].push(n);
    });
    filled.forEach((members, k) => members.forEach((n, i) => {
      const turn = 2 * Math.PI * ((i + 0.5 * (k % 2)) / members.length) - Math.PI / 2;
      const radius = 165 + 105 * k;
      this.set(n, radius * 1.3 * Math.cos(turn), radius * Math.sin(turn));
    }));
  }

  // Layers from left to right.
  layers(layers) {
    layers.forEach((layer, i) => layer.forEach((n, j) => {
      this.set(n, i * 230, (j - (layer.length - 1) / 2) * 74 + (i % 2) * 12);
    }));
  }

  // Give each of `added` that has no place a free one on a spiral around its anchor.
  beside(added, anchorOf, drawn) {
    const taken = new Room(ROOM.width);
    const box = (x, y) => ({ x: x - ROOM.width / 2, y: y - ROOM.height / 2, w: ROOM.width, h: ROOM.height });
    for (const n of drawn) if (this.known[n]) taken.take(box(this.x[n], this.y[n]));
    const steps = new Map();
    for (const n of added) {
      if (this.known[n]) continue;
      const anchor = anchorOf(n);
      const [cx, cy] = anchor >= 0 && this.known[anchor] ? [this.x[anchor], this.y[anchor]] : this.margin(drawn);
      let step = steps.get(anchor) || 0;
      let spot = [cx, cy];
      while (!taken.free(box(...spot))) {
        step += 1;
        const radius = Math.sqrt(step) * 0.5;
        const turn = step * 2.39996; // the golden angle fills the plane evenly
        spot = [cx + radius * ROOM.width * Math.cos(turn), cy + radius * ROOM.height * Math.sin(turn) * 1.3];
      }
      steps.set(anchor, step);
      taken.take(box(...spot));
      this.set(n, ...spot);
    }
  }

  // A place to the right of all that is drawn.
  margin(drawn) {
    let [right, sum, number] = [-Infinity, 0, 0];
    for (const n of drawn) {
      if (!this.known[n]) continue;
      right = Math.max(right, this.x[n]);
      sum += this.y[n];
      number += 1;
    }
    return number ? [right + 3 * ROOM.width, sum / number] : [0, 0];
  }

  // Let vis-network's forces find places; resolves when they rest.
  forces(nodes, edges) {
    const { graph } = this;
    if (nodes.length < 2) return Promise.resolve();
    const holder = el("div", { class: "offscreen", "aria-hidden": "true" });
    document.body.append(holder);
    const items = new vis.DataSet([...nodes].map((n, i) => ({
      id: n, shape: "dot", size: graph.nodes.size[n], label: "", group: graph.group(n),
      ...this.seed(n, i),
    })));
    const links = new vis.DataSet([...edges].filter((e) => graph.edges.from[e] !== graph.edges.to[e])
      .map((e) => ({ id: e, from: graph.edges.from[e], to: graph.edges.to[e] })));
    return new Promise((resolve) => {
      const network = new vis.Network(holder, { nodes: items, edges: links }, { ...graph.options, autoResize: false });
      network.once("stabilizationIterationsDone", () => {
        const found = network.getPositions();
        network.destroy();
        holder.remove();
        this.apart(nodes, found);
        resolve();
      });
    });
  }

  seed(n, i) {
    const { wx, wy } = this.graph.nodes;
    if (typeof wx[n] === "number") return { x: wx[n] / 4, y: wy[n] / 4 };
    const radius = 40 * Math.sqrt(i + 1);
    return { x: radius * Math.cos(i * 2.39996), y: radius * Math.sin(i * 2.39996) };
  }

  // Places found by forces, stretched to the width of labels, with boxes moved off one another.
  apart(nodes, found) {
    const list = [...nodes];
    for (const n of list) this.set(n, found[n].x * 1.25, found[n].y * 0.95);
    for (let round = 0; round < 80; round += 1) {
      let moved = false;
      for (let i = 0; i < list.length; i += 1) {
        for (let j = 0; j < i; j += 1) moved = this.push(list[i], list[j]) || moved;
      }
      if (!moved) break;
    }
  }

  push(a, b) {
    const dx = this.x[a] - this.x[b];
    const dy = this.y[a] - this.y[b];
    const overX = ROOM.width - Math.abs(dx);
    const overY = ROOM.height - Math.abs(dy);
    if (overX <= 0.5 || overY <= 0.5) return false;
    if (overX < overY) {
      const by = ((dx < 0 ? -1 : 1) * overX) / 2;
      this.x[a] += by;
      this.x[b] -= by;
    } else {
      const by = ((dy < 0 ? -1 : 1) * overY) / 2;
      this.y[a] += by;
      this.y[b] -= by;
    }
    return true;
  }
}

// How many nodes stand on each ring, the inner ones with fewer.
function ringSizes(number) {
  const sizes = [];
  let left = number;
  for (let room = 14; left > 0; room += 8) {
    sizes.push(Math.min(room, left));
    left -= room;
  }
  return sizes;
}
