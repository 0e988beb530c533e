"use strict";
/* The ground that points cover: circles of so many metres around those that work, painted as one shape. */
window.decor = window.decor || {};

window.decor.reach = (function () {
  const EQUATOR = 40075016.7;

  /** Metres on the ground that one pixel of the map is. */
  function metresPerPixel(latitude, zoom) {
    return (EQUATOR * Math.cos((latitude * Math.PI) / 180)) / 2 ** (zoom + 8);
  }

  /** One path of many circles; where they overlap it is filled once. */
  function path(spots, radius) {
    const r = radius.toFixed(1);
    const d = (2 * radius).toFixed(1);
    return spots
      .map((at) => `M${(at.x - radius).toFixed(1)},${at.y.toFixed(1)}a${r},${r} 0 1,0 ${d},0a${r},${r} 0 1,0 -${d},0`)
      .join("");
  }

  let drawn = null;

  /** Draw the circles of the marks that work, or take them away for no metres. */
  function draw(map, marks, metres) {
    if (drawn && (drawn._map !== map || !metres)) {
      drawn.remove();
      drawn = null;
    }
    if (!metres) return;
    if (!drawn) {
      drawn = L.circleMarker(map.getCenter(), { stroke: false, interactive: false, pane: "reach", className: "reach" });
      drawn._updatePath = function () {
        const zoom = this._map.getZoom();
        const spots = this.spots.map((latlng) => this._map.latLngToLayerPoint(latlng));
        this._path.setAttribute("d", path(spots, this.metres / metresPerPixel(this._map.getCenter().lat, zoom)) || "M0,0");
      };
      drawn.spots = [];
      drawn.metres = metres;
      drawn.addTo(map);
    }
    drawn.spots = marks;
    drawn.metres = metres;
    drawn._updatePath();
  }

  return { draw, path, metresPerPixel };
})();
