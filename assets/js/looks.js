"use strict";
/* What an area looks like by its class and state; the map and the first picture draw by it. */
window.decor = window.decor || {};

window.decor.looks = (function () {
  /** Colour of each step: 0 to 5 of the ramp that grows heavier, a to e of the one with a neutral middle, A to I of two
   *  figures together. */
  const COLOUR = {
    0: "--rate-0", 1: "--rate-1", 2: "--rate-2", 3: "--rate-3", 4: "--rate-4", 5: "--rate-5",
    a: "--deviation-0", b: "--deviation-1", c: "--deviation-3", d: "--deviation-5", e: "--deviation-6",
    A: "--both-0", B: "--both-1", C: "--both-2", D: "--both-3", E: "--both-4", F: "--both-5", G: "--both-6", H: "--both-7", I: "--both-8",
  };

  /** Fill of one area by its class and state letter; four states are four drawings. */
  function fill(klass, state, ground) {
    if (ground) return { fillColor: "var(--raised)", fillOpacity: 1, dash: false };
    if (state === "x") return { fillColor: "var(--surface)", fillOpacity: 1, dash: false };
    if (state === "n" || klass === "-") return { fillColor: "none", fillOpacity: 0, dash: true };
    if (state === "h") return { fillColor: "url(#p-hidden)", fillOpacity: 1, dash: false };
    if (state === "i") return { fillColor: "url(#p-hatch-" + klass + ")", fillOpacity: 1, dash: false };
    return { fillColor: "var(" + COLOUR[klass] + ")", fillOpacity: 1, dash: false };
  }

  function borders(level, missing) {
    if (missing) return { color: "var(--muted)", weight: 1, dashArray: "3 2" };
    if (level === "rw") return { color: "var(--surface)", weight: 0.55, dashArray: "1 1.6" };
    return { color: "var(--surface)", weight: level === "kelurahan" ? 1.2 : 1.9, dashArray: null };
  }

  /** Of one area in an answer's values; before there are any it is plain ground. */
  function cell(values, i) {
    const ready = values && values.c.length > i;
    const look = ready ? fill(values.c[i], values.s[i], values.layer) : fill("-", "x", false);
    const ground = values && values.layer;
    const line = ground ? { color: "var(--line)", weight: 0.8, dashArray: null } : borders(values ? values.level : "rw", look.dash);
    return Object.assign({ fillColor: look.fillColor, fillOpacity: look.fillOpacity, opacity: 1 }, line);
  }

  /** Borders that lie over the areas. */
  const lines = {
    kota: { color: "var(--ink)", weight: 2.6 },
    kecamatan: { color: "var(--ink)", weight: 1.9, opacity: 0.62 },
    kelurahan: { color: "var(--surface)", weight: 1.2 },
  };

  /** What is chosen: everything else under a veil, and a line in a casing. */
  const selected = {
    veil: { stroke: false, fillColor: "var(--background)", fillOpacity: 0.58 },
    casing: { color: "var(--selection-casing)", weight: 6.5, fill: false },
    core: { color: "var(--selection)", weight: 3, fill: false },
  };

  /** Pixels that the legend takes at the right of a map so wide; a narrow map has it below. */
  function legendRoom(width) {
    return width > 620 ? 252 : 8;
  }

  return { fill, borders, cell, lines, selected, legendRoom, COLOUR };
})();
