"use strict";
/* The areas shown in another way than on the map: months are drawn from the polygons that are here; a rectangle over a
   scatter or over an axis chooses the areas inside. */
window.decor = window.decor || {};

window.decor.views = (function () {
  const SVG = "http://www.w3.org/2000/svg";
  const WIDTH = 150;
  const STILL = 5;
  let held = null;

  function element(name, attributes) {
    const made = document.createElementNS(SVG, name);
    Object.entries(attributes).forEach(([key, value]) => made.setAttribute(key, value));
    return made;
  }

  /** A place on a plane so wide that it holds the whole extent; longitudes narrowed by the latitude. */
  function plane(extent) {
    const narrow = Math.cos((((extent.south + extent.north) / 2) * Math.PI) / 180);
    const scale = WIDTH / ((extent.east - extent.west) * narrow);
    const project = (lng, lat) => [(lng - extent.west) * narrow * scale, (extent.north - lat) * scale];
    return { project: project, height: (extent.north - extent.south) * scale };
  }

  /** Draw the maps of months that are still empty; the legend under another view is out of reach. */
  async function fill() {
    const [view, legend] = ["map-view", "map-legend"].map((id) => document.getElementById(id));
    if (view && legend) legend.inert = view.childElementCount > 0;
    reachable();
    const group = document.querySelector(".months[data-level]");
    if (!group || group.dataset.filled) return;
    group.dataset.filled = "true";
    const shapes = await window.decor.map.features(group.dataset.level);
    if (!shapes.length) {
      delete group.dataset.filled;
      return;
    }
    const { project, height } = plane(window.decor.first.extentOf(shapes));
    const outlines = shapes.map((shape) => window.decor.first.outline(shape.geometry, project));
    group.querySelectorAll(".month").forEach((month) => {
      const picture = element("svg", { viewBox: "0 0 " + WIDTH + " " + height.toFixed(1), "aria-hidden": "true" });
      outlines.forEach((d, n) => {
        const look = window.decor.looks.fill(month.dataset.steps[n], month.dataset.states[n], false);
        picture.appendChild(element("path", { d: d, fill: look.fillColor, "fill-opacity": look.fillOpacity, "data-area": shapes[n].properties.c }));
      });
      month.querySelector(".month-map").replaceChildren(picture);
    });
  }

  const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

  /** The nearest of some places in a direction, what lies aside counting more; −1 where there is none. */
  function nearest(places, from, [right, down]) {
    let best = [Infinity, -1];
    places.forEach((at, n) => {
      const [dx, dy] = [at.x - from.x, at.y - from.y];
      const ahead = dx * right + dy * down;
      const aside = Math.abs(dx * down) + Math.abs(dy * right);
      if (ahead > 0.01 && ahead + 2 * aside < best[0]) best = [ahead + 2 * aside, n];
    });
    return best[1];
  }

  let focused = "";

  /** One mark of a plot is reached by Tab: the one that had the keyboard, a chosen one, or the first. */
  function reachable() {
    document.querySelectorAll("svg[data-draw]").forEach((picture) => {
      if (picture.querySelector('circle[tabindex="0"]')) return;
      const last = focused && picture.querySelector('circle[data-area="' + focused + '"]');
      const mark = last || picture.querySelector("circle.chosen, circle[data-area]");
      if (mark) mark.setAttribute("tabindex", "0");
      // A choice has the plot drawn anew.
      if (last && document.activeElement === document.body) last.focus();
    });
  }

  document.addEventListener("focusin", (event) => {
    const mark = event.target.matches && event.target.matches("svg[data-draw] circle[data-area]") ? event.target : null;
    if (!mark) {
      focused = "";
      return;
    }
    focused = mark.dataset.area;
    window.decor.map.point(focused);
    said(mark);
  });

  document.addEventListener("keydown", (event) => {
    const step = STEPS[event.key];
    if (!step || !event.target.matches || !event.target.matches("svg[data-draw] circle[data-area]")) return;
    event.preventDefault();
    const marks = [...event.target.ownerSVGElement.querySelectorAll("circle[data-area]")];
    const places = marks.map((mark) => ({ x: Number(mark.getAttribute("cx")), y: Number(mark.getAttribute("cy")) }));
    const next = marks[nearest(places, places[marks.indexOf(event.target)], step)];
    if (!next) return;
    event.target.setAttribute("tabindex", "-1");
    next.setAttribute("tabindex", "0");
    next.focus();
  });

  /** The area and its values under the plot, for who goes by keys; who hears the page hears the mark itself. */
  function said(mark) {
    const view = mark.closest(".area-view");
    const place = view && (view.querySelector(".mark-words") || view.appendChild(document.createElement("p")));
    if (!place) return;
    Object.assign(place, { className: "mark-words", textContent: mark.querySelector("title").textContent });
    place.setAttribute("aria-hidden", "true");
  }

  /** Codes whose marks lie in a rectangle, each once. */
  function within(marks, box) {
    const inside = marks.filter((mark) => mark.x >= box.left && mark.x <= box.right && mark.y >= box.top && mark.y <= box.bottom);
    return [...new Set(inside.map((mark) => mark.code))];
  }

  function marksOf(picture) {
    return [...picture.querySelectorAll("circle[data-area]")].map((mark) => {
      const box = mark.getBoundingClientRect();
      return { code: mark.dataset.area, x: (box.left + box.right) / 2, y: (box.top + box.bottom) / 2 };
    });
  }

  function boxOf(a, b) {
    return { left: Math.min(a.x, b.x), right: Math.max(a.x, b.x), top: Math.min(a.y, b.y), bottom: Math.max(a.y, b.y) };
  }

  document.addEventListener("pointerdown", (event) => {
    const picture = event.button === 0 && event.target.closest && event.target.closest("svg[data-draw]");
    if (!picture) return;
    held = { id: event.pointerId, picture: picture, from: { x: event.clientX, y: event.clientY }, drawn: null };
    event.preventDefault();
  });

  /** What is half drawn is given up. */
  function drop() {
    if (held && held.drawn) held.drawn.remove();
    held = null;
  }

  document.addEventListener("pointercancel", drop);
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !held) return;
    event.stopImmediatePropagation();
    drop();
  }, true);

  document.addEventListener("pointermove", (event) => {
    if (!held || event.pointerId !== held.id) return;
    if (!held.picture.isConnected) {
      drop();
      return;
    }
    const box = boxOf(held.from, { x: event.clientX, y: event.clientY });
    if (!held.drawn && Math.hypot(box.right - box.left, box.bottom - box.top) < STILL) return;
    held.drawn = held.drawn || held.picture.appendChild(element("rect", { class: "drawn" }));
    const turn = held.picture.getScreenCTM().inverse();
    const [a, b] = [[box.left, box.top], [box.right, box.bottom]].map(([x, y]) => new window.DOMPoint(x, y).matrixTransform(turn));
    Object.entries({ x: a.x, y: a.y, width: b.x - a.x, height: b.y - a.y }).forEach(([key, value]) => held.drawn.setAttribute(key, value.toFixed(1)));
    held.box = box;
  });

  document.addEventListener("pointerup", (event) => {
    if (!held || event.pointerId !== held.id) return;
    const { picture, drawn, box } = held;
    held = null;
    if (!drawn) return;
    drawn.remove();
    // The click that ends a drag chooses nothing by itself.
    const swallow = (click) => click.stopPropagation();
    document.addEventListener("click", swallow, { capture: true, once: true });
    window.setTimeout(() => document.removeEventListener("click", swallow, true), 0);
    window.decor.lasso.take(within(marksOf(picture), box), event);
  });

  return { fill, within, plane, nearest };
})();
