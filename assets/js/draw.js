"use strict";
/* Trees of the server as plain DOM: elements and texts, never HTML source. */
window.decor = window.decor || {};

window.decor.draw = (function () {
  const PROPERTIES = { src: "src", href: "href" };

  const SVG = "http://www.w3.org/2000/svg";

  function element(tree, inside) {
    if (!Array.isArray(tree)) return document.createTextNode(tree);
    const picture = inside === true || tree[0] === "svg";
    const made = picture ? document.createElementNS(SVG, tree[0]) : document.createElement(tree[0]);
    Object.keys(tree[1]).forEach((name) => {
      if (name.startsWith("on")) return;
      if (PROPERTIES[name] && /^\s*javascript:/i.test(tree[1][name])) return;
      made.setAttribute(name, tree[1][name]);
    });
    tree[2].forEach((child) => made.appendChild(element(child, picture)));
    return made;
  }

  const drawn = new WeakMap();

  /** Whether an element shows something else. What is the same is left alone: a click on it must not be lost. */
  function differs(place, text) {
    const before = drawn.get(place);
    return !before || before.text !== text || before.first !== place.firstChild;
  }

  /** Put trees into the elements that bear their ids; ids that are not on the page are left out. */
  function into(parts) {
    const held = document.activeElement;
    const back = held && held.closest("[data-area], [data-origin], [data-parameter]");
    const name = back && ["data-area", "data-origin", "data-parameter"].find((each) => back.hasAttribute(each));
    const selector = back && back.closest("[id]") && "#" + back.closest("[id]").id + " [" + name + '="' + back.getAttribute(name) + '"]';
    const places = Object.keys(parts || {})
      .map((id) => [document.getElementById(id), parts[id], JSON.stringify(parts[id])])
      .filter(([place, , text]) => place && differs(place, text));
    // All reading before all writing, and only of what can be scrolled: a reading after a writing has the page laid out anew.
    const scrolled = places.filter(([place]) => place.matches && place.matches(".scroll")).map(([place]) => [place, place.scrollTop]).filter(([, top]) => top > 0);
    places.forEach(([place, trees, text]) => {
      place.replaceChildren(...trees.map((tree) => element(tree)));
      drawn.set(place, { text: text, trees: trees, first: place.firstChild });
    });
    scrolled.forEach(([place, top]) => { place.scrollTop = top; });
    // What was drawn again takes the focus back, so that the keyboard is where it was.
    if (selector && !held.isConnected) {
      const again = document.querySelector(selector);
      if (again) again.focus({ preventScroll: true });
    }
  }

  /** What somebody else has painted over is drawn anew by the next answer, also where that is the same. */
  function forget(ids) {
    ids.forEach((id) => drawn.delete(document.getElementById(id)));
  }

  /** What was drawn into an element, as trees that are not to be changed; null where something else is in it. */
  function shown(id) {
    const place = document.getElementById(id);
    const before = place && drawn.get(place);
    return before && before.first === place.firstChild ? before.trees : null;
  }

  return { into, element, forget, shown };
})();
