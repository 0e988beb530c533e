"use strict";
/* Hatches and dots that the map and the legends fill with; colours follow the theme. */
(function () {
  const svg = "http://www.w3.org/2000/svg";

  function make(name, attributes, parent) {
    const element = document.createElementNS(svg, name);
    Object.keys(attributes).forEach((key) => element.setAttribute(key, attributes[key]));
    parent.appendChild(element);
    return element;
  }

  function pattern(defs, id, size, turn) {
    const attributes = { id: id, width: size, height: size, patternUnits: "userSpaceOnUse" };
    if (turn) attributes.patternTransform = "rotate(45)";
    return make("pattern", attributes, defs);
  }

  function draw() {
    if (document.getElementById("p-hidden")) return;
    const root = make("svg", { width: 0, height: 0, "aria-hidden": "true", style: "position:absolute" }, document.body);
    const defs = make("defs", {}, root);
    Object.entries(window.decor.looks.COLOUR).forEach(([step, colour]) => {
      const hatch = pattern(defs, "p-hatch-" + step, 5, true);
      make("rect", { width: 5, height: 5, fill: "var(--surface)" }, hatch);
      make("rect", { width: 3, height: 5, fill: "var(" + colour + ")" }, hatch);
    });
    const hidden = pattern(defs, "p-hidden", 5, false);
    make("rect", { width: 5, height: 5, fill: "var(--surface)" }, hidden);
    make("circle", { cx: 2.5, cy: 2.5, r: 0.9, fill: "var(--hidden)" }, hidden);
  }

  if (document.body) draw();
  else document.addEventListener("DOMContentLoaded", draw);
})();
