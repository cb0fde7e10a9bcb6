"use strict";
// Who else drives a stretch of road, in the same direction: rounds that share it get lanes.
(function (T) {
  function key(a, b) { return a.lat + "," + a.lng + ">" + b.lat + "," + b.lng; }

  // With more than `few` rounds there would be too many lanes: then all share one.
  T.Lanes = function (rounds, few) {
    this.users = new Map();
    if (rounds.length <= few) { rounds.forEach(this.add, this); }
  };

  T.Lanes.prototype = {
    add: function (round) {
      var users = this.users;
      round.paths.forEach(function (path) {
        for (var i = 1; i < path.length; i++) {
          var k = key(path[i - 1], path[i]), list = users.get(k);
          if (!list) { users.set(k, [round.itinerary]); }
          else if (!list.includes(round.itinerary)) { list.push(round.itinerary); }
        }
      });
    },

    rank: function (k, itinerary) {
      var list = this.users.get(k);
      return list ? list.indexOf(itinerary) : 0;
    }
  };

  // Cuts a path into runs of one rank: [{rank, path}]. Runs shorter than `short` degrees stay
  // in their neighbour's lane: no swerving.
  T.runs = function (path, short, rankOf) {
    var runs = [], run = null;
    for (var i = 1; i < path.length; i++) {
      var rank = rankOf(key(path[i - 1], path[i]));
      if (!run || rank !== run.rank) {
        run = { rank: rank, path: [path[i - 1]], length: 0 };
        runs.push(run);
      }
      run.path.push(path[i]);
      run.length += Math.abs(path[i].lat - path[i - 1].lat) + Math.abs(path[i].lng - path[i - 1].lng);
    }
    return runs.reduce(join.bind(null, short), []);
  };

  function join(short, runs, run) {
    var last = runs[runs.length - 1];
    if (last && (run.length < short || last.length < short || last.rank === run.rank)) {
      if (last.length < short) { last.rank = run.rank; }
      last.path = last.path.concat(run.path.slice(1));
      last.length += run.length;
    } else {
      runs.push(run);
    }
    return runs;
  }
})(tournees);
