// What keys do.

class Keys {
  constructor(app) {
    this.app = app;
    document.addEventListener("keydown", (event) => this.anywhere(event));
    byId("network").addEventListener("keydown", (event) => this.inGraph(event));
  }

  anywhere(event) {
    const { app } = this;
    const typing = event.target.matches("input:not([type=checkbox]):not([type=range]), select, textarea");
    if (event.ctrlKey || event.metaKey || event.altKey || typing) return;
    if (event.key === "/") {
      event.preventDefault();
      byId("search").focus();
    } else if (event.key === "?") app.toggleHelp();
    else if (event.key === "Escape") app.escape();
    else if (/^[1-7]$/.test(event.key)) app.change({ view: VIEWS[Number(event.key) - 1] });
  }

  // Arrows walk from node to node, or move the picture with Shift.
  inGraph(event) {
    const { app } = this;
    const { canvas } = app;
    const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    const chosen = app.state.selected?.node;
    if (way && event.shiftKey) canvas.pan(-80 * way[0], -80 * way[1]);
    else if (way) this.walk(way, chosen);
    else if (event.key === "Enter" && chosen !== undefined) {
      app.change({ panel: true });
      byId("details").focus();
    } else if (event.key === "e" && chosen !== undefined) app.expand(chosen);
    else if (event.key === "f" && chosen !== undefined) app.focusNode(chosen);
    else if (event.key === "c" && chosen !== undefined) app.collapse(chosen);
    else if (event.key === "+" || event.key === "=") canvas.zoomBy(1.25);
    else if (event.key === "-") canvas.zoomBy(0.8);
    else if (event.key === "0") canvas.fit();
    else return;
    event.preventDefault();
  }

  // The nearest node in a direction; the strongest when none is chosen.
  walk([dx, dy], from) {
    const { scene } = this.app.canvas;
    if (!scene || !scene.nodes.length) return;
    if (from === undefined || !scene.has(from)) {
      this.app.select({ node: scene.order[0] });
      return;
    }
    let best = null;
    let least = Infinity;
    for (const n of scene.nodes) {
      const [x, y] = [scene.x[n] - scene.x[from], scene.y[n] - scene.y[from]];
      const along = x * dx + y * dy;
      const aside = Math.abs(x * dy) + Math.abs(y * dx);
      if (n !== from && along > 0 && along + 2 * aside < least) [best, least] = [n, along + 2 * aside];
    }
    if (best !== null) this.app.select({ node: best });
  }
}
