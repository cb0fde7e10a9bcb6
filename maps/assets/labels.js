"use strict";
// Names beside their points: the important ones first, none on top of another.
(function (T) {
  // Offsets of a label's top left corner from its point, best first; w, h: label, r: dot.
  function candidates(w, h, r, dotless) {
    if (dotless) { return [[-w / 2, -h / 2], [-w / 2, 4], [-w / 2, -h - 4]]; }
    var d = r + 3, e = r + 1;
    return [
      [d, -h / 2], [-w - d, -h / 2], [-w / 2, -h - d], [-w / 2, d],
      [e, -h - 1], [e, 1], [-w - e, -h - 1], [-w - e, 1]
    ];
  }

  // A village that is served today is named even a little further off, beyond its crowd of marks.
  function around(mark, w, h) {
    var rings = mark.radius > 10 ? [0, 20, 44] : [0];
    return rings.reduce(function (found, further) {
      return found.concat(candidates(w, h, mark.radius + further, !mark.radius));
    }, []);
  }

  function free(box, taken) {
    return taken.every(function (other) {
      return box[2] <= other[0] || other[2] <= box[0] || box[3] <= other[1] || other[3] <= box[1];
    });
  }

  // marks: [{layer, label (element), radius, priority}], any order; no label covers `markers`.
  T.placeLabels = function (map, marks, markers) {
    var shown = marks.filter(function (m) { return map.hasLayer(m.layer); });
    shown.forEach(function (m) { m.label.className = "mark-label"; });
    shown.forEach(function (m) {
      m.at = map.latLngToLayerPoint(m.layer.getLatLng());
      m.size = [m.label.offsetWidth, m.label.offsetHeight];
    });
    var taken = shown.filter(function (m) { return m.radius; }).map(function (m) {
      return [m.at.x - m.radius, m.at.y - m.radius, m.at.x + m.radius, m.at.y + m.radius];
    });
    markers.forEach(function (marker) { taken.push(boxOf(map, marker)); });
    var left = map.containerPointToLayerPoint([0, 0]).x;
    var view = [left, left + map.getSize().x];
    shown.sort(function (a, b) { return b.priority - a.priority; });
    shown.forEach(function (m) { place(m, taken, view) || shorten(m, taken, view); });
  };

  function boxOf(map, marker) {
    var dot = marker.getElement().querySelector(".mark-dot");
    var at = map.latLngToLayerPoint(marker.getLatLng());
    var x = at.x - marker.options.icon.options.iconAnchor[0];
    var w = dot.offsetWidth / 2 + 1, h = dot.offsetHeight / 2 + 1;
    return [x - w, at.y - h, x + w, at.y + h];
  }

  // No room for name and days: the name alone, or nothing.
  function shorten(mark, taken, view) {
    mark.label.classList.add("terse");
    mark.size = [mark.label.offsetWidth, mark.label.offsetHeight];
    if (!place(mark, taken, view)) { mark.label.classList.add("crowded"); }
  }

  function inside(x, w, view) { return x >= view[0] && x + w <= view[1]; }

  function place(mark, taken, view) {
    var w = mark.size[0], h = mark.size[1];
    var spots = around(mark, w, h).filter(function (s) {
      var x = mark.at.x + s[0], y = mark.at.y + s[1];
      return free([x - 1, y - 1, x + w + 1, y + h + 1], taken);
    });
    var spot = spots.find(function (s) { return inside(mark.at.x + s[0], w, view); }) || spots[0];
    if (!spot) { return false; }
    var x = Math.round(spot[0]), y = Math.round(spot[1]);
    mark.label.style.transform = "translate(" + x + "px," + y + "px)";
    taken.push([mark.at.x + x, mark.at.y + y, mark.at.x + x + w, mark.at.y + y + h]);
    return true;
  }
})(tournees);
