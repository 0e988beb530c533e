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
    const areas = window.decor.state.parse(before).area || "";
    before = null;
    window.decor.state.change({ area: areas });
  }

  return { say, offer, undo };
})();
