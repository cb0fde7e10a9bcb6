"use strict";
// The rounds on the map: which are shown, how wide, on which side of the road, which stand out.
(function (T) {
  var SWERVE = 40;  // pixels that a round stays in its lane at least
  var FEW = 12;  // up to here every round gets arrows and generous lines

  T.Rounds = function (map, rounds) {
    this.map = map;
    this.rounds = rounds;
    this.casing = L.layerGroup().addTo(map);
    this.arrows = L.layerGroup().addTo(map);
    rounds.forEach(function (round) {
      round.paths = round.lines.map(function (line) { return line.getLatLngs(); });
    });
    this.show(function () { return false; });
    map.on("zoomend", this.draw, this);
  };

  T.Rounds.prototype = {
    show: function (wanted) {
      var map = this.map;
      this.rounds.forEach(function (round) {
        round.shown = wanted(round);
        if (round.shown) { map.addLayer(round.layer); } else { map.removeLayer(round.layer); }
      });
      // The stops of rides are too many for more than one day at a time.
      var single = sameDay(this.visible());
      this.rounds.forEach(function (round) {
        if (!round.stops) { return; }
        if (round.shown && single) { map.addLayer(round.stops); } else { map.removeLayer(round.stops); }
      });
      this.turns = turnsOf(this.visible());
      this.lanes = new T.Lanes(this.visible(), FEW);
      this.draw();
    },

    visible: function () {
      return this.rounds.filter(function (round) { return round.shown; });
    },

    // Markers of the rides' stops that are on the map.
    halts: function () {
      var map = this.map;
      return this.rounds.reduce(function (found, round) {
        return round.stops && map.hasLayer(round.stops) ? found.concat(round.stops.getLayers()) : found;
      }, []);
    },

    bounds: function () {
      return this.visible().reduce(function (box, round) {
        round.paths.forEach(function (path) { path.forEach(function (p) { box.extend(p); }); });
        return box;
      }, L.latLngBounds([]));
    },

    draw: function () {
      var visible = this.visible(), self = this;
      var few = visible.length <= FEW;
      var width = sameDay(visible) ? 5 : few ? 4 : 2.5;
      this.casing.clearLayers();
      this.arrows.clearLayers();
      visible.forEach(function (round) {
        var turn = self.turns.get(round);
        round.lines.forEach(function (line, i) {
          var points = self.pixels(round.paths[i], turn.itinerary, width);
          var latlngs = points.map(function (p) { return self.map.unproject(p); });
          line.setLatLngs(latlngs);
          line.setStyle(dashes(round, turn, width));
          if (few) { self.dress(round, points, latlngs, width); }
          if (round.hollow) { self.hollow(latlngs, width); }
        });
      });
    },

    // The line on the screen: on the right of its road, further right where other rounds
    // drive the same way, so that all of them can be followed.
    pixels: function (path, itinerary, width) {
      var map = this.map, lanes = this.lanes, points = [];
      var short = SWERVE * 360 / 256 / Math.pow(2, map.getZoom());
      T.runs(path, short, function (key) { return lanes.rank(key, itinerary); }).forEach(function (run) {
        var pixels = run.path.map(function (latlng) { return map.project(latlng); });
        var gap = width * 0.5 + 0.8 + run.rank * (width + 1);
        points.push.apply(points, T.shift(L.LineUtil.simplify(pixels, 1), gap));
      });
      return points;
    },

    // A pale edge under the line, and arrows upon it.
    dress: function (round, points, latlngs, width) {
      var map = this.map;
      L.polyline(latlngs, {
        pane: "casing", color: "#ffffff", weight: width + 3, opacity: 0.9, interactive: false
      }).addTo(this.casing);
      var corners = T.arrows(points, 150, width * 1.15).map(function (corner) {
        return [corner.map(function (p) { return map.unproject(p); })];
      });
      if (corners.length) {
        L.polygon(corners, {
          pane: "arrows", color: "#ffffff", weight: 1.5, fillColor: round.colour, fillOpacity: 1,
          interactive: false, className: "arrow"
        }).addTo(this.arrows);
      }
    },

    // Rides are hollow lines, rounds are full ones: told apart without colours.
    hollow: function (latlngs, width) {
      L.polyline(latlngs, {
        pane: "hollows", color: "#ffffff", weight: width * 0.42, interactive: false
      }).addTo(this.casing);
    },

    emphasise: function (chosen) {
      this.rounds.forEach(function (round) {
        var strong = !chosen || round === chosen;
        round.lines.forEach(function (line) {
          line.setStyle({ opacity: strong ? 1 : 0.18 });
          if (chosen && strong) { line.bringToFront(); }
        });
      });
      this.map.getPane("arrows").classList.toggle("faded", Boolean(chosen));
    }
  };

  function sameDay(rounds) {
    return rounds.every(function (round) { return round.date === rounds[0].date; });
  }

  // Rounds with the same stops share a lane and take turns on it with their dashes.
  function turnsOf(rounds) {
    var turns = new Map(), groups = new Map();
    rounds.forEach(function (round) {
      var group = groups.get(round.itinerary) || [];
      groups.set(round.itinerary, group);
      turns.set(round, { itinerary: round.itinerary, turn: group.length, group: group });
      group.push(round);
    });
    return turns;
  }

  function dashes(round, turn, width) {
    var style = { weight: width, dashArray: round.dash || null, dashOffset: null }, piece = width * 4;
    if (turn.group.length > 1) {
      style.dashArray = piece + " " + piece * (turn.group.length - 1);
      style.dashOffset = String(turn.turn * piece);
    }
    return style;
  }
})(tournees);
