"use strict";
// Lines: reading them, shifting them to the side, putting arrows on them.
var tournees = {};

(function (T) {
  // Reads an encoded polyline (see maps/polyline.py) into [[lat, lon], …].
  T.decode = function (text) {
    var points = [], at = 0, lat = 0, lon = 0;
    function next() {
      var value = 0, shift = 0, digit;
      do {
        digit = text.charCodeAt(at++) - 63;
        value |= (digit & 0x1f) << shift;
        shift += 5;
      } while (digit >= 0x20);
      return value & 1 ? ~(value >> 1) : value >> 1;
    }
    while (at < text.length) {
      lat += next();
      lon += next();
      points.push([lat / 1e5, lon / 1e5]);
    }
    return points;
  };

  // Moves a pixel line `gap` pixels to the right of its own direction: out and back, and
  // rounds that share a road, then run side by side as on a tram map.
  T.shift = function (points, gap) {
    if (!gap || points.length < 2) { return points; }
    var normals = [];
    for (var i = 1; i < points.length; i++) {
      var dx = points[i].x - points[i - 1].x, dy = points[i].y - points[i - 1].y;
      var length = Math.hypot(dx, dy) || 1;
      normals.push([-dy / length, dx / length]);
    }
    return points.map(function (p, i) {
      var a = normals[Math.max(i - 1, 0)], b = normals[Math.min(i, normals.length - 1)];
      var x = a[0] + b[0], y = a[1] + b[1], norm = Math.hypot(x, y);
      if (norm < 0.6) { x = b[0]; y = b[1]; norm = 1; }  // a hairpin: no long spike
      return L.point(p.x + gap * x / norm, p.y + gap * y / norm);
    });
  };

  // Triangles along a pixel line, one every `every` pixels, pointing where the line goes.
  T.arrows = function (points, every, size) {
    var total = 0, found = [], i;
    for (i = 1; i < points.length; i++) { total += points[i].distanceTo(points[i - 1]); }
    if (total < 4 * size) { return found; }
    var number = Math.max(1, Math.round(total / every)), step = total / number;
    var wanted = step / 2, done = 0;
    for (i = 1; i < points.length && found.length < number; i++) {
      var p = points[i - 1], q = points[i], length = q.distanceTo(p);
      while (length > 0 && done + length >= wanted && found.length < number) {
        found.push(triangle(p, q, (wanted - done) / length, size));
        wanted += step;
      }
      done += length;
    }
    return found;
  };

  function triangle(p, q, share, size) {
    var length = q.distanceTo(p);
    var ux = (q.x - p.x) / length, uy = (q.y - p.y) / length;
    var x = p.x + share * (q.x - p.x), y = p.y + share * (q.y - p.y);
    var back = -0.7 * size, half = 0.75 * size;
    return [
      L.point(x + ux * size, y + uy * size),
      L.point(x + ux * back - uy * half, y + uy * back + ux * half),
      L.point(x + ux * back + uy * half, y + uy * back - ux * half)
    ];
  }
})(tournees);
