"use strict";
/* What the page says by itself for a moment: that data came, that a link was copied, and a way back. */
window.decor = window.decor || {};

window.decor.notices = (function () {
  let before = null;

  function put(id, properties) {
    window.dash_clientside.set_props(id, properties);
  }

  /** Say something; a notice that is open says the newer thing. */
  function say(words) {
    put("notice-news", { children: words, is_open: true });
  }

  /** A choice threw others away: offer the way back to the address before it. */
  function offer(words, search) {
    before = search;
    put("notice-undo-words", { children: words });
    put("notice-undo", { is_open: true });
  }

  /** Back to the areas before the choice; whatever else was chosen since stays. */
  function undo() {
    if (before === null) return;
    const areas = window.decor.state.areas(before);
    before = null;
    window.decor.state.choose(areas);
  }

  /** The address to the clipboard; where the browser keeps it shut (a page without HTTPS) by the old way. */
  function copy(words) {
    const address = window.location.href;
    const byHand = () => {
      const field = document.createElement("textarea");
      field.value = address;
      document.body.appendChild(field);
      field.select();
      const copied = document.execCommand("copy");
      field.remove();
      if (copied) say(words);
    };
    if (!window.navigator.clipboard) byHand();
    else window.navigator.clipboard.writeText(address).then(() => say(words), byHand);
  }

  const SPOKEN_MS = 5000;
  let last = -SPOKEN_MS;
  let later = 0;

  /** Say what the page shows now to who hears it: the newest words, at most once in five seconds. */
  function speak(words) {
    const place = document.getElementById("spoken");
    if (!place) return;
    const wait = last + SPOKEN_MS - performance.now();
    window.clearTimeout(later);
    if (wait > 0) {
      later = window.setTimeout(() => speak(words), wait);
      return;
    }
    last = performance.now();
    place.textContent = words;
  }

  return { say, offer, undo, copy, speak };
})();
