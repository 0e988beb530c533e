"use strict";
/* Two pages of the room beside each other: where they have one clock, a day, a run of days or a range chosen on one is chosen
   on the other; the address names both sides, so that it can be kept and sent. */
window.decor = window.decor || {};

window.decor.split = (function () {
  const LOOK_MS = 200;
  const CLOCK = ["date", "span", "window"];

  /** What an address says of days: every part, so that what is not said is taken away, too. */
  function clockOf(search) {
    const parameters = new URLSearchParams(search);
    return Object.fromEntries(CLOCK.map((name) => [name, parameters.get(name) || ""]));
  }

  /** What the other side is to take over after an address changed to another one; null for nothing. */
  function taken(before, after) {
    const [was, is] = [clockOf(before), clockOf(after)];
    return CLOCK.some((name) => was[name] !== is[name]) ? is : null;
  }

  /** The address of both: sides as they stand below the prefix. */
  function addressed(path, sides, together, kept) {
    const parameters = new URLSearchParams(kept);
    ["left", "right", "clocks"].forEach((name) => parameters.delete(name));
    parameters.set("left", sides[0]);
    parameters.set("right", sides[1]);
    if (!together) parameters.set("clocks", "2");
    return path + "?" + parameters.toString();
  }

  function begin() {
    const frames = [...document.querySelectorAll("iframe.split-side")];
    const clocks = document.getElementById("clocks");
    const prefix = window.location.pathname.replace(/belah$/, "");
    const seen = frames.map(() => null);

    /** Where a side is; null while it is on its way, or shows something that is no page of panels. */
    function where(frame) {
      // A side that was refused (nobody is signed in any more) is a page of the browser's, which may not be asked.
      if (!frame.contentDocument) return null;
      const { decor, location } = frame.contentWindow;
      return decor && decor.state && location.pathname.startsWith(prefix) ? [location.pathname.slice(prefix.length), location.search] : null;
    }

    function look() {
      const sides = frames.map(where);
      sides.forEach((side, n) => {
        if (!side) return;
        const [before, other] = [seen[n], frames[1 - n]];
        seen[n] = side;
        const change = before && before[0] === side[0] && taken(before[1], side[1]);
        if (change && clocks.value === "1" && sides[1 - n]) other.contentWindow.decor.state.change(change);
      });
      if (sides.every(Boolean)) keep(sides.map((side) => side.join("")));
    }

    function keep(sides) {
      const { pathname, search } = window.location;
      const here = (kept) => addressed(pathname, sides, clocks.value === "1", kept);
      if (here(search) === pathname + search) return;
      window.history.replaceState(null, "", here(search));
      // Another language or theme is one of both sides as they stand.
      document.querySelectorAll(".top .segment a[href]").forEach((link) => { link.href = here(new URL(link.href).search); });
      document.getElementById("split-end").href = prefix + sides[0];
    }

    window.setInterval(look, LOOK_MS);
  }

  if (document.querySelector(".split-sides")) begin();
  return { clockOf, taken, addressed };
})();
