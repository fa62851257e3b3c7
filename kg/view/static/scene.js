// Drawing a scene: edges in few strokes, nodes in few fills, labels where there is room.
//
// A scene has the nodes and edges to draw (numbers), x and y by node, radius(n, zoom), color(n),
// shape(n), name(n), bend(e), and what is brought out: lit = { nodes, edges, chosen } or null.

const MANY_EDGES = 1500; // from here on, arrows and dashes wait until the picture rests
const MOST_MOVING = 2500; // edges drawn while the picture moves
const BEND_ROOM = 120; // pixels that a bent edge may reach beyond the box of its ends
const MOST_LABELS = 260;
const MOST_MOVING_LABELS = 90;
const TINY = 2.6; // pixels of radius under which a node is a plain square

// `view` is { x, y, zoom, width, height }: the graph's point in the middle, and the size in pixels.
// Only what touches `clip`, { left, top, right, low } in pixels, is drawn.
function drawScene(c, scene, view, moving, clip = { left: 0, top: 0, right: view.width, low: view.height }) {
  const look = { paper: css("canvas"), ink: css("ink"), soft: css("soft"), faint: css("faint"), accent: css("accent") };
  c.fillStyle = look.paper;
  c.fillRect(clip.left, clip.top, clip.right - clip.left, clip.low - clip.top);
  const at = { ...places(scene, view, clip), clip };
  drawEdges(c, scene, view, at, look, moving);
  drawNodes(c, scene, view, at, look);
  drawLabels(c, scene, view, at, look, moving);
}

// Where the nodes are on the screen, and which of them are in sight.
function places(scene, view, clip) {
  const { nodes, x, y } = scene;
  const { zoom } = view;
  const left = view.width / 2 - view.x * zoom;
  const top = view.height / 2 - view.y * zoom;
  const sx = scene.sx;
  const sy = scene.sy;
  const margin = 60;
  const seen = [];
  for (const n of nodes) {
    sx[n] = x[n] * zoom + left;
    sy[n] = y[n] * zoom + top;
    if (sx[n] > clip.left - margin && sx[n] < clip.right + margin && sy[n] > clip.top - margin && sy[n] < clip.low + margin) seen.push(n);
  }
  return { sx, sy, seen };
}

function outside(a, b, least, most) {
  return (a < least && b < least) || (a > most && b > most);
}

function drawEdges(c, scene, view, at, look, moving) {
  const { sx, sy } = at;
  const { left: west, right, top, low } = at.clip;
  const { lit } = scene;
  const simple = moving && scene.edges.length > MANY_EDGES;
  const bundles = new Map();
  let left = simple ? MOST_MOVING : Infinity;
  for (const e of scene.edges) {
    const a = scene.from[e];
    const b = scene.to[e];
    const slack = scene.bends.has(e) ? BEND_ROOM : 0;
    if (outside(sx[a], sx[b], west - slack, right + slack) || outside(sy[a], sy[b], top - slack, low + slack)) continue;
    if (left-- <= 0) break;
    const bright = lit ? lit.edges.has(e) : null;
    const key = scene.edgeLook(e, bright, simple);
    let bundle = bundles.get(key);
    if (!bundle) bundles.set(key, bundle = []);
    bundle.push(e);
  }
  const order = [...bundles.keys()].sort((p, q) => rank(p) - rank(q));
  for (const key of order) strokeBundle(c, scene, view, at, look, key, bundles.get(key), simple);
}

// Background first, then the dimmed, then the others, so that what matters lies on top.
function rank(key) {
  return key.alpha;
}

function strokeBundle(c, scene, view, { sx, sy }, look, key, edges, simple) {
  c.globalAlpha = key.alpha;
  c.strokeStyle = key.background ? look.faint : key.color;
  c.lineWidth = key.width;
  c.setLineDash(key.dashed ? [6, 4] : []);
  c.beginPath();
  for (const e of edges) {
    const a = scene.from[e];
    const b = scene.to[e];
    traceEdge(c, sx[a], sy[a], sx[b], sy[b], scene.bend(e));
  }
  c.stroke();
  c.setLineDash([]);
  if (key.arrows && !simple && view.zoom > 0.25) arrowHeads(c, scene, view, { sx, sy }, key, edges);
  c.globalAlpha = 1;
}

function arrowHeads(c, scene, view, { sx, sy }, key, edges) {
  const size = Math.min(9, (4.5 + key.width) * Math.max(0.55, Math.min(1.2, view.zoom)));
  c.fillStyle = c.strokeStyle;
  c.beginPath();
  for (const e of edges) {
    const a = scene.from[e];
    const b = scene.to[e];
    const gap = scene.radius(b, view.zoom) + 1;
    if (Math.hypot(sx[b] - sx[a], sy[b] - sy[a]) < gap + size * 1.5) continue;
    traceArrow(c, sx[a], sy[a], sx[b], sy[b], scene.bend(e), gap, size);
  }
  c.fill();
}

function drawNodes(c, scene, view, { sx, sy, seen }, look) {
  const { lit } = scene;
  const groups = new Map();
  for (const n of seen) {
    const bright = !lit || lit.nodes.has(n);
    const key = `${bright ? 1 : 0}${scene.shape(n)}${scene.color(n)}`;
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key).push(n);
  }
  for (const key of [...groups.keys()].sort()) {
    const members = groups.get(key);
    c.globalAlpha = key[0] === "1" ? scene.solid : scene.dim;
    c.fillStyle = scene.color(members[0]);
    c.strokeStyle = look.paper;
    c.lineWidth = 1;
    c.beginPath();
    let trace = TRACE[scene.shape(members[0])] || TRACE.dot;
    for (const n of members) {
      const r = scene.radius(n, view.zoom);
      if (r < TINY) c.rect(sx[n] - r, sy[n] - r, 2 * r, 2 * r);
      else trace(c, sx[n], sy[n], r);
    }
    c.fill();
    if (seen.length < 1200) c.stroke();
  }
  c.globalAlpha = 1;
  ring(c, scene, view, { sx, sy }, look);
}

// Chosen nodes have a ring.
function ring(c, scene, view, { sx, sy }, look) {
  const chosen = scene.lit ? scene.lit.chosen : [];
  c.strokeStyle = look.accent;
  c.lineWidth = 2.5;
  for (const n of chosen) {
    if (!scene.has(n)) continue;
    c.beginPath();
    c.moveTo(sx[n] + scene.radius(n, view.zoom) + 4, sy[n]);
    c.arc(sx[n], sy[n], scene.radius(n, view.zoom) + 4, 0, 2 * Math.PI);
    c.stroke();
  }
}

function drawLabels(c, scene, view, { clip }, look, moving) {
  c.font = `${LABEL_SIZE}px ${scene.font}`;
  c.textAlign = "center";
  c.textBaseline = "top";
  c.lineWidth = 3;
  c.lineJoin = "round";
  c.strokeStyle = look.paper;
  c.fillStyle = look.ink;
  const { chosen } = scene.labelsAt(c, view.zoom, moving);
  const left = view.width / 2 - view.x * view.zoom;
  const top = view.height / 2 - view.y * view.zoom;
  let drawn = 0;
  for (const label of chosen) {
    const x = label.x + left;
    const y = label.y + top;
    if (x + label.half < clip.left || x - label.half > clip.right || y < clip.top - 20 || y > clip.low) continue;
    if (moving && chosen.length > 150 && (drawn += 1) > MOST_MOVING_LABELS) break;
    if (!moving) c.strokeText(label.text, x, y);
    c.fillText(label.text, x, y);
  }
  if (scene.lit && !moving) drawRelations(c, scene, view, look, left, top);
}

// Names of the relations that are brought out, where there are few.
function drawRelations(c, scene, view, look, left, top) {
  if (scene.lit.edges.size > 40) return;
  c.fillStyle = look.soft;
  for (const { text, x, y } of scene.relationLabels(c, view.zoom)) {
    c.strokeText(text, x + left, y + top);
    c.fillText(text, x + left, y + top);
  }
}

// Where those names find room, in pixels from the origin of the graph.
function placeRelations(c, scene, zoom, room) {
  const placed = [];
  for (const e of scene.lit.edges) {
    if (!scene.hasEdge(e)) continue;
    const bend = scene.bend(e);
    const [x1, y1, x2, y2] = [scene.from[e], scene.to[e]].flatMap((n) => [scene.x[n] * zoom, scene.y[n] * zoom]);
    const middle = [(x1 + x2) / 2, (y1 + y2) / 2];
    const [x, my] = bend ? bendPoint(x1, y1, x2, y2, bend).map((v, i) => (v + middle[i]) / 2) : middle;
    const text = scene.relationName(e);
    const width = textWidth(c, text);
    const box = { x: x - width / 2, y: my - LABEL_SIZE / 2, w: width, h: LABEL_SIZE * 1.2 };
    if (!room.free(box)) continue;
    room.take(box);
    placed.push({ text, x, y: box.y });
  }
  return placed;
}
