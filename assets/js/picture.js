"use strict";
/* A panel as a PNG: what is on the screen, with the sentence, the address and the time printed under it. */
window.decor = window.decor || {};

window.decor.picture = (function () {
  const SCALE = 2;
  const FONT = "assets/fonts/encode-sans-latin-standard-normal.woff2";
  let font = null;

  /** The typeface as a data address: a picture cannot fetch it. */
  async function typeface() {
    if (font) return font;
    const answer = await window.fetch("/ruang/" + FONT);
    const bytes = new Uint8Array(await answer.arrayBuffer());
    let text = "";
    bytes.forEach((byte) => (text += String.fromCharCode(byte)));
    font = "data:font/woff2;base64," + window.btoa(text);
    return font;
  }

  /** What a mark inside a drawing needs of its style; of the 924 cells of a map every property would take seconds. */
  const MARKED = [
    "fill", "fill-opacity", "fill-rule", "stroke", "stroke-width", "stroke-opacity", "stroke-dasharray", "stroke-linecap",
    "stroke-linejoin", "opacity", "visibility", "transform", "transform-origin", "paint-order", "text-anchor",
    "dominant-baseline", "font-family", "font-size", "font-weight", "font-stretch", "letter-spacing", "vector-effect",
    "clip-path", "mix-blend-mode", "overflow",
  ];

  /** A copy of a node with every computed style written on it, so that it needs no stylesheet. */
  function copy(node) {
    if (node.nodeType === Node.TEXT_NODE) return node.cloneNode();
    if (node.nodeType !== Node.ELEMENT_NODE || node.tagName === "SCRIPT") return null;
    if (node.matches(".leaflet-control-zoom, .panel-menu")) return null;
    // A copied canvas would be empty; what is painted on it goes along as a picture.
    const made = node.tagName === "CANVAS" ? Object.assign(document.createElement("img"), { src: node.toDataURL() }) : node.cloneNode(false);
    const style = window.getComputedStyle(node);
    if (style.display === "none") return null;
    let text = "";
    for (const name of node.ownerSVGElement ? MARKED : style) text += name + ":" + style.getPropertyValue(name) + ";";
    // A chart's box has its height already; left to flex it would be laid out anew.
    if (node.classList.contains("graph")) text += "flex:none;min-height:" + style.height + ";";
    if (/auto|scroll/.test(style.overflow)) text += "overflow:hidden;";
    made.setAttribute("style", text);
    // Hatches and dots are found by their ids; other ids must not stand twice.
    if (!node.closest("defs")) made.removeAttribute("id");
    node.childNodes.forEach((child) => {
      const part = copy(child);
      if (part) made.appendChild(part);
    });
    return made;
  }

  /** What is printed under the panel: selection, state, version, address, time. */
  function stamp(width) {
    const place = document.createElement("div");
    const sentence = document.querySelector("#sentence h1");
    const version = document.querySelector("#status > span:last-child");
    const now = document.querySelector(".clock");
    const parts = [sentence && sentence.textContent, version && version.textContent, now && Array.from(now.children, (part) => part.textContent).join(" "), window.location.href];
    place.textContent = parts.filter(Boolean).join(" · ");
    place.setAttribute("style", "width:" + width + "px;padding:8px 16px;font:400 12px 'Encode Sans',sans-serif;box-sizing:border-box;color:var(--muted)");
    return place;
  }

  /** The panel of a question: its own name, or on a page's own panel the name of its frame. */
  function panelOf(name) {
    return document.querySelector('[data-panel="' + name + '"], section[id$="-' + name + '"]');
  }

  async function draw(panel) {
    const box = panel.getBoundingClientRect();
    const width = Math.round(box.width);
    const under = stamp(width);
    const shelf = document.createElement("div");
    shelf.setAttribute("style", "position:absolute;left:-9999px;top:0;width:" + width + "px");
    shelf.append(under);
    document.body.append(shelf);
    const height = Math.round(box.height + under.getBoundingClientRect().height);
    // Hatches and dots stand outside the panel; without them what they fill would be black.
    const patterns = document.getElementById("p-hidden");
    const parts = [...(patterns ? [copy(patterns.ownerSVGElement)] : []), copy(panel), copy(under)];
    shelf.remove();
    const holder = document.createElement("div");
    const ground = window.getComputedStyle(document.body).backgroundColor;
    holder.setAttribute("xmlns", "http://www.w3.org/1999/xhtml");
    holder.setAttribute("style", "width:" + width + "px;height:" + height + "px;background:" + ground);
    const face = document.createElement("style");
    face.textContent = "@font-face{font-family:'Encode Sans';src:url(" + (await typeface()) + ") format('woff2');font-weight:100 900;font-stretch:75% 125%}";
    holder.append(face, ...parts);
    const body = new XMLSerializer().serializeToString(holder);
    const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="' + width + '" height="' + height + '"><foreignObject width="100%" height="100%">' + body + "</foreignObject></svg>";
    const image = new Image();
    image.src = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(svg);
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = width * SCALE;
    canvas.height = height * SCALE;
    const context = canvas.getContext("2d");
    context.scale(SCALE, SCALE);
    context.drawImage(image, 0, 0);
    return canvas;
  }

  function page() {
    const name = document.querySelector("a[data-page][aria-current]").dataset.page;
    return name === "overview" ? "" : name;
  }

  async function save(name) {
    const panel = panelOf(name);
    if (!panel) return;
    const canvas = await draw(panel);
    canvas.toBlob((blob) => {
      const link = document.createElement("a");
      link.href = URL.createObjectURL(blob);
      link.download = "decor-" + (page() || "ringkasan") + "-" + name + ".png";
      link.click();
      window.setTimeout(() => URL.revokeObjectURL(link.href), 10000);
      const query = window.location.search.replace(/^\?/, "");
      window.fetch("/ruang/unduh/" + name + ".png?page=" + page() + (query ? "&" + query : ""));
    });
  }

  return { save, copy };
})();
