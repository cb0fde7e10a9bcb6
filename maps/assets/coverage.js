"use strict";
// The coverage page: shades by measure, maps that move together, minutes beside the names.
(function (T) {
  var BESIDE = 12;  // pixels

  T.shades = [];

  // One commune layer: the polygons are shared, the colours are this map's.
  T.shade = function (shades, look) {
    return L.geoJSON(T.communes, {
      pane: look.pane,
      style: function (feature) {
        var shade = shades[feature.id];
        return {
          pane: look.pane, color: look.color, weight: look.weight, opacity: 1,
          fillColor: shade ? shade.fill : "#fff", fillOpacity: 1
        };
      },
      onEachFeature: function (feature, layer) {
        layer.bindTooltip(function () { return T.told(feature.id, shades[feature.id]); }, { sticky: true });
      }
    });
  };

  T.told = function (insee, shade) {
    var box = document.createElement("span");
    box.textContent = T.names[insee] + " – " + minutes(shade && shade.minutes);
    return box;
  };

  T.startCoverage = function (page) {
    T.communes = page.communes;
    T.names = page.names;
    T.words = page.words;
    T.shades.forEach(function (layer) { layer.addLayer(layer.draw()); });
    page.maps.forEach(function (one) { dress(one, page.words); });
    follow(page.maps.map(function (one) { return one.map; }));
    var choices = Array.from(document.querySelectorAll("input[name=measure]"));
    choices.forEach(function (choice) {
      choice.addEventListener("change", function () { show(page, choice.value); });
    });
    show(page, choices.find(function (choice) { return choice.checked; }).value);
    window.addEventListener("resize", function () { fill(page); });
    watchPrint(page);
    document.documentElement.dataset.ready = "true";
  };

  function fill(page) {
    page.maps.forEach(function (one) { one.map.invalidateSize({ animate: false, pan: false }); });
  }

  // On paper the maps have the paper's width and show the whole territory.
  function watchPrint(page) {
    var seen = null;
    function resized(on) {
      document.documentElement.classList.toggle("printing", on);
      fill(page);
    }
    window.addEventListener("beforeprint", function () {
      seen = { center: page.maps[0].map.getCenter(), zoom: page.maps[0].map.getZoom() };
      resized(true);
      page.maps.forEach(function (one) { whole(one); });
    });
    window.addEventListener("afterprint", function () {
      resized(false);
      if (seen) { page.maps[0].map.setView(seen.center, seen.zoom, { animate: false }); }
    });
  }

  function whole(one) {
    one.map.fitBounds(L.geoJSON(T.communes).getBounds(), { animate: false, padding: [4, 4] });
  }

  function dress(one, words) {
    var box = one.map.getContainer();
    document.getElementById("carte-" + one.id).appendChild(box);
    box.setAttribute("role", "region");
    box.setAttribute("aria-label", words.map + " – " + document.getElementById("titre-" + one.id).textContent);
    one.map.invalidateSize({ animate: false });
    L.control.zoom({ zoomInTitle: words.zoom_in, zoomOutTitle: words.zoom_out }).addTo(one.map);
    L.control.scale({ imperial: false }).addTo(one.map);
    whole(one);
    one.labels.forEach(function (mark) {
      var icon = mark.layer.getElement();
      mark.radius = 0;
      mark.label = icon.querySelector(".mark-label");
      mark.label.querySelector("b").textContent = T.names[mark.insee];
      mark.codes = mark.label.querySelector(".mark-codes");
    });
    one.map.on("zoomend", function () { label(one); });
  }

  // No name covers a place.
  function label(one) {
    var places = [];
    Object.keys(one.layers).forEach(function (name) {
      if (!one.map.hasLayer(one.layers[name].group)) { return; }
      one.layers[name].group.eachLayer(function (layer) { if (layer.options.icon) { places.push(layer); } });
    });
    one.labels.forEach(function (mark) {
      var at = one.map.latLngToLayerPoint(mark.layer.getLatLng());
      var here = places.some(function (place) {
        return at.distanceTo(one.map.latLngToLayerPoint(place.getLatLng())) < BESIDE;
      });
      mark.radius = here ? 9 : 0;  // its name then stands beside the place, not on the point
    });
    T.placeLabels(one.map, one.labels, places);
  }

  // Side by side they always show the same part of the country.
  function follow(maps) {
    var moving = false;
    maps.forEach(function (map) {
      map.on("move", function () {
        if (moving) { return; }
        moving = true;
        maps.forEach(function (other) {
          if (other !== map) { other.setView(map.getCenter(), map.getZoom(), { animate: false }); }
        });
        moving = false;
      });
    });
  }

  function show(page, measure) {
    page.maps.forEach(function (one) {
      Object.keys(one.layers).forEach(function (name) {
        var group = one.layers[name].group;
        if (name === measure) { one.map.addLayer(group); } else { one.map.removeLayer(group); }
      });
      one.labels.forEach(function (mark) {
        mark.codes.textContent = minutes(one.layers[measure].minutes[mark.insee]);
      });
      label(one);
    });
    document.querySelectorAll("[data-measure]").forEach(function (part) {
      part.hidden = part.dataset.measure !== measure;
    });
  }

  function minutes(value) {
    return value === null || value === undefined ? T.words.none : T.words.minutes.replace("{n}", value);
  }
})(tournees);
