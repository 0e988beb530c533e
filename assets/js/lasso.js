"use strict";
/* Choosing many areas at once: a rectangle, a circle or a lasso on the map, a class or a state of the legend. What is drawn takes
   the place of the selection, is added, taken away, or kept in common (Shift, Alt, both; or the buttons). */
window.decor = window.decor || {};

window.decor.lasso = (function () {
  const STILL = 6;
  const CORNERS = 72;
  const PICTURES = { rectangle: "M3 4H15V14H3Z", circle: "M9 3A6 6 0 1 0 9.01 3ZM9 9H15", lasso: "M4 9C3 4 14 2 15 7S8 13 6 11 8 8 9 10 6 16 4 16" };
  const SVG = "http://www.w3.org/2000/svg";
  let map = null;
  let tool = "";
  let how = "set";
  let ring = null;
  let path = null;
  let radius = null;

  /** The corners of a rectangle between two places. */
  function corners(a, b) {
    return [a, { x: b.x, y: a.y }, b, { x: a.x, y: b.y }];
  }

  /** The corners of a circle around a place, through another. */
  function circle(middle, edge) {
    const far = Math.hypot(edge.x - middle.x, edge.y - middle.y);
    return Array.from({ length: CORNERS }, (_, n) => {
      const angle = (2 * Math.PI * n) / CORNERS;
      return { x: middle.x + far * Math.cos(angle), y: middle.y + far * Math.sin(angle) };
    });
  }

  /** A distance as it stands at a circle: to ten metres, from a kilometre on in kilometres. */
  function distance(metres, number) {
    return metres < 995 ? number(Math.round(metres / 10) * 10, 0) + " m" : number(metres / 1000, 1) + " km";
  }

  /** What is done with what is drawn: the keys go before the button. */
  function meant(event, button) {
    if (event.shiftKey && event.altKey) return "both";
    if (event.shiftKey) return "add";
    return event.altKey ? "less" : button;
  }

  /** What was chosen, in areas of the level that is painted: an area above stands for those inside it. */
  function atLevel(codes, painted) {
    const chosen = new Set(codes);
    const above = (code) => code.split(".").some((_part, n, all) => n > 1 && chosen.has(all.slice(0, n + 1).join(".")));
    return painted.filter(above);
  }

  /** The selection after areas were drawn around. */
  function chosen(before, drawn, painted, what) {
    if (what !== "less" && what !== "both") return window.decor.sets.combined(what, before, drawn);
    return window.decor.sets.combined(what, atLevel(before, painted), atLevel(drawn, painted));
  }

  function apply(drawn, what) {
    const state = window.decor.state;
    const painted = window.decor.map.areas().map((area) => area.code);
    const before = state.areas(state.current());
    const after = chosen(before, drawn, painted, what);
    // Without any area it would be the whole city that is chosen.
    if (!after.length && (what === "set" || what === "both")) {
      window.decor.notices.say(window.decor.map.painted().words.nothingInside);
      return;
    }
    window.decor.viewport.touch();
    state.choose(after);
  }

  /** Middles of the painted areas on the screen. */
  function middles() {
    return window.decor.map.shapes().map((layer) => {
      layer.middle = layer.middle || layer.getCenter();
      return { code: layer.feature.properties.c, at: map.latLngToContainerPoint(layer.middle) };
    });
  }

  function place(event) {
    const box = map.getContainer().getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  }

  function shape(at) {
    return tool === "rectangle" ? corners(ring[0], at) : tool === "circle" ? circle(ring[0], at) : ring;
  }

  function draw(at) {
    const points = shape(at).map((point) => point.x.toFixed(1) + " " + point.y.toFixed(1));
    path.setAttribute("d", "M" + points.join("L") + "Z");
    if (tool !== "circle") return;
    const [middle, edge] = [ring[0], at].map((point) => map.containerPointToLatLng([point.x, point.y]));
    radius.textContent = distance(map.distance(middle, edge), window.decor.map.number);
    radius.setAttribute("x", ring[0].x);
    radius.setAttribute("y", ring[0].y);
  }

  function down(event) {
    if (!tool || event.button !== 0 || event.target.closest(".leaflet-control, .lasso-how")) return;
    ring = [place(event)];
    map.getContainer().setPointerCapture(event.pointerId);
  }

  function move(event) {
    if (!ring) return;
    const at = place(event);
    if (tool === "lasso") ring.push(at);
    draw(at);
  }

  function up(event) {
    if (!ring) return;
    const at = place(event);
    const drawn = shape(at);
    const far = Math.max(...drawn.map((point) => Math.hypot(point.x - ring[0].x, point.y - ring[0].y)));
    const what = meant(event, how);
    drop();
    if (far >= STILL) apply(middles().filter((area) => window.decor.pick.inside(drawn, area.at)).map((area) => area.code), what);
    else pressed(event, what);
  }

  /** A press without a drag takes the one area under it. */
  function pressed(event, what) {
    const cell = document.elementsFromPoint(event.clientX, event.clientY).find((element) => element.matches("path[data-area]"));
    if (cell) apply([cell.dataset.area], what);
  }

  /** What is half drawn is given up. */
  function drop() {
    ring = null;
    if (path) path.setAttribute("d", "");
    if (radius) radius.textContent = "";
  }

  function show() {
    if (!map || !map._mapPane) return;
    const container = map.getContainer();
    container.classList.toggle("choosing", Boolean(tool));
    if (tool) map.dragging.disable();
    else map.dragging.enable();
    container.querySelectorAll("[data-tool]").forEach((button) => button.setAttribute("aria-pressed", String(button.dataset.tool === tool)));
    const group = container.querySelector(".lasso-how");
    group.hidden = !tool;
    group.querySelectorAll("button").forEach((button) => button.setAttribute("aria-pressed", String(button.dataset.how === how)));
  }

  /** Take a tool, or put it back. */
  function toggle(wanted) {
    tool = tool === wanted ? "" : wanted;
    how = "set";
    drop();
    show();
  }

  /** Put the tool back; whether there was one. */
  function stop() {
    if (!tool) return false;
    toggle(tool);
    return true;
  }

  function button(name, words, key) {
    const made = document.createElement("a");
    Object.entries({ href: "#", role: "button", title: words + " (" + key + ")", "aria-label": words, "aria-pressed": "false", "data-tool": name })
      .forEach(([attribute, value]) => made.setAttribute(attribute, value));
    const picture = document.createElementNS(SVG, "svg");
    picture.setAttribute("viewBox", "0 0 18 18");
    picture.setAttribute("aria-hidden", "true");
    const line = document.createElementNS(SVG, "path");
    line.setAttribute("d", PICTURES[name]);
    picture.appendChild(line);
    made.appendChild(picture);
    L.DomEvent.disableClickPropagation(made);
    made.addEventListener("click", (event) => {
      event.preventDefault();
      toggle(name);
    });
    return made;
  }

  function choices(words) {
    const group = document.createElement("div");
    group.className = "lasso-how";
    group.setAttribute("role", "group");
    Object.entries(words.how).forEach(([name, text]) => {
      const made = document.createElement("button");
      made.type = "button";
      made.textContent = text;
      made.dataset.how = name;
      made.addEventListener("click", () => {
        how = name;
        show();
      });
      group.appendChild(made);
    });
    L.DomEvent.disableClickPropagation(group);
    return group;
  }

  /** A map that was put up. */
  function attach(made, bar, words) {
    map = made;
    tool = "";
    const container = map.getContainer();
    bar.append(button("rectangle", words.rectangle, "r"), button("circle", words.circle, "o"), button("lasso", words.lasso, "l"));
    const picture = document.createElementNS(SVG, "svg");
    picture.setAttribute("class", "lasso-drawn");
    path = document.createElementNS(SVG, "path");
    radius = document.createElementNS(SVG, "text");
    picture.append(path, radius);
    container.append(picture, choices(words));
    const on = { pointerdown: down, pointermove: move, pointerup: up, pointercancel: drop };
    Object.entries(on).forEach(([name, listener]) => container.addEventListener(name, listener, true));
    container.addEventListener("mousedown", (event) => tool && event.preventDefault());
    // Areas answer to clicks by themselves; while something is drawn they must not.
    container.addEventListener("click", (event) => tool && event.target.matches("path") && event.stopPropagation(), true);
    show();
  }

  /* A class, a state or a kind of point of the legend chooses its areas; with Ctrl or Shift they are added. */
  document.addEventListener("click", (event) => {
    const key = event.target.closest && event.target.closest("[data-choose]");
    if (!key) return;
    const [kind, sign] = key.dataset.choose.split(":");
    const map_ = window.decor.map;
    const drawn = kind === "point" ? map_.areasWith(sign) : map_.areas().filter((area) => area[kind] === sign).map((area) => area.code);
    apply(drawn, event.ctrlKey || event.metaKey ? "add" : meant(event, "set"));
  });

  /** Areas that were drawn around elsewhere. */
  function take(codes, event) {
    apply(codes, meant(event, "set"));
  }

  return { attach, toggle, stop, take, corners, circle, distance, meant, chosen, atLevel };
})();
