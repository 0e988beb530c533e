"use strict";
/* The map: style functions, painting of values, selection outlines, labels, points, the hover card.
   Polygons come once by URL; the server sends one class and one state an area. */
window.decor = window.decor || {};

window.decor.map = (function () {
  const documents = {};
  let layers = [];
  let points = [];
  let current = null;
  let leaflet = null;
  let waiting = null;
  let pointed = null;
  let playing = null;
  let tidying = null;
  let covering = null;
  let files = null;
  let outlined = "";
  let outlinedOn = null;
  let laid = [];
  let lookedOn = null;
  let numbers = null;
  const rings = new Map();

  const lookAt = (i, drawn) => (drawn ? window.decor.canvas.look : (own) => own)(window.decor.looks.cell(current, i));
  const cellStyle = ({ properties: { i, c } }) => lookAt(i, window.decor.canvas.holds(levelOf(c)));

  /* Where areas are painted on a canvas: one for the areas, one for the rings of reported zeros. */
  let sheets = null;
  let encircled = null;

  function sheet(pane) {
    sheets = sheets || {};
    sheets[pane] = sheets[pane] || (pane === "cells" ? window.decor.canvas.cells() : L.canvas({ pane: pane }));
    return sheets[pane];
  }

  const onCanvas = (layer) => Boolean(sheets) && layer.options.renderer === sheets.cells;

  function cell(feature, layer) {
    const i = feature.properties.i;
    layers[i] = layer;
    if (window.decor.canvas.holds(levelOf(feature.properties.c))) layer.options.renderer = sheet("cells");
    layer.on("click", (event) => {
      const mouse = event.originalEvent;
      window.decor.viewport.touch();
      window.decor.state.select(feature.properties.c, mouse.ctrlKey || mouse.metaKey);
    });
    layer.on("mouseover", () => point(feature.properties.c));
    layer.on("mouseout", () => point(null));
    layer.on("add", () => {
      const path = layer.getElement && layer.getElement();
      if (!path && !onCanvas(layer)) return;
      if (path) {
        path.setAttribute("data-area", feature.properties.c);
        path.setAttribute("role", "img");
        path.setAttribute("aria-label", feature.properties.n);
      }
      if (waiting && shown() >= waiting.count) waiting.done();
      attach(layer._map);
    });
  }

  /** Polygons that lie on the present map; those of a page that was left do not count. */
  function shown() {
    return layers.filter((layer) => layer && layer._map).length;
  }

  function alive() {
    return leaflet && leaflet._mapPane;
  }

  function attach(map) {
    if (!map || leaflet === map) return;
    leaflet = map;
    if (current) buttons(current.words);
    map.on("zoomend moveend resize", () => window.requestAnimationFrame(() => { number_(); declutter(); }));
    const viewport = window.decor.viewport;
    viewport.attach(map, extent);
    new ResizeObserver(() => {
      if (!map._mapPane) return;
      map.invalidateSize();
      viewport.take("resized");
      window.setTimeout(() => viewport.take("resized"), 60);
    }).observe(map.getContainer());
  }

  /** The buttons that zoom, in the page's words, and beside them: to the selection, and back to the city. */
  function buttons(words) {
    const bar = alive() && leaflet.getContainer().querySelector(".leaflet-control-zoom");
    if (!bar || bar.querySelector("[data-look]")) return;
    [["in", words.zoomIn], ["out", words.zoomOut]].forEach(([side, text]) => {
      const button = bar.querySelector(".leaflet-control-zoom-" + side);
      button.title = text;
      button.setAttribute("aria-label", text);
    });
    [["to-selection", "\u25a3", words.toSelection, "z"], ["to-city", "\u2302", words.toCity, "c"]].forEach(([look, sign, text, key]) => {
      const button = document.createElement("a");
      Object.entries({ href: "#", role: "button", title: text + " (" + key + ")", "aria-label": text, "data-look": look })
        .forEach(([name, value]) => button.setAttribute(name, value));
      button.textContent = sign;
      L.DomEvent.disableClickPropagation(button);
      button.addEventListener("click", (event) => {
        event.preventDefault();
        window.decor.viewport.take(look);
      });
      bar.appendChild(button);
    });
    window.decor.lasso.attach(leaflet, bar, words);
  }

  /** The city; for somebody who may see one area only, that area. */
  function extent() {
    const own = current && current.own ? layers.filter((layer) => layer && layer._map && layer.getBounds) : [];
    if (!own.length) return [[-6.4615, 106.7135], [-6.3145, 106.9205]];
    return own.slice(1).reduce((box, layer) => box.extend(layer.getBounds()), own[0].getBounds());
  }

  /** Recolour what is on screen; only attributes that changed are touched. */
  function recolour() {
    const redrawn = [];
    layers.forEach((layer) => {
      if (!layer || !layer.feature) return;
      const path = layer.getElement && layer.getElement();
      const drawn = !path && onCanvas(layer) && layer._map;
      if (!path && !drawn) return;
      const i = layer.feature.properties.i;
      // What has the same class and state as before looks the same; what is drawn has the theme's colours in it.
      const kind = [current.c[i], current.s[i], current.level, current.layer, drawn ? document.documentElement.dataset.theme : ""].join();
      if (layer.paintedKind === kind) return;
      layer.paintedKind = kind;
      const look = lookAt(i, drawn);
      if (drawn) {
        Object.assign(layer.options, look);
        ring(layer);
        redrawn.push(layer);
        return;
      }
      if (path.getAttribute("fill") !== look.fillColor) path.setAttribute("fill", look.fillColor);
      path.setAttribute("fill-opacity", look.fillOpacity);
      path.setAttribute("stroke", look.color);
      path.setAttribute("stroke-width", look.weight);
      if (look.dashArray) path.setAttribute("stroke-dasharray", look.dashArray);
      else path.removeAttribute("stroke-dasharray");
      Object.assign(layer.options, look);
      ring(layer);
    });
    if (redrawn.length) window.decor.canvas.redraw(sheets.cells, redrawn);
    repoint();
  }

  /** Redraw the points that are something else now, and the ground that they cover. */
  function repoint() {
    const other = points.filter((mark, i) => mark && mark.drawn !== drawnOf(i));
    other.forEach((mark) => mark.decorUpdate());
    if (other.length) cover();
  }

  /** What a point's drawing depends on: its letter, and the radius in which it reaches. */
  const drawnOf = (i) => (current && current.points ? current.points[i] + current.reach : "-");

  /** A reported zero is one ring in the middle of its area. Rings belong to the polygons that lie on the map. */
  function ring(layer) {
    const i = layer.feature.properties.i;
    const zero = !current.layer && current.c[i] === "0" && current.s[i] === "o";
    const made = rings.get(layer);
    if (zero && !made) {
      const drawn = onCanvas(layer) ? { renderer: sheet("zeros"), fill: false, weight: 1.1, color: window.decor.canvas.paint("var(--hidden)") } : {};
      const mark = L.circleMarker(layer.getCenter(), Object.assign({ radius: 2.2, className: "zero-ring", interactive: false, pane: "zeros" }, drawn));
      rings.set(layer, mark.addTo(leaflet));
    } else if (!zero && made) {
      made.remove();
      rings.delete(layer);
    }
  }

  /** Other polygons come: what was drawn for the old ones goes. */
  function cleared() {
    rings.forEach((mark) => mark.remove());
    rings.clear();
    unnumbered();
    encircle(null);
    return [];
  }

  /** The ground that the points cover, where the indicator has a radius. */
  function cover() {
    if (alive() && current) window.decor.reach.draw(leaflet, working(), current.reach);
  }

  /** Where the points stand that work. */
  function working() {
    const marks = current.points || "";
    return points.filter((mark, i) => mark && marks[i] === "l").map((mark) => mark.getLatLng());
  }

  function name(caption) {
    document.getElementById("map-caption").textContent = caption;
  }

  /** New values from the server: paint, then name what is painted; other polygons are fetched first. */
  function paint(values, addresses) {
    files = addresses;
    current = values;
    buttons(values.words);
    const wanted = files[values.level];
    follow(files[values.layer]);
    if (addressOf() === wanted && shown() >= values.c.length) {
      recolour();
      name(values.caption);
      card(pointed);
      outline(window.location.search, outlinedOn !== leaflet);
      window.decor.panels.painted();
      window.decor.engine.expect(values, files);
      return;
    }
    if (addressOf() !== wanted) layers = cleared();
    if (waiting) window.clearTimeout(waiting.timer);
    const finish = () => {
      if (waiting) window.clearTimeout(waiting.timer);
      waiting = null;
      recolour();
      number_();
      if (lookedOn !== leaflet) window.decor.viewport.take("new");
      lookedOn = leaflet;
      name(current.caption);
      card(pointed);
      outline(window.location.search, true);
      window.decor.panels.painted();
      window.decor.engine.expect(current, files);
    };
    waiting = { count: values.c.length, done: finish, timer: window.setTimeout(finish, 4000) };
    if (addressOf() !== wanted) show(wanted);
  }

  /** Another day of what is painted, from values that are here already. */
  function repaint(frame) {
    // What only the server knows of a day (limits, flags) is left out until it has answered.
    current = Object.assign({}, current, frame, { low: [], high: [], flags: [], basis: [] });
    recolour();
    name(frame.caption);
    card(pointed);
    // The server's last answer is not what is painted any more; it has to be had again, also for the same address.
    window.decor.panels.forget("map");
  }

  /** What was painted before something was drawn over it. */
  function restore(values) {
    current = values;
    recolour();
    name(values.caption);
    card(pointed);
  }

  /** Areas of a level in the order of its values. */
  function features(level) {
    return files ? document_(files[level]).then((found) => found.features.slice().sort((a, b) => a.properties.i - b.properties.i)) : Promise.resolve([]);
  }

  /** Points that were loaded since: their document has another address. */
  function follow(url) {
    const body = document.querySelector(".map-body");
    if (!url || !body || !body.dataset.points || body.dataset.points === url) return;
    body.dataset.points = url;
    points = [];
    window.dash_clientside.set_props("map-points", { url: url });
  }

  /** Where the polygons that are on the page come from. */
  function addressOf() {
    const body = document.querySelector(".map-body");
    return body ? body.dataset.cells : "";
  }

  function show(url) {
    const body = document.querySelector(".map-body");
    if (body) body.dataset.cells = url;
    window.dash_clientside.set_props("map-cells", { url: url });
  }

  function document_(url) {
    if (!documents[url]) {
      documents[url] = window.fetch(url).then((answer) => answer.json());
      // What did not come is asked for again.
      documents[url].catch(() => { delete documents[url]; });
    }
    return documents[url];
  }

  const LEVELS = ["kota", "kecamatan", "kelurahan", "rw"];

  function levelOf(code) {
    return LEVELS[code.split(".").length - 2];
  }

  /** Of so many RW the others are not veiled: each has an outline that stands out. */
  const FEW = 12;
  const EMPTY = { type: "FeatureCollection", features: [] };

  /** Outlines of the selected areas and the veil outside them; drawn again only for another selection. */
  function outline(search, force) {
    const codes = window.decor.state.areas(search);
    if (!files || (!force && codes.join() === outlined)) return;
    outlined = codes.join();
    outlinedOn = leaflet;
    crumbs(codes);
    shapesOf(codes).then(([shape, outside]) => {
      if (outlined !== codes.join()) return;
      if (!alive()) return;
      const core = lay({ veil: outside, casing: shape, core: shape })[2];
      const bounds = core.getBounds();
      window.decor.viewport.choose(codes, bounds.isValid() ? bounds : null);
    });
  }

  /** The way from the city to the chosen area; each step of it can be gone back to. */
  async function crumbs(codes) {
    const place = document.getElementById("map-crumbs");
    if (!place) return;
    const parts = codes.length === 1 ? codes[0].split(".") : [];
    const way = parts.slice(2).map((_part, n) => parts.slice(0, n + 3).join("."));
    const named = await Promise.all(way.map((code) => features(levelOf(code))));
    if (outlined !== codes.join()) return;
    const steps = [[window.decor.state.CITY, place.dataset.city]];
    way.forEach((code, n) => {
      const feature = named[n].find((each) => each.properties.c === code);
      if (feature) steps.push([code, feature.properties.n]);
    });
    if (codes.length > 1) steps.push(["", place.dataset.several.replace("{n}", codes.length)]);
    place.hidden = !codes.length;
    place.replaceChildren(...steps.map(([code, words], n) => {
      const last = n === steps.length - 1;
      const step = document.createElement(last ? "span" : "button");
      step.textContent = words;
      if (last) step.setAttribute("aria-current", "location");
      else Object.assign(step, { type: "button" }).dataset.area = code;
      return step;
    }));
  }

  /** A line in its casing; of many areas a thin one, which leaves their colours to be seen. */
  function lookOf(pane, count) {
    const look = window.decor.looks.selected[pane];
    if (count <= FEW || pane === "veil") return look;
    return Object.assign({}, look, pane === "casing" ? { weight: 0 } : { weight: 1.3 });
  }

  /** Put outlines and veil on the map, each on its own pane; what lay there before goes. */
  function lay(shapes) {
    laid.forEach((layer) => layer.remove());
    laid = Object.keys(shapes).map((pane) =>
      L.geoJSON(shapes[pane], { style: lookOf(pane, shapes[pane].features.length), pane: pane, interactive: false }).addTo(leaflet),
    );
    return laid;
  }

  function shapesOf(codes) {
    if (!codes.length) return Promise.resolve([EMPTY, EMPTY]);
    const levels = [...new Set(codes.map(levelOf))];
    return Promise.all(levels.map((level) => document_(files[level] || files.rw))).then((found) => {
      const wanted = new Set(codes);
      const chosen = found.flatMap((each) => each.features.filter((feature) => wanted.has(feature.properties.c)));
      const shape = { type: "FeatureCollection", features: chosen };
      const broad = codes.length > FEW || codes.every((code) => levelOf(code) !== "rw");
      return [shape, broad ? veil(chosen) : EMPTY];
    });
  }

  function veil(chosen) {
    const world = [[106.5, -6.7], [107.2, -6.7], [107.2, -6.1], [106.5, -6.1], [106.5, -6.7]];
    const holes = [];
    chosen.forEach((feature) => {
      const shapes = feature.geometry.type === "Polygon" ? [feature.geometry.coordinates] : feature.geometry.coordinates;
      shapes.forEach((polygon) => holes.push(polygon[0]));
    });
    const geometry = { type: "Polygon", coordinates: [world].concat(holes) };
    return { type: "FeatureCollection", features: [{ type: "Feature", properties: {}, geometry: geometry }] };
  }

  const borderStyle = (feature, context) =>
    Object.assign({ fill: false, interactive: false }, window.decor.looks.lines[context.hideout.level]);
  const contextStyle = (feature) =>
    feature.properties.k === "river"
      ? { color: "var(--river)", weight: 1.3, interactive: false }
      : { color: "var(--rail)", weight: 2.6, dashArray: "6 4", interactive: false };

  function contextPoint(feature, latlng) {
    const icon = L.divIcon({ className: "station", iconSize: [6, 6] });
    return L.marker(latlng, { icon: icon, interactive: false, keyboard: false, pane: "context" });
  }

  function labelPoint(feature, latlng, context) {
    const name = document.createElement("span");
    name.textContent = feature.properties.n;
    const icon = L.divIcon({ className: "map-label level-" + context.hideout.level, html: name, iconSize: null });
    const label = L.marker(latlng, { icon: icon, interactive: false, keyboard: false, pane: "labels" });
    label.on("add", () => {
      attach(label._map);
      window.clearTimeout(tidying);
      tidying = window.setTimeout(declutter, 30);
    });
    return label;
  }

  const KELURAHAN_FROM = 13;
  const RW_FROM = 15;

  function unnumbered() {
    if (numbers) numbers.remove();
    numbers = null;
  }

  /** Numbers of the RW that are in sight, from a zoom on at which they have room. */
  function number_() {
    if (!alive()) return;
    unnumbered();
    if (!current || current.level !== "rw" || leaflet.getZoom() < RW_FROM) return;
    const sight = leaflet.getBounds();
    const marks = layers.filter((layer) => layer && layer._map && sight.intersects(layer.getBounds())).map((layer) => {
      const text = document.createElement("span");
      text.textContent = String(Number(layer.feature.properties.c.split(".").pop()));
      const icon = L.divIcon({ className: "map-label level-rw", html: text, iconSize: null });
      return L.marker(layer.getCenter(), { icon: icon, interactive: false, keyboard: false, pane: "labels" });
    });
    numbers = L.layerGroup(marks).addTo(leaflet);
  }

  /** Hide a label rather than let it collide with one before it. */
  function declutter() {
    if (!alive()) return;
    const kelurahan = leaflet.getZoom() >= KELURAHAN_FROM;
    const taken = [];
    leaflet.getContainer().querySelectorAll(".map-label").forEach((label) => {
      const fine = label.classList.contains("level-kelurahan");
      const box = label.firstChild.getBoundingClientRect();
      const clash = taken.some((b) => box.left < b.right + 3 && box.right > b.left - 3 && box.top < b.bottom && box.bottom > b.top);
      const show = (label.classList.contains("level-rw") || fine === kelurahan) && !clash;
      label.style.visibility = show ? "visible" : "hidden";
      if (show) taken.push(box);
    });
  }

  /* Points: a disc, a triangle, a crossed square. Down and refused are larger and lie on top. */
  const MARKS = {
    l: { name: "live", r: 2.6 },
    d: { name: "down", r: 5.5 },
    u: { name: "unknown", r: 4 },
    r: { name: "refused", r: 4.5 },
    w: { name: "waiting", r: 1.6 },
    p: { name: "proposed", r: 1.8 },
  };

  function shape(status, x, y) {
    // Where the ground that is covered is shown, a point that works is only its middle.
    const r = status === "l" && current && current.reach ? 1.1 : (MARKS[status] || MARKS.w).r;
    if (status === "d") return `M${x},${y - r}L${x + r},${y + r * 0.85}L${x - r},${y + r * 0.85}Z`;
    if (status === "r") {
      return `M${x - r},${y - r}H${x + r}V${y + r}H${x - r}ZM${x - r},${y - r}L${x + r},${y + r}M${x + r},${y - r}L${x - r},${y + r}`;
    }
    return `M${x - r},${y}a${r},${r} 0 1,0 ${r * 2},0a${r},${r} 0 1,0 ${-r * 2},0`;
  }

  function pointMark(feature, latlng) {
    const i = feature.properties.i;
    const mark = L.circleMarker(latlng, { radius: 3, stroke: false, interactive: false, pane: "points" });
    mark._updatePath = function () {
      const status = current && current.points ? current.points[i] : "-";
      const known = MARKS[status];
      const at = this._point;
      this.drawn = drawnOf(i);
      this._path.setAttribute("class", "wifi-point " + (known ? known.name : "unregistered"));
      this._path.setAttribute("d", known && at ? shape(status, at.x, at.y) : "M0,0");
      if ("dur".includes(status) && known && this._path.parentNode) this.bringToFront();
    };
    mark.decorUpdate = () => mark._path && mark._point && mark._updatePath();
    points[i] = mark;
    window.clearTimeout(covering);
    covering = window.setTimeout(cover, 30);
    return mark;
  }

  /** Areas on the map in which a point of a kind stands. */
  function areasWith(letter) {
    const marks = (current && current.points) || "";
    const spots = points.filter((mark, i) => mark && marks[i] === letter).map((mark) => mark.getLatLng());
    return layers.filter((layer) => layer && layer.feature && layer._map && spots.some((spot) => holds(layer, spot)))
      .map((layer) => layer.feature.properties.c);
  }

  /** Whether a place lies inside an area; what lies in a hole of it does not. */
  function holds(layer, spot) {
    if (!layer.getBounds().contains(spot)) return false;
    layer.rings = layer.rings || ringsOf(layer.getLatLngs()).map((ring) => ring.map((at) => ({ x: at.lng, y: at.lat })));
    return layer.rings.filter((ring) => window.decor.pick.inside(ring, { x: spot.lng, y: spot.lat })).length % 2 === 1;
  }

  /** Every ring of nested lists of places. */
  function ringsOf(nested) {
    return Array.isArray(nested[0]) ? nested.flatMap(ringsOf) : [nested];
  }

  function placeMark(feature, latlng) {
    const kind = feature.properties.k;
    const icon = L.divIcon({ className: "place " + kind, iconSize: [14, 14] });
    const title = feature.properties.n;
    return L.marker(latlng, { icon: icon, title: title, alt: title, keyboard: false, pane: "points" });
  }

  /** Every area that is painted, with its value; null where nothing is known. */
  function areas() {
    if (!current) return [];
    return layers.filter((layer) => layer && layer.feature).map((layer) => {
      const { c: code, n: title, i } = layer.feature.properties;
      return { index: i, code: code, name: title, value: current.v[i] ?? null, count: current.n[i] ?? null, step: current.c[i], state: current.s[i] };
    });
  }

  /** The area under the pointer: a thin outline and the card with name and value. */
  function point(code) {
    if (code === pointed) return;
    pointed = code;
    document.querySelectorAll(".pointed").forEach((element) => element.classList.remove("pointed"));
    if (code) document.querySelectorAll('[data-area="' + code + '"]').forEach((element) => element.classList.add("pointed"));
    encircle(code);
    card(code);
  }

  /** The outline of the area under the pointer, where it is no element that could have one. */
  function encircle(code) {
    if (encircled) encircled.remove();
    encircled = null;
    const layer = sheets && code && layers.find((each) => each && each.feature && each.feature.properties.c === code);
    if (!layer || !onCanvas(layer) || !alive()) return;
    encircled = L.geoJSON(layer.feature, { style: { fill: false, weight: 2, color: "var(--ink)" }, pane: "core", interactive: false }).addTo(leaflet);
  }

  // Colours that are drawn do not follow the theme by themselves.
  new MutationObserver(() => {
    if (!sheets || !current) return;
    const old = [...rings.values()];
    rings.clear();
    old.forEach((mark) => mark.remove());
    recolour();
  }).observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });

  function number(value, decimals) {
    const locale = current.lang === "id" ? "id-ID" : "en-GB";
    const format = { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
    // Rounded first, as `data/text` does: Intl rounds what was written, not what is meant.
    const size = Number(Math.abs(value).toFixed(decimals));
    return (value < 0 && size ? "\u2212" : "") + new Intl.NumberFormat(locale, format).format(size);
  }

  /** A share as a whole percentage; what is less than half of one but not nothing says so. */
  function percent(share) {
    const whole = number(share * 100, 0);
    return share > 0 && whole === "0" ? "< 1" : whole;
  }

  /** Which of how many it is, and how much it moved in the week before, where that is here. */
  function ranked(add, value, i) {
    const known = current.v.filter((one) => one !== null && one !== undefined);
    const before = known.filter((one) => (current.higher ? one < value : one > value)).length;
    add("span", current.words.rank.replace("{n}", number(before + 1, 0)).replace("{all}", number(known.length, 0)), "muted");
    const earlier = window.decor.engine && window.decor.engine.weekBefore(current, i);
    if (earlier === null || earlier === undefined) return;
    const moved = number(value - earlier, current.decimals);
    add("span", current.words.week.replace("{change}", value > earlier ? "+" + moved : moved), "muted");
  }

  function card(code) {
    const box = document.getElementById("map-card");
    if (!box) return;
    const layer = code && layers.find((one) => one && one.feature && one.feature.properties.c === code);
    box.hidden = !layer;
    if (!layer || !current) return;
    const i = layer.feature.properties.i;
    const value = current.v[i];
    const state = current.words[current.s[i]];
    box.replaceChildren();
    const add = (tag, text, name) => {
      const element = document.createElement(tag);
      element.textContent = text;
      if (name) element.className = name;
      box.appendChild(element);
    };
    add("strong", layer.feature.properties.n);
    if (value === null || value === undefined) add("span", state, "muted");
    else {
      const line = document.createElement("span");
      const big = document.createElement("b");
      const words = (current.categories || [])[value - 1];
      big.textContent = words || number(value, current.decimals);
      line.append(big, " " + current.unit);
      box.appendChild(line);
      const { second } = current;
      const other = second && second.v[i];
      if (second) add("span", second.short + ": " + (other === null || other === undefined ? "–" : number(other, second.decimals) + " " + second.unit));
      if (current.n.length && current.n[i] !== null) add("span", number(current.n[i], 0) + " " + current.countUnit);
      if (!current.categories || !current.categories.length) ranked(add, value, i);
      if (current.low.length) {
        const limits = [current.low[i], current.high[i]].map((limit) => number(limit, current.decimals));
        add("span", "95 %: " + limits.join(" " + current.words.to + " "), "muted");
      }
      if (current.flags.length && current.flags[i]) add("span", current.words[current.flags[i]], "muted");
      if (current.basis.length) add("span", percent(current.basis[i]) + " % " + current.basisWords, "muted");
      if (current.s[i] !== "o") add("span", state, "muted");
      if (current.unstable && current.n.length && current.n[i] < current.unstable) add("span", current.words.unstable, "muted");
    }
  }

  const SERVED_MS = 220;
  const OWN_MS = 45;

  /** Play days in the browser, on values that are here or are fetched once; the address changes only at the end. */
  function play(facts) {
    if (playing) return stop();
    const search = window.location.search;
    const own = window.decor.engine.play(search, window.decor.frame.dayShown(facts), current);
    if (own) run(own, reduced() ? 900 : OWN_MS);
    else framesOf(search, facts).then((frames) => run(frames, reduced() ? 900 : SERVED_MS));
    return null;
  }

  /** The days of a play from the server. */
  function framesOf(search, facts) {
    const page = encodeURIComponent(window.location.pathname);
    const asked = window.decor.state.build(window.decor.state.parse(search)).slice(1);
    return window.fetch(facts.frames + "?page=" + page + "&" + asked).then((answer) => answer.json())
      .then((answer) => answer.frames.map((frame) => ({ day: frame.day, made: () => Object.assign({ n: [], points: frame.p || current.points }, frame) })));
  }

  /** What a play is of; it ends where something else is painted. */
  function subjectOf(values) {
    return values ? [window.location.pathname, values.indicator, values.level, values.layer, values.lang].join("|") : "";
  }

  function run(frames, pause) {
    if (playing || !frames.length) return;
    const of = subjectOf(current);
    let at = 0;
    document.getElementById("date-play").setAttribute("aria-pressed", "true");
    document.body.classList.add("playing");
    const tick = () => {
      if (subjectOf(current) !== of) return end();
      repaint(frames[at].made());
      // What stands still meanwhile is faded (CSS); the control says the day that is painted.
      document.getElementById("date").value = written(frames[at].day);
      at += 1;
      window.dash_clientside.set_props("play-progress", { value: Math.round((100 * at) / frames.length) });
      return at >= frames.length ? stop() : null;
    };
    const shownFrame = () => frames[Math.max(at - 1, 0)];
    playing = { timer: window.setInterval(tick, pause), change: () => shownFrame().change || { date: shownFrame().day } };
    tick();
  }

  /** A day as the date control writes it. */
  function written(day) {
    const [year, month, number] = day.split("-").map(Number);
    const lang = document.documentElement.lang === "id" ? "id-ID" : "en-US";
    const name = new Intl.DateTimeFormat(lang, { month: "short", timeZone: "UTC" }).format(Date.UTC(year, month - 1, 15));
    return number + " " + name + " " + year;
  }

  /** The play ends; the address says the day that is painted. */
  function stop() {
    const change = playing.change();
    end();
    window.decor.state.change(change);
    return null;
  }

  function end() {
    window.clearInterval(playing.timer);
    playing = null;
    const button = document.getElementById("date-play");
    if (button) button.setAttribute("aria-pressed", "false");
    document.body.classList.remove("playing");
    return null;
  }

  function reduced() {
    return window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  }

  return {
    cellStyle, cell, paint, outline, veil, borderStyle, contextStyle,
    areas, areasWith, fileOf: (level) => (files ? files[level] : ""), shapes: () => layers.filter((layer) => layer && layer.feature && layer._map), features, repaint, restore, painted: () => current, contextPoint, labelPoint, pointMark, placeMark, point, play, shape, declutter, levelOf, number, percent,
    _set: (values) => { current = values; },
  };
})();
