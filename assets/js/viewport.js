"use strict";
/* Where the map looks. It fits the city when it is new; what somebody looks at is never taken away from him: once he has
   moved the map it moves only where he asks for it. A chosen kecamatan is gone to while the map still shows the city. */
window.decor = window.decor || {};

window.decor.viewport = (function () {
  const CLOSEST = 15;
  const HAND_MS = 1000;
  let map = null;
  let view = "city";
  let moving = false;
  let city = null;
  let chosen = { codes: [], bounds: null };
  let gone = null;
  let pointed = false;
  let handAt = -Infinity;

  /** Kecamatan have three parts: city, kecamatan; a kelurahan has four. */
  function kecamatan(codes) {
    return codes.length === 1 && codes[0].split(".").length === 3;
  }

  /**
   * What the map looks at after something happened: "city", "selection", or "own", which stays as it is.
   * `fit` says whether it has to be moved for it.
   */
  function next(now, event, codes) {
    if (event === "moved") return { view: "own", fit: false };
    if (event === "to-city") return { view: "city", fit: true };
    if (event === "to-selection") return codes.length ? { view: "selection", fit: true } : { view: "city", fit: true };
    if (event === "new") return { view: kecamatan(codes) ? "selection" : "city", fit: true };
    if (event === "resized") return { view: now, fit: now !== "own" };
    // Another selection. An area that was touched on the map: nothing moves under the hand.
    const still = { view: now, fit: false };
    if (event === "touched" || now === "own") return still;
    if (kecamatan(codes)) return { view: "selection", fit: true };
    if (!codes.length && now === "selection") return { view: "city", fit: true };
    return still;
  }

  function take(event) {
    const move = next(view, event, chosen.codes);
    view = move.view;
    // Another size fits what is looked at again, whatever was chosen since.
    if (move.fit && event !== "resized") gone = view === "selection" ? chosen.bounds : null;
    if (move.fit) fit();
  }

  /** Fit what is looked at into the room that the legend leaves. */
  function fit() {
    if (!map || !map._mapPane || !city) return;
    const size = map.getSize();
    const right = window.decor.looks.legendRoom(size.x);
    // While the page is laid out there is no room yet, and nothing fits into it; the next size asks again.
    if (size.x <= right + 8 || size.y <= 12) return;
    const bounds = gone || city();
    moving = true;
    try {
      map.fitBounds(bounds, { animate: false, maxZoom: CLOSEST, paddingTopLeft: [8, 6], paddingBottomRight: [right, 6] });
    } finally {
      moving = false;
    }
  }

  /** A map that was put up; `extent` gives the bounds of the city, or of the one area that may be seen. */
  function attach(made, extent) {
    map = made;
    city = extent;
    view = "city";
    gone = null;
    const container = map.getContainer();
    // The library zooms by itself as well; a hand has touched the map just before.
    ["pointerdown", "keydown", "wheel"].forEach((name) =>
      container.addEventListener(name, () => { handAt = performance.now(); }, { capture: true, passive: true }));
    map.on("dragstart zoomstart", () => {
      if (!moving && performance.now() - handAt < HAND_MS) take("moved");
    });
    wheel(container);
  }

  /** The wheel scrolls the page, unless the map has the focus or Ctrl is held. */
  function wheel(container) {
    container.addEventListener("wheel", (event) => {
      if (event.ctrlKey) event.preventDefault();
      else if (!container.contains(document.activeElement)) event.stopImmediatePropagation();
    }, { capture: true, passive: false });
  }

  /** Another selection; `bounds` is null while it is empty. */
  function choose(codes, bounds) {
    const same = codes.join() === chosen.codes.join();
    chosen = { codes: codes, bounds: bounds };
    if (!same) take(pointed ? "touched" : "chosen");
    pointed = false;
  }

  /** The next choice is made on the map itself. */
  function touch() {
    pointed = true;
  }

  return { next, attach, choose, touch, fit, take, kecamatan };
})();
