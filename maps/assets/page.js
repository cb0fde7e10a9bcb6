"use strict";
// Puts the parts together: map, rounds, labels, picker, table.
(function (T) {
  T.popup = function (ids) {
    var box = document.createElement("div");
    box.className = "popup";
    ids.forEach(function (id) {
      box.appendChild(document.getElementById(id).content.cloneNode(true));
    });
    box.querySelectorAll("[data-on]").forEach(function (part) {
      part.hidden = !T.dates.includes(part.dataset.on);
    });
    return box;
  };

  T.start = function (map, plan) {
    T.map = map;
    T.dates = [];
    dressMap(map, plan);
    var rounds = new T.Rounds(map, plan.rounds);
    var relabel = function () {
      var labelled = plan.marks.filter(function (m) { return m.label; });
      T.placeLabels(map, labelled, rounds.halts());
    };
    plan.marks.forEach(prepareMark);
    var whose = document.querySelector("select[data-whose]");
    var picker = new T.Picker(document.getElementById("dates"), function (dates, zoom) {
      var who = whose ? whose.value : "";
      T.dates = dates;
      map.closePopup();
      rounds.show(function (round) { return dates.includes(round.date) && (!who || round.who === who); });
      plan.marks.forEach(function (mark) { updateMark(mark, rounds.visible()); });
      if (zoom && dates.length) { frame(map, target(rounds, plan, dates)); }
      relabel();
      announce(plan, rounds.visible(), picker.title());
    });
    map.on("zoomend", relabel);
    watchHover(rounds, plan);
    watchToggles(map, plan, relabel);
    watchTiles(map, plan.tiles);
    if (whose) { whose.addEventListener("change", function () { picker.tell(false); fade(whose.value, plan); }); }
    watchTable(picker);
    watchPrint(map, function () { return target(rounds, plan, T.dates); });
    if (window.matchMedia("(max-width: 760px)").matches) {
      document.querySelectorAll(".side details").forEach(function (part) { part.open = false; });
    }
    picker.tell(false);
    window.addEventListener("resize", function () { map.invalidateSize({ animate: false }); });
    document.documentElement.dataset.ready = "true";
  };

  function dressMap(map, plan) {
    var box = map.getContainer();
    box.setAttribute("role", "region");
    box.setAttribute("aria-label", plan.words.map);
    map.attributionControl.setPrefix(false).addAttribution(plan.words.attribution);
    L.control.zoom({ zoomInTitle: plan.words.zoom_in, zoomOutTitle: plan.words.zoom_out }).addTo(map);
    L.control.scale({ imperial: false, maxWidth: 140 }).addTo(map);
    var scale = function () {
      box.classList.toggle("far", map.getZoom() < 10.5);
      box.classList.toggle("very-far", map.getZoom() < 9.5);
    };
    map.on("zoomend", scale);
    map.on("popupopen", function (event) {
      var part = event.popup.getElement();
      part.querySelector(".leaflet-popup-close-button").setAttribute("aria-label", plan.words.close);
      part.setAttribute("tabindex", "-1");
      part.addEventListener("keydown", function (key) {
        if (key.key === "Escape") { map.closePopup(); }
      });
      part.focus({ preventScroll: true });
    });
    map.on("popupclose", function (event) {
      var owner = event.popup._source && event.popup._source.getElement && event.popup._source.getElement();
      if (owner && event.popup.getElement().contains(document.activeElement)) { owner.focus({ preventScroll: true }); }
    });
    scale();
  }

  function prepareMark(mark) {
    var icon = mark.layer.getElement();
    mark.label = icon && icon.querySelector(".mark-label");
    mark.dot = icon && icon.querySelector(".mark-dot");
    mark.shown = true;
    if (icon && mark.title) { icon.setAttribute("aria-label", mark.title); }
    if (mark.label) { mark.codes = mark.label.querySelector(".mark-codes"); }
  }

  // A village shows its stop number on a single day, the days of its rounds otherwise.
  function updateMark(mark, visible) {
    if (mark.kind !== "stop") { return; }
    var single = visible.length && visible.every(function (r) { return r.date === visible[0].date; });
    var visits = mark.visits.filter(function (v) { return visible.some(function (r) { return r.id === v.round; }); });
    mark.codes.replaceChildren();
    visits.forEach(function (visit) {
      var chip = document.createElement("span");
      chip.className = (single ? "hours " : "chip ") + visit.style;
      chip.textContent = single ? visit.hours : visit.code;
      mark.codes.appendChild(chip);
    });
    var icon = mark.layer.getElement();
    icon.classList.toggle("numbered", Boolean(single && visits.length));
    icon.classList.toggle("resting", !visits.length);
    mark.dot.className = "mark-dot " + (single && visits.length ? visits[0].style : "");
    mark.dot.textContent = single && visits.length
      ? visits.map(function (v) { return v.order; }).join("·") : "";
    mark.radius = single && visits.length ? 13 : 8;
    mark.priority = visits.length ? 2e9 + mark.weight : 1e9 + mark.weight;
  }

  // What to look at: the territory for all dates (and for none), the rounds for some.
  function target(rounds, plan, dates) {
    var days = new Set(plan.rounds.map(function (round) { return round.date; }));
    var whole = !dates.length || dates.length === days.size;
    return {
      bounds: whole ? plan.bounds : rounds.bounds(),
      options: { padding: whole ? [6, 6] : [40, 40], maxZoom: 14 }
    };
  }

  function frame(map, aim) {
    var still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    map.fitBounds(aim.bounds, Object.assign({ animate: !still }, aim.options));
  }

  // How much is shown; where there are rides, rounds and trips are counted apart.
  function announce(plan, visible, title) {
    var words = plan.words;
    var rides = plan.rounds.filter(function (round) { return round.hollow; });
    var rounds = visible.filter(function (round) { return !round.hollow; }).length;
    var text = counted(rounds, words.shown_one, words.shown_many);
    if (rides.length) {
      var trips = visible.reduce(function (sum, round) { return sum + (round.trips || 0); }, 0);
      text = counted(rounds, words.rounds_one, words.rounds_many) + ", "
        + counted(trips, words.trips_one, words.trips_many);
    }
    document.getElementById("shown").textContent = title + text;
  }

  function counted(number, one, many) {
    return (number < 2 ? one : many).replace("{n}", number);
  }

  function watchHover(rounds, plan) {
    var byId = new Map(plan.rounds.map(function (round) { return [round.id, round]; }));
    document.querySelectorAll("[data-round]").forEach(function (row) {
      var round = byId.get(row.dataset.round);
      row.addEventListener("mouseenter", function () { if (round.shown) { rounds.emphasise(round); } });
      row.addEventListener("mouseleave", function () { rounds.emphasise(null); });
    });
  }

  function watchToggles(map, plan, relabel) {
    document.querySelectorAll("input[data-toggle]").forEach(function (box) {
      box.addEventListener("change", function () {
        var layer = plan.toggles[box.dataset.toggle];
        if (box.checked) { map.addLayer(layer); } else { map.removeLayer(layer); }
        plan.marks.forEach(function (mark) { if (map.hasLayer(mark.layer)) { prepareMark(mark); } });
        relabel();
      });
    });
  }

  // Dates on which the chosen one does not drive step back in the list.
  function fade(who, plan) {
    document.querySelectorAll("[data-round]").forEach(function (row) {
      var round = plan.rounds.find(function (one) { return one.id === row.dataset.round; });
      row.hidden = Boolean(who) && round.who !== who;
    });
    document.querySelectorAll("[data-day]").forEach(function (day) {
      day.hidden = !day.querySelector("[data-round]:not([hidden])");
    });
  }

  // Somebody else's base map: asked for by hand, or never.
  function watchTiles(map, tiles) {
    var box = document.querySelector("input[data-tiles]");
    if (!box || !tiles) { return; }
    var layer = L.tileLayer(tiles.url, { attribution: tiles.attribution, maxNativeZoom: tiles.max_zoom, maxZoom: 20 });
    box.addEventListener("change", function () {
      map.getContainer().classList.toggle("on-tiles", box.checked);
      if (box.checked) { map.addLayer(layer); } else { map.removeLayer(layer); }
    });
  }

  // On paper the map has the paper's width and shows the chosen dates.
  function watchPrint(map, aim) {
    var seen = null;
    function resized(on) {
      document.documentElement.classList.toggle("printing", on);
      map.invalidateSize({ animate: false, pan: false });
    }
    window.addEventListener("beforeprint", function () {
      seen = { center: map.getCenter(), zoom: map.getZoom() };
      resized(true);
      map.fitBounds(aim().bounds, Object.assign(aim().options, { animate: false }));
    });
    window.addEventListener("afterprint", function () {
      resized(false);
      if (seen) { map.setView(seen.center, seen.zoom, { animate: false }); }
    });
  }

  function watchTable(picker) {
    document.querySelectorAll("button[data-show]").forEach(function (button) {
      button.addEventListener("click", function () {
        picker.only(button.dataset.show);
        document.getElementById("carte").scrollIntoView({ block: "start" });
        T.map.getContainer().focus({ preventScroll: true });
      });
    });
  }
})(tournees);
