"use strict";
// The list of dates: checkboxes, "only this one", one date back and forth.
(function (T) {
  T.Picker = function (root, onChange) {
    this.root = root;
    this.boxes = Array.from(root.querySelectorAll("input[data-date]"));
    this.all = root.querySelector("input[data-all]");
    this.onChange = onChange;
    root.addEventListener("change", this.changed.bind(this));
    root.addEventListener("click", this.clicked.bind(this));
  };

  T.Picker.prototype = {
    chosen: function () {
      return this.boxes
        .filter(function (box) { return box.checked; })
        .map(function (box) { return box.dataset.date; });
    },

    // "jeu. 3 déc. – " when one date alone is chosen.
    title: function () {
      var chosen = this.boxes.filter(function (box) { return box.checked; });
      return chosen.length === 1 ? chosen[0].dataset.label + " – " : "";
    },

    only: function (date) {
      this.boxes.forEach(function (box) { box.checked = box.dataset.date === date; });
      this.tell(true);
    },

    everything: function () {
      this.boxes.forEach(function (box) { box.checked = true; });
      this.tell(true);
    },

    // From the whole month forwards means the first date, backwards the last.
    step: function (direction) {
      var dates = this.boxes.map(function (box) { return box.dataset.date; });
      var chosen = this.chosen();
      var at = direction > 0 ? -1 : dates.length;
      if (chosen.length && chosen.length < dates.length) {
        at = dates.indexOf(direction > 0 ? chosen[chosen.length - 1] : chosen[0]);
      }
      this.only(dates[(at + direction + dates.length) % dates.length]);
    },

    changed: function (event) {
      if (event.target === this.all) {
        var on = this.all.checked;
        this.boxes.forEach(function (box) { box.checked = on; });
        this.tell(on);
      } else if (event.target.dataset.date) {
        this.tell(false);
      }
    },

    clicked: function (event) {
      var button = event.target.closest("button");
      if (!button) { return; }
      if (button.dataset.only) { this.only(button.dataset.only); }
      if (button.dataset.step) { this.step(Number(button.dataset.step)); }
    },

    tell: function (zoom) {
      var chosen = this.chosen();
      this.all.checked = chosen.length === this.boxes.length;
      this.all.indeterminate = chosen.length > 0 && !this.all.checked;
      this.boxes.forEach(function (box) {
        box.closest("[data-day]").classList.toggle("off", !box.checked);
      });
      this.onChange(chosen, zoom);
    }
  };
})(tournees);
