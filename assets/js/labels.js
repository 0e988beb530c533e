"use strict";
/* Words over charts over days, from the figure's `meta`: the values at the lines' ends, and notes and events (a line, a flag
   above it, words where there is room beside the flag, and all of it for who points at the flag or comes to it by keyboard;
   a click goes to the day). Each of Plotly's own labels has the browser lay out the page, and none makes way for another. */
window.decor = window.decor || {};

window.decor.labels = (function () {
  const DAY_MS = 86400000;
  const TARGET = 24;
  const LEAST = 72;
  const FONT = "13px 'Encode Sans', sans-serif";
  const WIDEST = 360;
  const LATER_MS = 150;
  const LINE = 17;
  const BESIDE = 8;
  let late = 0;

  const numbered = (text) => Date.parse(String(text).replace(" ", "T") + (/[T ]/.test(text) ? "Z" : "T00:00:00Z")) / DAY_MS;

  /** A chart's time axis: a day's pixel inside the chart and back, and the plot's box; null where it has none. */
  function axis(plot) {
    const layout = plot && plot._fullLayout;
    if (!layout || !layout.xaxis || layout.xaxis.type !== "date") return null;
    const { xaxis, yaxis, _size: size } = layout;
    const [begin, end] = xaxis.range.map(numbered);
    const wide = xaxis._length / (end - begin);
    return {
      begin: begin, end: end, wide: wide, left: xaxis._offset, width: xaxis._length, top: size.t, height: size.h,
      pixel: (day) => xaxis._offset + (day - begin) * wide,
      level: (value) => size.t + (1 - (value - yaxis.range[0]) / (yaxis.range[1] - yaxis.range[0])) * size.h,
    };
  }

  /** Heights of labels of some lines that do not lie on each other: as near to their own as the box allows, in their order.
   *  `wanted` is `[{at, lines}]` from top to bottom; where they do not all fit, the upper ones stand out of it. */
  function spread(wanted, bottom) {
    const placed = [];
    wanted.forEach(({ at, lines }, n) => {
      const above = n ? placed[n - 1] + ((wanted[n - 1].lines + lines) / 2) * LINE : at;
      placed.push(Math.max(at, above));
    });
    for (let n = placed.length - 1; n >= 0; n -= 1) {
      const { lines } = wanted[n];
      const below = n === placed.length - 1 ? bottom - (lines / 2) * LINE : placed[n + 1] - ((wanted[n + 1].lines + lines) / 2) * LINE;
      placed[n] = Math.min(placed[n], below);
    }
    return placed;
  }

  /** One flag for what lies closer together than a finger: `[{x, notes}]` from left to right. */
  function flags(notes, pixel) {
    const made = [];
    notes.map((note) => ({ note: note, x: pixel(note) })).sort((a, b) => a.x - b.x).forEach(({ note, x }) => {
      const before = made[made.length - 1];
      if (before && x - before.x < TARGET) before.notes.push(note);
      else made.push({ x: x, notes: [note] });
    });
    return made;
  }

  /** Words of a flag: its newest note, and how many more there are. */
  const words = (flag) => flag.notes[flag.notes.length - 1].text + (flag.notes.length > 1 ? " +" + (flag.notes.length - 1) : "");

  /** Give each flag the side and the width of its words, between its neighbours; without room it has none. */
  function laid(made, left, right, measure) {
    let taken = left;
    return made.map((flag, n) => {
      const [own, next] = [flag.x + TARGET / 2, n + 1 < made.length ? made[n + 1].x - TARGET / 2 : right];
      const wanted = measure(words(flag));
      const [before, after] = [flag.x - TARGET / 2 - taken, next - own];
      const late = after < wanted && before > after;
      const width = Math.min(wanted, late ? before : after);
      taken = !late && width >= LEAST ? own + width : own;
      return Object.assign({ side: width < LEAST ? "" : late ? "left" : "right", width: width }, flag);
    });
  }

  let pen = null;
  function measure(text) {
    pen = pen || document.createElement("canvas").getContext("2d");
    pen.font = FONT;
    return Math.min(Math.ceil(pen.measureText(text).width) + 8, WIDEST);
  }

  function node(tag, className, text) {
    const made = document.createElement(tag);
    made.className = className;
    if (text) made.textContent = text;
    return made;
  }

  const whole = (note) => note.on + ": " + note.text + " (" + note.about + ")";

  /** Put the words of a chart over it; where nothing of them changed they are left alone. */
  function put(plot) {
    const scale = axis(plot);
    const { notes, ends, late } = (scale && plot.layout.meta) || {};
    const seen = (notes || []).filter((note) => numbered(note.day) >= scale.begin && numbered(note.day) <= scale.end);
    const box = scale && [scale.begin, scale.wide, scale.left, scale.top, scale.height];
    layer(plot, "chart-notes", seen.length ? [seen, box] : null, () => noted(seen, scale));
    const range = scale && plot._fullLayout.yaxis.range;
    layer(plot, "chart-ends", ends && ends.length ? [ends, late, box, range] : null, () => ended(ends, late || "", scale));
  }

  /** A layer over a chart, made anew only where what it is made of has changed. */
  function layer(plot, name, of, make) {
    const key = JSON.stringify(of);
    const old = plot.parentNode.querySelector("." + name);
    if (old ? old.dataset.of === key : !of) return;
    const held = old && old.contains(document.activeElement) ? document.activeElement.dataset.day : "";
    if (old) old.remove();
    if (name === "chart-notes") hide();
    if (!of) return;
    const made = node("div", name);
    made.dataset.of = key;
    made.append(...make());
    plot.parentNode.append(made);
    // Who was on a flag stays on it.
    const again = held && made.querySelector('[data-day="' + held + '"]');
    if (again) again.focus({ preventScroll: true });
  }

  function noted(seen, scale) {
    const pixel = (note) => scale.pixel(numbered(note.day));
    const made = laid(flags(seen, pixel), scale.left, scale.left + scale.width, measure);
    return [...seen.map((note) => line(pixel(note), scale)), ...made.map((flag, n) => button(flag, scale, n))];
  }

  /** Names and values right of the lines, and under them since when the days are incomplete. */
  function ended(ends, late, scale) {
    const lines = (text) => text.split("\n").length;
    const bottom = scale.top + scale.height;
    const sorted = ends.map((end) => Object.assign({ at: scale.level(end.value), lines: lines(end.text) }, end)).sort((a, b) => a.at - b.at);
    const placed = spread(sorted, bottom - (late ? lines(late) * LINE : 0));
    const made = sorted.map((end, n) => beside(end.text, placed[n] - (end.lines / 2) * LINE, end.strong ? "strong" : "", scale));
    return late ? [...made, beside(late, bottom - lines(late) * LINE, "", scale)] : made;
  }

  function beside(text, top, className, scale) {
    const made = node("span", className, text);
    made.style.transform = "translate(" + (scale.left + scale.width + BESIDE) + "px," + top.toFixed(1) + "px)";
    return made;
  }

  function line(x, scale) {
    const made = node("span", "chart-note-line");
    made.style.transform = "translate(" + x.toFixed(1) + "px," + scale.top + "px)";
    made.style.height = scale.height + "px";
    return made;
  }

  function button(flag, scale, n) {
    const made = node("button", "chart-note");
    made.type = "button";
    made.tabIndex = n ? -1 : 0;
    made.style.transform = "translate(" + (flag.x - TARGET / 2).toFixed(1) + "px,0)";
    made.dataset.day = flag.notes[flag.notes.length - 1].day;
    made.dataset.words = flag.notes.map(whole).join("\n");
    made.setAttribute("aria-label", made.dataset.words);
    if (!flag.side) return made;
    const beside = node("span", "chart-note-words " + flag.side, words(flag));
    beside.style.maxWidth = flag.width + "px";
    made.append(beside);
    return made;
  }

  /** Every word of a flag, under it. */
  function show(flag) {
    const box = flag.getBoundingClientRect();
    const tip = node("div", "chart-note-tip");
    flag.dataset.words.split("\n").forEach((text) => tip.append(node("p", "", text)));
    hide();
    document.body.append(tip);
    tip.style.left = Math.max(8, Math.min(box.left, window.innerWidth - tip.offsetWidth - 8)) + "px";
    tip.style.top = (box.bottom + tip.offsetHeight + 8 > window.innerHeight ? box.top - tip.offsetHeight - 4 : box.bottom + 4) + "px";
  }

  function hide() {
    document.querySelectorAll(".chart-note-tip").forEach((tip) => tip.remove());
  }

  const flagOf = (event) => event.target.closest && event.target.closest(".chart-note");

  document.addEventListener("pointerover", (event) => (flagOf(event) ? show(flagOf(event)) : hide()));
  document.addEventListener("focusin", (event) => (flagOf(event) ? show(flagOf(event)) : hide()));
  document.addEventListener("click", (event) => {
    if (flagOf(event)) window.decor.state.change({ date: flagOf(event).dataset.day });
  });
  // One stop for the keyboard, arrows from flag to flag; Esc closes the words.
  document.addEventListener("keydown", (event) => {
    const flag = flagOf(event);
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (flag && event.key === "Escape") hide();
    if (!flag || !by) return;
    const all = [...flag.parentNode.querySelectorAll(".chart-note")];
    const next = all[all.indexOf(flag) + by];
    event.preventDefault();
    event.stopPropagation();
    if (next) next.focus();
  }, true);

  /** Charts were drawn: from now on each one's words follow it. Charts come last, their script may still be on its way. */
  function follow() {
    const plots = [...document.querySelectorAll(".graph")].map((graph) => graph.querySelector(".js-plotly-plot"));
    window.clearTimeout(late);
    if (plots.some((plot) => !plot || !plot.on)) late = window.setTimeout(follow, LATER_MS);
    plots.forEach((plot) => {
      if (!plot || !plot.on || plot.dataset.noted) return;
      plot.dataset.noted = "true";
      plot.on("plotly_afterplot", () => put(plot));
      put(plot);
    });
  }

  return { axis, flags, laid, words, spread, follow };
})();
