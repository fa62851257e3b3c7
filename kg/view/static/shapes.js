// The outlines of node types and the lines of edges, on anything that draws like a canvas.

const TRACE = {
  dot(c, x, y, r) {
    c.moveTo(x + r, y);
    c.arc(x, y, r, 0, 2 * Math.PI);
  },
  square(c, x, y, r) {
    const s = r * 0.89;
    polygon(c, [[x - s, y - s], [x + s, y - s], [x + s, y + s], [x - s, y + s]]);
  },
  diamond(c, x, y, r) {
    const s = r * 1.2;
    polygon(c, [[x, y - s], [x + s, y], [x, y + s], [x - s, y]]);
  },
  triangle(c, x, y, r) {
    const s = r * 1.15;
    polygon(c, [[x, y - s], [x + s * 0.9, y + s * 0.7], [x - s * 0.9, y + s * 0.7]]);
  },
  star(c, x, y, r) {
    polygon(c, Array.from({ length: 10 }, (_, i) => {
      const reach = i % 2 ? r * 0.55 : r * 1.3;
      const turn = (Math.PI * i) / 5 - Math.PI / 2;
      return [x + reach * Math.cos(turn), y + reach * Math.sin(turn)];
    }));
  },
};

function polygon(c, points) {
  c.moveTo(...points[0]);
  for (const point of points.slice(1)) c.lineTo(...point);
  c.closePath();
}

// A straight line, or one that bends aside when several edges join the same two nodes.
function traceEdge(c, ax, ay, bx, by, bend) {
  c.moveTo(ax, ay);
  if (!bend) c.lineTo(bx, by);
  else c.quadraticCurveTo(...bendPoint(ax, ay, bx, by, bend), bx, by);
}

function bendPoint(ax, ay, bx, by, bend) {
  return [(ax + bx) / 2 - (by - ay) * bend * 0.18, (ay + by) / 2 + (bx - ax) * bend * 0.18];
}

// The head of an arrow that ends at distance `gap` from b.
function traceArrow(c, ax, ay, bx, by, bend, gap, size) {
  const [fx, fy] = bend ? bendPoint(ax, ay, bx, by, bend) : [ax, ay];
  const length = Math.hypot(bx - fx, by - fy) || 1;
  const [ux, uy] = [(bx - fx) / length, (by - fy) / length];
  const [x, y] = [bx - ux * gap, by - uy * gap];
  c.moveTo(x, y);
  c.lineTo(x - ux * size - uy * size * 0.45, y - uy * size + ux * size * 0.45);
  c.lineTo(x - ux * size + uy * size * 0.45, y - uy * size - ux * size * 0.45);
  c.closePath();
}
