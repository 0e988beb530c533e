"use strict";
/* Plotly is fetched and read (the longest script of the page by far) after numbers, words and map are on the screen.
   Dash's charts wait for whatever stands in `window.Plotly`; until the script is there it is a promise of it. */
window.decor = window.decor || {};

window.decor.charts = (function () {
  const LATEST_MS = 6000;
  let ready = null;
  let asked = false;

  /** Where the script is: the slim one of the installation first, then the one that Dash names. */
  function addresses() {
    const own = document.querySelector('meta[name="plotly"]');
    return [own && own.content, window._dashPlotlyJSURL].filter(Boolean);
  }

  function fetchFrom(places) {
    if (!places.length) return;
    const script = document.createElement("script");
    script.async = true;
    script.src = places[0];
    script.onload = () => ready(window.Plotly);
    script.onerror = () => fetchFrom(places.slice(1));
    document.head.appendChild(script);
  }

  /** Begin to fetch it; once. */
  function load() {
    if (asked) return;
    asked = true;
    fetchFrom(addresses());
  }

  /** Something was painted: the browser shows it first, then it has time for the charts. */
  function painted() {
    if (!asked) window.requestAnimationFrame(() => window.setTimeout(load, 0));
  }

  window.Plotly = new Promise((resolve) => { ready = resolve; });
  window.setTimeout(load, LATEST_MS);
  return { painted };
})();
