"use strict";
/* The first picture: the page as the server describes it, put up before Dash's scripts are read and taken away when the
   page itself is painted. What it shows is the page's first answer, which the panels take from here. */
window.decor = window.decor || {};

/* Beside another page (`assets/js/split.js`) a page has its selection and its panels only. */
if (window.self !== window.top) document.documentElement.classList.add("framed");

window.decor.first = window.decor.first || (function () {
  const LONGEST_MS = 15000;
  const CITY = { west: 106.7135, south: -6.4615, east: 106.9205, north: -6.3145 };
  const LEAST_ZOOM = 10;
  const MOST_ZOOM = 17;
  const SVG = "http://www.w3.org/2000/svg";

  /** Web Mercator as Leaflet has it, at zoom 0. */
  function mercator(lng, lat) {
    const sin = Math.sin((lat * Math.PI) / 180);
    return [((lng + 180) / 360) * 256, (0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI)) * 256];
  }

  /** Where the map will put a place of the earth: the same extent, padding and zoom steps as `decor.map` fits with. */
  function projection(width, height, extent) {
    const pad = { left: 8, top: 6, right: window.decor.looks.legendRoom(width), bottom: 6 };
    const [left, top] = mercator(extent.west, extent.north);
    const [right, bottom] = mercator(extent.east, extent.south);
    const room = [width - pad.left - pad.right, height - pad.top - pad.bottom];
    const fitting = Math.log2(Math.min(room[0] / (right - left), room[1] / (bottom - top)));
    const step = Math.floor((Math.round(fitting * 1000) / 1000) * 10) / 10;
    const scale = Math.pow(2, Math.min(Math.max(step, LEAST_ZOOM), MOST_ZOOM));
    const x0 = ((left + right) / 2) * scale + (pad.right - pad.left) / 2 - width / 2;
    const y0 = ((top + bottom) / 2) * scale + (pad.bottom - pad.top) / 2 - height / 2;
    return (lng, lat) => {
      const [x, y] = mercator(lng, lat);
      return [x * scale - x0, y * scale - y0];
    };
  }

  function rings(geometry) {
    return geometry.type === "Polygon" ? geometry.coordinates : geometry.coordinates.flat();
  }

  /** A polygon as the text of an SVG path. */
  function outline(geometry, project) {
    const point = (place) => project(place[0], place[1]).map((n) => n.toFixed(1)).join(",");
    return rings(geometry).map((ring) => "M" + ring.map(point).join("L") + "Z").join("");
  }

  /** The box around features. */
  function extentOf(features) {
    const places = features.flatMap((feature) => rings(feature.geometry).flat());
    const lngs = places.map((place) => place[0]);
    const lats = places.map((place) => place[1]);
    return { west: Math.min(...lngs), east: Math.max(...lngs), south: Math.min(...lats), north: Math.max(...lats) };
  }

  const holder = document.getElementById("first");
  const source = document.getElementById("first-data");
  const data = source ? JSON.parse(source.textContent) : null;

  function get(address) {
    return window.fetch(address).then((answer) => answer.json());
  }

  function path(svg, d, look) {
    const made = document.createElementNS(SVG, "path");
    const named = {
      d: d, fill: look.fillColor || "none", "fill-opacity": look.fillOpacity, stroke: look.color || "none",
      "fill-rule": "evenodd",
      "stroke-width": look.weight, "stroke-opacity": look.opacity, "stroke-dasharray": look.dashArray,
    };
    Object.keys(named).forEach((name) => {
      if (named[name] !== null && named[name] !== undefined) made.setAttribute(name, named[name]);
    });
    svg.appendChild(made);
  }

  /** The areas in their colours, and the borders that stand out. */
  async function cells(place, values, files) {
    const levels = ["kelurahan", "kecamatan", "kota"];
    const [areas, ...borders] = await Promise.all([values.level, ...levels].map((level) => get(files[level])));
    const box = place.getBoundingClientRect();
    // A kecamatan that is chosen is gone to, as the map does it (`decor.viewport`).
    const code = new URLSearchParams(window.location.search).get("area");
    const chosen = borders[1].features.filter((area) => !values.own && area.properties.c === code);
    const own = values.own ? areas.features : chosen;
    const project = projection(box.width, box.height, own.length ? extentOf(own) : CITY);
    const svg = document.createElementNS(SVG, "svg");
    svg.setAttribute("class", "first-cells");
    areas.features.forEach((area) =>
      path(svg, outline(area.geometry, project), window.decor.looks.cell(values, area.properties.i)));
    levels.forEach((level, n) => borders[n].features.forEach((area) =>
      path(svg, outline(area.geometry, project), window.decor.looks.lines[level])));
    const { veil, casing, core } = window.decor.looks.selected;
    chosen.map((area) => outline(area.geometry, project)).forEach((shape) => {
      path(svg, "M-99,-99H9999V9999H-99Z" + shape, veil);
      [casing, core].forEach((look) => path(svg, shape, look));
    });
    place.appendChild(svg);
  }

  function slot(name) {
    return holder.querySelector('[data-slot="' + name + '"]');
  }

  function show() {
    const { frame, answer } = data;
    document.documentElement.dataset.theme = data.theme;
    document.documentElement.lang = data.lang;
    holder.replaceChildren(...frame.map((tree) => window.decor.draw.element(tree)));
    const parts = Object.assign({}, ...answer.panels.map((panel) => panel.parts));
    Object.keys(parts).forEach((id) => {
      const place = slot(id);
      if (place) place.replaceChildren(...parts[id].map((tree) => window.decor.draw.element(tree)));
    });
    // What the server's trees name is the page's own: here it is only looked at.
    holder.querySelectorAll("[id]").forEach((element) => element.removeAttribute("id"));
    holder.querySelectorAll("[data-area]").forEach((element) => element.removeAttribute("data-area"));
    holder.querySelectorAll("a[data-page]").forEach((link) => {
      if (link.pathname.replace(/\/$/, "") === window.location.pathname.replace(/\/$/, "")) link.setAttribute("aria-current", "page");
      link.removeAttribute("data-page");
    });
    holder.querySelectorAll("[data-set]").forEach((button) => {
      const wanted = JSON.parse(button.dataset.set);
      if (wanted.theme) button.setAttribute("aria-pressed", String(wanted.theme === data.theme));
      button.removeAttribute("data-set");
    });
    const caption = slot("map-caption");
    const { values } = answer.panels.find((panel) => panel.values) || {};
    if (caption && values) caption.textContent = values.caption;
    const map = slot("first-cells");
    const drawn = map && values ? cells(map, values, answer.files) : Promise.resolve();
    drawn.then(() => { holder.dataset.painted = "true"; }).catch(() => {});
    window.setTimeout(away, LONGEST_MS);
  }

  /** The page itself is painted. */
  function away() {
    if (holder) holder.remove();
  }

  if (holder && data) show();
  return { answer: data && data.answer, away, projection, outline, extentOf };
})();
