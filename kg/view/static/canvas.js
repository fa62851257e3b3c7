// The canvas: it shows a scene, moves it, and tells what lies under the pointer.

const [LEAST_ZOOM, MOST_ZOOM] = [0.02, 6];
const REST = 140; // milliseconds after which a moving picture is drawn in full

class GraphCanvas {
  // `on` has click(hit), open(n), hover(hit, point), moved(), dragged(n).
  constructor(container, on) {
    this.container = container;
    this.on = on;
    this.canvas = el("canvas", { "aria-hidden": "true" });
    container.append(this.canvas);
    this.context = this.canvas.getContext("2d", { alpha: false });
    this.view = { x: 0, y: 0, zoom: 1, width: 1, height: 1 };
    this.scene = null;
    this.covered = 0; // how much of the right side the panel hides, in pixels
    this.frames = 0;
    this.pointers = new Map();
    new ResizeObserver(() => this.resize()).observe(container);
    for (const type of ["pointerdown", "pointermove", "pointerup", "pointercancel", "pointerleave"]) {
      this.canvas.addEventListener(type, (event) => this[type](event));
    }
    this.canvas.addEventListener("wheel", (event) => this.wheel(event), { passive: false });
    this.canvas.addEventListener("dblclick", (event) => {
      const hit = this.hit(this.point(event));
      if (hit.node !== undefined) this.on.open(hit.node);
    });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.draw());
    this.resize();
  }

  show(scene) {
    this.scene = scene;
    this.draw();
  }

  resize() {
    const { clientWidth: width, clientHeight: height } = this.container;
    if (!width || !height) return;
    const ratio = Math.min(2, window.devicePixelRatio || 1);
    if (ratio === this.ratio && width === this.view.width && height === this.view.height) return;
    this.ratio = ratio;
    Object.assign(this.view, { width, height });
    this.canvas.width = width * ratio;
    this.canvas.height = height * ratio;
    this.context.setTransform(ratio, 0, 0, ratio, 0, 0);
    if (this.scene) this.paint(false);
  }

  // Draw with the next frame.
  draw(moving = false) {
    this.moving = moving;
    if (this.waiting) return;
    this.waiting = requestAnimationFrame(() => {
      this.waiting = null;
      this.paint(this.moving);
    });
  }

  // Draw in motion now and in full when nothing moves any more.
  stir() {
    this.draw(true);
    clearTimeout(this.resting);
    this.resting = setTimeout(() => {
      this.draw(false);
      this.on.moved();
    }, REST);
  }

  paint(moving) {
    if (!this.scene) return;
    const shifted = moving && this.shift();
    if (!shifted) drawScene(this.context, this.scene, this.view, moving);
    const whole = shifted || !moving;
    this.painted = { ...this.view, scene: this.scene, labels: this.scene.labels, whole };
    this.frames += 1;
  }

  // Pan a picture that was drawn in full: move it, and draw only the strips that come into sight.
  shift() {
    const { context: c, view, scene, painted, ratio } = this;
    if (!painted || !painted.whole || painted.scene !== scene || painted.labels !== scene.labels
      || painted.zoom !== view.zoom || painted.width !== view.width || painted.height !== view.height) return false;
    // Whole pixels, so that nothing blurs.
    const [dx, dy] = ["x", "y"].map((axis) => Math.round((painted[axis] - view[axis]) * view.zoom * ratio) / ratio);
    if (Math.abs(dx) > view.width / 2 || Math.abs(dy) > view.height / 2) return false;
    view.x = painted.x - dx / view.zoom;
    view.y = painted.y - dy / view.zoom;
    if (dx || dy) c.drawImage(this.canvas, dx, dy, view.width, view.height);
    const { width, height } = view;
    if (dx) this.strip({ left: dx > 0 ? 0 : width + dx, right: dx > 0 ? dx : width, top: 0, low: height });
    if (dy) this.strip({ left: 0, right: width, top: dy > 0 ? 0 : height + dy, low: dy > 0 ? dy : height });
    return true;
  }

  strip(clip) {
    const { context: c } = this;
    c.save();
    c.beginPath();
    c.rect(clip.left, clip.top, clip.right - clip.left, clip.low - clip.top);
    c.clip();
    drawScene(c, this.scene, this.view, false, clip);
    c.restore();
  }

  // ---- where things are -------------------------------------------------------------------

  point(event) {
    const box = this.canvas.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  }

  toGraph([px, py]) {
    const { x, y, zoom, width, height } = this.view;
    return [x + (px - width / 2) / zoom, y + (py - height / 2) / zoom];
  }

  toScreen(n) {
    const { x, y, zoom, width, height } = this.view;
    return [(this.scene.x[n] - x) * zoom + width / 2, (this.scene.y[n] - y) * zoom + height / 2];
  }

  // The node or edge under a point: { node } or { edge } or {}.
  hit([px, py]) {
    const { scene, view } = this;
    if (!scene) return {};
    let best = {};
    let least = Infinity;
    for (const n of scene.nodes) {
      const [x, y] = this.toScreen(n);
      const over = Math.hypot(px - x, py - y) - scene.radius(n, view.zoom);
      if (over < 4 && over < least) [best, least] = [{ node: n }, over];
    }
    return best.node === undefined ? this.hitEdge(px, py) : best;
  }

  hitEdge(px, py) {
    const { scene } = this;
    let best = {};
    let least = 6;
    for (const e of scene.edges) {
      const [ax, ay] = this.toScreen(scene.from[e]);
      const [bx, by] = this.toScreen(scene.to[e]);
      const far = lineDistance(px, py, ax, ay, bx, by, scene.bend(e));
      if (far < least) [best, least] = [{ edge: e }, far];
    }
    return best;
  }

  // ---- moving -----------------------------------------------------------------------------

  pointerdown(event) {
    if (event.button > 0) return;
    this.canvas.setPointerCapture(event.pointerId);
    const point = this.point(event);
    this.pointers.set(event.pointerId, point);
    this.start = point;
    this.travelled = false;
    this.grabbed = this.pointers.size === 1 ? this.hit(point).node : undefined;
    this.on.hover({}, point);
  }

  pointermove(event) {
    const point = this.point(event);
    const last = this.pointers.get(event.pointerId);
    if (!last) return this.hovering(point);
    if (!this.travelled && Math.hypot(point[0] - this.start[0], point[1] - this.start[1]) < 4) return undefined;
    this.travelled = true;
    const others = [...this.pointers].filter(([id]) => id !== event.pointerId);
    this.pointers.set(event.pointerId, point);
    if (others.length) return this.pinch(others[0][1], last, point);
    if (this.grabbed !== undefined && this.scene.movable) return this.drag(this.grabbed, point);
    return this.pan(point[0] - last[0], point[1] - last[1]);
  }

  pointerup(event) {
    const had = this.pointers.delete(event.pointerId);
    if (!had) return;
    if (!this.travelled) this.on.click(this.hit(this.start), this.start);
    else if (this.grabbed !== undefined && this.scene.movable) this.on.dragged(this.grabbed);
  }

  pointercancel(event) {
    this.pointers.delete(event.pointerId);
  }

  pointerleave() {
    if (!this.pointers.size) this.on.hover({}, null);
  }

  hovering(point) {
    this.pointer = point;
    if (this.looking) return;
    this.looking = requestAnimationFrame(() => {
      this.looking = null;
      this.on.hover(this.hit(this.pointer), this.pointer);
    });
  }

  pan(dx, dy) {
    this.view.x -= dx / this.view.zoom;
    this.view.y -= dy / this.view.zoom;
    this.stir();
  }

  drag(n, point) {
    [this.scene.x[n], this.scene.y[n]] = this.toGraph(point);
    this.scene.stale();
    this.stir();
  }

  pinch(fixed, last, point) {
    const before = Math.hypot(last[0] - fixed[0], last[1] - fixed[1]) || 1;
    const after = Math.hypot(point[0] - fixed[0], point[1] - fixed[1]) || 1;
    this.zoomAt(fixed, after / before);
  }

  wheel(event) {
    event.preventDefault();
    const amount = event.deltaMode === 1 ? event.deltaY * 30 : event.deltaY;
    this.zoomAt(this.point(event), Math.exp(-amount * 0.0016));
  }

  zoomAt(point, factor) {
    const { view } = this;
    const before = this.toGraph(point);
    view.zoom = Math.min(MOST_ZOOM, Math.max(LEAST_ZOOM, view.zoom * factor));
    const after = this.toGraph(point);
    view.x += before[0] - after[0];
    view.y += before[1] - after[1];
    this.stir();
  }

  zoomBy(factor) {
    this.zoomAt([(this.view.width - this.covered) / 2, this.view.height / 2], factor);
  }

  // Move so that the given nodes, or all, fill what the panel leaves free.
  fit(nodes) {
    const wanted = nodes || (this.scene ? this.scene.nodes : []);
    if (!wanted.length) return;
    let [left, top, right, low] = [Infinity, Infinity, -Infinity, -Infinity];
    for (const n of wanted) {
      left = Math.min(left, this.scene.x[n]);
      right = Math.max(right, this.scene.x[n]);
      top = Math.min(top, this.scene.y[n]);
      low = Math.max(low, this.scene.y[n]);
    }
    const width = this.view.width - this.covered;
    const zoom = Math.min(1.7, (width - 150) / Math.max(1, right - left), (this.view.height - 100) / Math.max(1, low - top));
    const fitted = Math.max(LEAST_ZOOM, zoom);
    this.moveTo({ x: (left + right) / 2 + this.covered / 2 / fitted, y: (top + low) / 2 + 8 / fitted, zoom: fitted });
  }

  // Move as little as brings a node out from under the panel.
  uncover(n) {
    const over = this.toScreen(n)[0] + 60 - (this.view.width - this.covered);
    if (this.covered && over > 0) this.moveTo({ ...this.view, x: this.view.x + over / this.view.zoom });
  }

  moveTo({ x, y, zoom }) {
    cancelAnimationFrame(this.gliding);
    const begin = { ...this.view };
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches || document.hidden;
    const duration = still || !this.glides ? 0 : 320;
    this.glides = true;
    const started = performance.now();
    const step = (now) => {
      const t = duration ? Math.min(1, (now - started) / duration) : 1;
      const ease = t * t * (3 - 2 * t);
      this.view.x = begin.x + (x - begin.x) * ease;
      this.view.y = begin.y + (y - begin.y) * ease;
      this.view.zoom = begin.zoom * (zoom / begin.zoom) ** ease;
      this.stir();
      if (t < 1) this.gliding = requestAnimationFrame(step);
    };
    step(duration ? started : started + 1);
    if (!duration) this.draw(false);
  }
}

function lineDistance(px, py, ax, ay, bx, by, bend) {
  if (!bend) return segmentDistance(px, py, ax, ay, bx, by);
  const [cx, cy] = bendPoint(ax, ay, bx, by, bend);
  let least = Infinity;
  let [x, y] = [ax, ay];
  for (let i = 1; i <= 10; i += 1) {
    const t = i / 10;
    const [nx, ny] = [ax, ay].map((_, k) => (1 - t) ** 2 * [ax, ay][k] + 2 * t * (1 - t) * [cx, cy][k] + t * t * [bx, by][k]);
    least = Math.min(least, segmentDistance(px, py, x, y, nx, ny));
    [x, y] = [nx, ny];
  }
  return least;
}

function segmentDistance(px, py, ax, ay, bx, by) {
  const [dx, dy] = [bx - ax, by - ay];
  const t = Math.max(0, Math.min(1, ((px - ax) * dx + (py - ay) * dy) / (dx * dx + dy * dy || 1)));
  return Math.hypot(px - ax - t * dx, py - ay - t * dy);
}
