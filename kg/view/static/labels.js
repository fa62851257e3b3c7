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

const FEW = 90; // nodes up to which labels keep off the nodes too

// Labels of the nodes in `order` at a zoom, as boxes in pixels from the origin of the graph.
function chooseLabels(context, scene, order, zoom, limit) {
  const room = new Room(80);
  const spots = new Room(80);
  const keepOff = scene.nodes.length <= FEW;
  if (keepOff) for (const n of scene.nodes) spots.take(nodeBox(scene, n, zoom));
  const chosen = [];
  for (const n of order) {
    if (chosen.length >= limit) break;
    const text = shortened(scene.name(n));
    const width = textWidth(context, text);
    const own = nodeBox(scene, n, zoom);
    const x = own.x + own.w / 2;
    const tries = [own.y + own.h + 1, own.y - LABEL_SIZE * 1.2 - 1].map((y) => ({ x: x - width / 2, y, w: width, h: LABEL_SIZE * 1.2 }));
    const box = tries.find((b) => room.free(b) && (!keepOff || spots.free(b))) || (keepOff ? tries.find((b) => room.free(b)) : null);
    if (!box) continue;
    room.take(box);
    chosen.push({ n, text, x, y: box.y, half: width / 2 });
  }
  return { chosen, room };
}

function nodeBox(scene, n, zoom) {
  const r = scene.radius(n, zoom) + 1;
  return { x: scene.x[n] * zoom - r, y: scene.y[n] * zoom - r, w: 2 * r, h: 2 * r };
}
