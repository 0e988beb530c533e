"use strict";
/* Drawing a run of days on a time axis: a drag draws, moves or widens it, a click chooses a day, a double click or Esc
   takes it away, arrow keys do the same. While the hand moves everything is painted from what is in the browser; the
   address, and with it the server's answer, follows when it is let go. */
window.decor = window.decor || {};

window.decor.brush = (function () {
  const DAY_MS = 86400000;
  const EDGE = 7;
  const STILL = 4;
  const IDLE_MS = 400;
  const LATER_MS = 150;
  const DOUBLE_MS = 700;

  const iso = (number) => new Date(number * DAY_MS).toISOString().slice(0, 10);
  const numbered = (day) => Math.round(Date.parse(day + "T00:00:00Z") / DAY_MS);

  /** What a press takes hold of: an end of the run, the run, without one the line of the day, or nothing of it; in pixels. */
  function grip(x, ends, day) {
    if (!ends) return day !== undefined && Math.abs(x - day) <= EDGE ? "day" : "new";
    if (Math.abs(x - ends[1]) <= EDGE) return "last";
    if (Math.abs(x - ends[0]) <= EDGE) return "first";
    return x > ends[0] && x < ends[1] ? "move" : "new";
  }

  /** The run after a drag from one day to another, inside the bounds; days as numbers. */
  function dragged(what, from, to, run, bounds) {
    const inside = (day) => Math.min(Math.max(day, bounds[0]), bounds[1]);
    if (what === "move") {
      const by = Math.min(Math.max(to - from, bounds[0] - run[0]), bounds[1] - run[1]);
      return [run[0] + by, run[1] + by];
    }
    const fixed = what === "first" ? run[1] : what === "last" ? run[0] : inside(from);
    return [Math.min(fixed, inside(to)), Math.max(fixed, inside(to))];
  }

  /** The run after an arrow key; null for another key. */
  function keyed(key, shift, run, bounds) {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[key];
    if (!by) return null;
    return shift ? dragged("last", run[1], Math.max(run[1] + by, run[0]), run, bounds) : dragged("move", 0, by, run, bounds);
  }

  let held = null;
  let shown = null;
  let asked = 0;
  let idle = 0;
  let late = 0;
  let ended = -Infinity;

  const box = () => document.querySelector("[data-brush]");
  const chart = () => box() && box().querySelector(".js-plotly-plot");

  /** The chart's time axis: a day's pixel inside the box and back; null while there is no chart. */
  function axis() {
    const plot = chart();
    const scale = window.decor.labels.axis(plot);
    if (!scale) return null;
    const shift = plot.getBoundingClientRect().left - box().getBoundingClientRect().left;
    const left = shift + scale.left;
    return {
      pixel: (day) => shift + scale.pixel(day),
      day: (x) => Math.round(scale.begin + (x - left) / scale.wide),
      days: (pixels) => Math.round(pixels / scale.wide),
      // The first and the last day have half a day beyond them.
      bounds: [Math.ceil(scale.begin), Math.floor(scale.end)],
      half: scale.wide / 2, left: left, width: scale.width, top: scale.top, height: scale.height,
    };
  }

  /** Whether the trend follows a run: the figure is a sum over days. */
  function follows() {
    const panel = box() && box().closest(".panel");
    return Boolean(panel && panel.querySelector(".panel-caption[data-moving]"));
  }

  /** The run of the address, as day numbers. */
  function run() {
    const ends = window.decor.state.span(window.location.search);
    return ends && ends.map(numbered);
  }

  /** Put the band where a run lies; without one it is gone. */
  function place(days) {
    const band = box() && box().querySelector(".brush-band");
    if (!band) return;
    // Where nothing is drawn the page is not laid out for it.
    const scale = days && axis();
    band.hidden = !days || !scale || !follows() || days[1] < scale.bounds[0] || days[0] > scale.bounds[1];
    if (band.hidden) return;
    const from = Math.max(scale.pixel(days[0]) - scale.half, scale.left);
    const to = Math.min(scale.pixel(days[1]) + scale.half, scale.left + scale.width);
    band.style.transform = "translateX(" + from.toFixed(1) + "px)";
    band.style.width = (to - from).toFixed(1) + "px";
    band.style.top = scale.top + "px";
    band.style.height = scale.height + "px";
  }

  function ends(scale) {
    const days = held ? held.run : run();
    return days && [scale.pixel(days[0]) - scale.half, scale.pixel(days[1]) + scale.half];
  }

  /** Pixel of the day that is shown, where it is on the chart. */
  function dayAt(scale) {
    const day = window.decor.frame.shownDay();
    return day ? scale.pixel(numbered(day)) : undefined;
  }

  /** The line of the day is pulled along: the map follows where it can, the line as a run of one day. */
  function pull(day) {
    if (asked) window.cancelAnimationFrame(asked);
    asked = window.requestAnimationFrame(() => {
      asked = 0;
      document.body.classList.add("playing");
      window.decor.moving.begin();
      const search = window.decor.state.build(Object.assign(window.decor.state.parse(window.location.search), { date: iso(day) }));
      window.decor.engine.follow(search, iso(day));
      place([day, day]);
    });
  }

  /** Paint a run once for a picture of the screen, however many movements there were. */
  function paint(days) {
    shown = days;
    if (asked) return;
    asked = window.requestAnimationFrame(() => {
      asked = 0;
      if (!shown) return;
      document.body.classList.add("brushing");
      const words = window.decor.engine.brush(iso(shown[0]), iso(shown[1]));
      const band = box() && box().querySelector(".brush-words");
      if (band) band.textContent = words;
      place(shown);
    });
  }

  /** The hand is gone: the address says the run, and the server its words. */
  function settle() {
    const days = shown;
    const was = run();
    if (!days || (was && was.join() === days.join())) return cancel();
    clear();
    window.decor.state.change({ span: iso(days[0]) + "," + iso(days[1]), date: "" });
    return null;
  }

  /** The line of the day is let go. */
  function drop(day) {
    clear();
    place(run());
    window.decor.state.change({ date: iso(day) });
  }

  /** Nothing is being drawn any more; what was painted meanwhile stays until the address is answered. */
  function clear() {
    window.clearTimeout(idle);
    if (asked) window.cancelAnimationFrame(asked);
    asked = 0;
    idle = 0;
    shown = null;
    held = null;
    document.body.classList.remove("brushing", "playing");
    const band = box() && box().querySelector(".brush-words");
    if (band) band.textContent = "";
  }

  /** Back to what the address says. */
  function cancel() {
    clear();
    window.decor.engine.unbrush();
    place(run());
  }

  document.addEventListener("pointerdown", (event) => {
    const area = event.target.closest("[data-brush]");
    // A note's flag is a button of its own.
    const scale = area && event.button === 0 && !event.target.closest(".chart-note") && axis();
    if (!scale) return;
    const x = event.clientX - area.getBoundingClientRect().left;
    // Beside the axes nothing is chosen.
    if (x < scale.left - EDGE || x > scale.left + scale.width + EDGE) return;
    const day = scale.day(Math.min(Math.max(x, scale.left), scale.left + scale.width));
    const [what, own] = [grip(x, ends(scale), dayAt(scale)), run()];
    held = { id: event.pointerId, x: event.clientX, day: day, from: { first: own && own[0], last: own && own[1] }[what] || day, what: what, run: own, moved: false };
    area.setPointerCapture(event.pointerId);
  }, true);

  document.addEventListener("pointermove", (event) => {
    const area = event.target.closest && event.target.closest("[data-brush]");
    const scale = area && axis();
    if (!scale) return;
    const x = event.clientX - area.getBoundingClientRect().left;
    if (!held) {
      area.style.cursor = follows() ? { new: "crosshair", move: "grab", first: "ew-resize", last: "ew-resize", day: "ew-resize" }[grip(x, ends(scale), dayAt(scale))] : "";
      return;
    }
    if (event.pointerId !== held.id || (!held.moved && Math.abs(event.clientX - held.x) < STILL) || !follows()) return;
    held.moved = true;
    if (held.what === "day") {
      held.to = Math.min(Math.max(scale.day(x), scale.bounds[0]), scale.bounds[1]);
      pull(held.to);
      return;
    }
    // What is taken hold of moves as far as the hand; a new run ends under it.
    const to = held.what === "new" ? scale.day(x) : held.from + scale.days(event.clientX - held.x);
    paint(dragged(held.what, held.from, to, held.run, scale.bounds));
  });

  document.addEventListener("pointerup", (event) => {
    if (!held || event.pointerId !== held.id) return null;
    const { moved, day, x } = held;
    if (moved && held.what === "day") return drop(held.to);
    if (moved) return settle();
    clear();
    ended = run() ? performance.now() : ended;
    // A drag over what follows none chooses nothing.
    if (Math.abs(event.clientX - x) < STILL) window.decor.state.change({ date: iso(day) });
    return null;
  });

  document.addEventListener("pointercancel", () => held && cancel());

  // The chart's own drags and clicks would choose a day under the press.
  ["mousedown", "touchstart"].forEach((name) => document.addEventListener(name, (event) => {
    if (event.target.closest && event.target.closest("[data-brush] .nsewdrag")) event.stopPropagation();
  }, { capture: true, passive: true }));

  document.addEventListener("dblclick", (event) => {
    // The first click of the two has ended the run already.
    if (event.target.closest("[data-brush]") && (run() || performance.now() - ended < DOUBLE_MS)) {
      cancel();
      window.decor.state.change({ span: "", date: "" });
    }
  });

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && (shown || (held && held.moved))) {
      event.stopImmediatePropagation();
      cancel();
      return;
    }
    if (!event.target.matches || !event.target.matches("[data-brush]")) return;
    const scale = axis();
    if (!scale) return;
    const now = shown || run() || window.decor.engine.ownRun(window.location.search);
    const next = now && follows() && keyed(event.key, event.shiftKey, typeof now[0] === "string" ? now.map(numbered) : now, scale.bounds);
    if (!next) return;
    event.preventDefault();
    paint(next);
    window.clearTimeout(idle);
    idle = window.setTimeout(settle, IDLE_MS);
  }, true);

  /** The chart was drawn, or has another size: the band follows it. */
  function follow() {
    const plot = chart();
    // Charts come last: their script may still be on its way.
    if (!plot || !plot.on) {
      window.clearTimeout(late);
      late = box() ? window.setTimeout(follow, LATER_MS) : 0;
      return;
    }
    if (!plot.dataset.brushed) {
      plot.dataset.brushed = "true";
      plot.on("plotly_afterplot", () => place(shown || run()));
    }
    place(shown || run());
  }

  /** An answer was drawn: over what the hand shows, which is painted again. */
  function answered() {
    follow();
    if (shown) paint(shown);
    else if (held && held.moved && held.what === "day") pull(held.to);
  }

  return { grip, dragged, keyed, follow, answered, drawing: () => Boolean(shown || (held && held.moved)) };
})();
