"use strict";
/* Choosing on a map of a document: a place for the fields lon and lat, or points for the field "down". What is chosen
   stands in the form, so that the keyboard does the same without the map. */
window.decor = window.decor || {};

window.decor.pick = (function () {
  const NEAR = 14;
  const DRAG = 6;

  /** Degrees of a place on the plane, to the fifth decimal (about a metre). */
  function degrees(plane, x, y) {
    return {
      lon: (plane.west + x / plane.across).toFixed(5),
      lat: (plane.north - y / plane.down).toFixed(5),
    };
  }

  /** Place of degrees on the plane; null for what is no number. */
  function place(plane, lon, lat) {
    const at = [lon, lat].map((text) => Number(String(text).trim().replace(",", ".") || NaN));
    if (at.some(Number.isNaN)) return null;
    return { x: (at[0] - plane.west) * plane.across, y: (plane.north - at[1]) * plane.down };
  }

  /** Whether a place lies inside a ring of places (even-odd rule). */
  function inside(ring, at) {
    let within = false;
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1) {
      const a = ring[i];
      const b = ring[j];
      if (a.y > at.y !== b.y > at.y && at.x < ((b.x - a.x) * (at.y - a.y)) / (b.y - a.y) + a.x) within = !within;
    }
    return within;
  }

  /** The point next to a place and no farther than `most`; null for none. */
  function nearest(points, at, most) {
    let best = null;
    let far = most;
    points.forEach((point) => {
      const away = Math.hypot(point.x - at.x, point.y - at.y);
      if (away <= far) {
        best = point;
        far = away;
      }
    });
    return best;
  }

  /** The codes of a field, each once. */
  function codes(text) {
    return Array.from(new Set(text.split(",").map((word) => word.trim()).filter(Boolean)));
  }

  /** A code put into a list, or taken out of it. */
  function toggled(list, code) {
    return list.includes(code) ? list.filter((other) => other !== code) : list.concat(code);
  }

  function attach(svg) {
    const form = document.getElementById(svg.dataset.form);
    const plane = {};
    ["west", "north", "across", "down"].forEach((name) => {
      plane[name] = Number(svg.dataset[name]);
    });
    const at = (event) => {
      const spot = new window.DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
      return { x: spot.x, y: spot.y };
    };
    const changed = (field) => field.dispatchEvent(new window.Event("input", { bubbles: true }));
    if (svg.dataset.pick === "spot") spot(svg, form, plane, at, changed);
    else points(svg, form, at, changed);
  }

  function spot(svg, form, plane, at, changed) {
    const [lon, lat] = ["lon", "lat"].map((name) => form.elements.namedItem(name));
    const mark = document.createElementNS("http://www.w3.org/2000/svg", "circle");
    mark.setAttribute("class", "dot-site");
    mark.setAttribute("r", "7");
    function show() {
      const shown = place(plane, lon.value, lat.value);
      mark.setAttribute("visibility", shown ? "visible" : "hidden");
      if (!shown) return;
      mark.setAttribute("cx", shown.x.toFixed(1));
      mark.setAttribute("cy", shown.y.toFixed(1));
    }
    svg.appendChild(mark);
    svg.addEventListener("click", (event) => {
      const chosen = at(event);
      const where = degrees(plane, chosen.x, chosen.y);
      lon.value = where.lon;
      lat.value = where.lat;
      changed(lon);
    });
    form.addEventListener("input", show);
    show();
  }

  function points(svg, form, at, changed) {
    const field = form.elements.namedItem("down");
    const marks = Array.from(svg.querySelectorAll("circle[data-code]")).map((mark) => ({
      code: mark.dataset.code, x: Number(mark.getAttribute("cx")), y: Number(mark.getAttribute("cy")), mark: mark,
    }));
    const drawn = document.createElementNS("http://www.w3.org/2000/svg", "path");
    drawn.setAttribute("class", "lasso");
    svg.appendChild(drawn);
    let ring = null;
    function show() {
      const chosen = new Set(codes(field.value));
      marks.forEach((point) => point.mark.classList.toggle("chosen", chosen.has(point.code)));
    }
    function write(list) {
      field.value = list.join(", ");
      changed(field);
    }
    function end() {
      ring = null;
      drawn.setAttribute("d", "");
    }
    svg.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      ring = [at(event)];
      svg.setPointerCapture(event.pointerId);
      event.preventDefault();
    });
    svg.addEventListener("pointermove", (event) => {
      if (!ring) return;
      ring.push(at(event));
      drawn.setAttribute("d", "M" + ring.map((p) => p.x.toFixed(1) + " " + p.y.toFixed(1)).join("L") + "Z");
    });
    svg.addEventListener("pointerup", () => {
      if (!ring) return;
      const first = ring[0];
      const far = Math.max(...ring.map((p) => Math.hypot(p.x - first.x, p.y - first.y)));
      const held = codes(field.value);
      if (far < DRAG) {
        const near = nearest(marks, first, NEAR);
        if (near) write(toggled(held, near.code));
      } else {
        write(Array.from(new Set(held.concat(marks.filter((p) => inside(ring, p)).map((p) => p.code)))));
      }
      end();
    });
    svg.addEventListener("pointercancel", end);
    document.addEventListener("keydown", (event) => event.key === "Escape" && end());
    form.addEventListener("input", show);
    show();
  }

  document.querySelectorAll("svg[data-pick]").forEach(attach);
  return { degrees, place, inside, nearest, codes, toggled };
})();
