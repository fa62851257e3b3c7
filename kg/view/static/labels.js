// Which names are shown: in the order of their weight, none over another.

const LABEL_SIZE = 12.5;
const LONGEST_LABEL = 16;

function shortened(text, most = LONGEST_LABEL) {
  const chars = Array.from(text);
  return chars.length > most ? `${chars.slice(0, most - 1).join("")}…` : text;
}

// Boxes that are taken, in cells, so that asking for room is quick.
class Room {
  constructor(cell) {
    this.cell = cell;
    this.cells = new Map();
  }

  each(box, visit) {
    const { cell } = this;
    const right = Math.floor((box.x + box.w) / cell);
    const low = Math.floor((box.y + box.h) / cell);
    for (let i = Math.floor(box.x / cell); i <= right; i += 1) {
      for (let j = Math.floor(box.y / cell); j <= low; j += 1) if (visit(`${i} ${j}`)) return true;
    }
    return false;
  }

  free(box) {
    return !this.each(box, (key) => (this.cells.get(key) || []).some((other) => overlap(box, other)));
  }

  take(box) {
    this.each(box, (key) => {
      if (!this.cells.has(key)) this.cells.set(key, []);
      this.cells.get(key).push(box);
      return false;
    });
  }
}

function overlap(a, b) {
  return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}

const widths = new Map();

// Width of a text in the label font, in pixels.
function textWidth(context, text) {
  if (!widths.has(text)) widths.set(text, context.measureText(text).width);
  return widths.get(text);
}

const FEW = 90; // nodes up to which every label matters more than a symbol under it
const HUBS = 45; // of more nodes, these many strongest are named even over symbols
const MANY = 1000; // nodes from which on symbols are too small to keep off

// Labels of the nodes in `order` at a zoom, as boxes in pixels from the origin of the graph. A label
// stands under, over or beside its node, wherever it covers no other label and no symbol.
function chooseLabels(context, scene, order, zoom, limit) {
  const room = new Room(80);
  const spots = new Room(80);
  if (scene.nodes.length <= MANY) for (const n of scene.nodes) spots.take(nodeBox(scene, n, zoom));
  const chosen = [];
  for (const [place, n] of order.entries()) {
    if (chosen.length >= limit) break;
    const text = shortened(scene.name(n));
    const width = textWidth(context, text);
    const tries = labelBoxes(nodeBox(scene, n, zoom), width);
    const box = tries.find((b) => room.free(b) && spots.free(b))
      || (scene.nodes.length <= FEW || place < HUBS || scene.urgent(n) ? tries.find((b) => room.free(b)) : null);
    if (!box) continue;
    room.take(box);
    chosen.push({ n, text, x: box.x + width / 2, y: box.y, half: width / 2 });
  }
  return { chosen, room };
}

// Under, over, right and left of a node.
function labelBoxes({ x, y, w, h }, width) {
  const high = LABEL_SIZE * 1.2;
  const middle = x + w / 2 - width / 2;
  const level = y + h / 2 - high / 2;
  return [[middle, y + h + 1], [middle, y - high - 1], [x + w + 2, level], [x - width - 2, level]]
    .map(([left, top]) => ({ x: left, y: top, w: width, h: high }));
}

function nodeBox(scene, n, zoom) {
  const r = scene.radius(n, zoom) + 1;
  return { x: scene.x[n] * zoom - r, y: scene.y[n] * zoom - r, w: 2 * r, h: 2 * r };
}
