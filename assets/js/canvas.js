"use strict";
/* Areas of a level that has very many are painted on a canvas instead of being an element each: the same colours, states and
   hatches (`looks.js`, `patterns.js`), resolved for the theme, because a canvas knows no stylesheet. */
window.decor = window.decor || {};

window.decor.canvas = (function () {
  const TILE = 5;
  const MOST_BORDERS = 4000;
  let theme = null;
  let resolved = {};

  /** A colour of the stylesheet as it is now. */
  function colour(text) {
    const name = /^var\((--[\w-]+)\)$/.exec(text);
    return name ? window.getComputedStyle(document.documentElement).getPropertyValue(name[1]).trim() : text;
  }

  /** A tile that is repeated: a hatch of the class's colour, or the dots of what is hidden. */
  function tile(id) {
    const made = document.createElement("canvas");
    made.width = TILE;
    made.height = TILE;
    const pen = made.getContext("2d");
    pen.fillStyle = colour("var(--surface)");
    pen.fillRect(0, 0, TILE, TILE);
    const step = id.replace("p-hatch-", "");
    pen.fillStyle = colour("var(" + (window.decor.looks.COLOUR[step] || "--hidden") + ")");
    if (id === "p-hidden") {
      pen.arc(TILE / 2, TILE / 2, 0.9, 0, 2 * Math.PI);
      pen.fill();
      return pen.createPattern(made, "repeat");
    }
    pen.fillRect(0, 0, 3, TILE);
    const hatch = pen.createPattern(made, "repeat");
    hatch.setTransform(new DOMMatrix().rotate(45));
    return hatch;
  }

  /** What a canvas fills with for what an element is filled with. */
  function paint(text) {
    if (theme !== document.documentElement.dataset.theme) {
      theme = document.documentElement.dataset.theme;
      resolved = {};
    }
    if (!(text in resolved)) {
      const pattern = /^url\(#([\w-]+)\)$/.exec(text);
      resolved[text] = pattern ? tile(pattern[1]) : colour(text);
    }
    return resolved[text];
  }

  /** The look of an area for a canvas. Dots between so many cells would be a grey: only what has no report keeps its dashes. */
  function look(own) {
    const open = own.fillColor === "none";
    const dashes = open ? own.dashArray.split(" ").map(Number) : null;
    return Object.assign({}, own, { fill: !open, fillColor: paint(own.fillColor), color: paint(own.color), dashArray: dashes, _dashArray: dashes });
  }

  /** Draw areas; the borders of so many that they would be half of what is seen are left out, the fills touch then. */
  function draw(pen, layers, bordered) {
    layers.forEach(({ options, _parts: rings }) => {
      pen.beginPath();
      rings.forEach((ring) => {
        ring.forEach((at, n) => (n ? pen.lineTo(at.x, at.y) : pen.moveTo(at.x, at.y)));
        pen.closePath();
      });
      if (options.fill) {
        pen.globalAlpha = options.fillOpacity;
        pen.fillStyle = options.fillColor;
        pen.fill("evenodd");
      }
      if (!bordered && options.fill) return;
      pen.globalAlpha = options.opacity;
      pen.strokeStyle = options.color;
      pen.lineWidth = options.weight;
      pen.setLineDash(options.dashArray || []);
      pen.stroke();
    });
  }

  /** Leaflet's canvas, which knows what is pointed at, and draws by the rule above. */
  function cells() {
    const Sheet = L.Canvas.extend({
      _draw() {
        const layers = [];
        for (let order = this._drawFirst; order; order = order.next) {
          const { _parts: rings, _pxBounds: box } = order.layer;
          if (rings && rings.length && box && box.intersects(this._bounds)) layers.push(order.layer);
        }
        this._ctx.save();
        const bounds = this._redrawBounds;
        if (bounds) {
          const size = bounds.getSize();
          this._ctx.beginPath();
          this._ctx.rect(bounds.min.x, bounds.min.y, size.x, size.y);
          this._ctx.clip();
        }
        draw(this._ctx, layers, layers.length <= MOST_BORDERS);
        this._ctx.restore();
      },
    });
    return new Sheet({ pane: "cells" });
  }

  /** Paint what has changed on a sheet at once: by itself Leaflet would do it with the next picture, one behind the hand.
   *  Areas without borders that are filled cover what they were; else the whole sheet is painted. */
  function redraw(sheet, changed) {
    const shown = changed.filter((layer) => layer._parts && layer._parts.length);
    if (Object.keys(sheet._layers).length > MOST_BORDERS && changed.every(({ options }) => options.fill)) {
      draw(sheet._ctx, shown, false);
      return;
    }
    L.Util.cancelAnimFrame(sheet._redrawRequest);
    sheet._redrawBounds = null;
    sheet._redraw();
  }

  /** Whether areas of a level are painted so, as the page says. */
  function holds(level) {
    const body = document.querySelector(".map-body");
    return Boolean(body && (body.dataset.canvas || "").split(" ").includes(level));
  }

  return { look, paint, holds, redraw, cells, draw };
})();
