/* Wi-Fi points near the reader. The browser's position is asked for at a press, used in this page and never sent: every
   point comes to the page, and the page looks which are near. */
(() => {
  "use strict";
  const EARTH = 6371008.8;
  const SVG = "http://www.w3.org/2000/svg";
  const MOST = 10;
  const SHAPES = { live: "●", down: "▲", unknown: "◌", refused: "☒", waiting: "○", proposed: "○" };

  const radians = (degrees) => (degrees * Math.PI) / 180;

  /** Metres to the east and north of a place, near enough within a city. */
  const offset = (from, to) => ({
    east: radians(to.lon - from.lon) * EARTH * Math.cos(radians((to.lat + from.lat) / 2)),
    north: radians(to.lat - from.lat) * EARTH,
  });

  /** The nearest points, nearest first, each with its metres and where it lies. */
  const nearest = (points, here, most) =>
    points
      .map((point) => {
        const at = offset(here, point);
        return { point, east: at.east, north: at.north, metres: Math.hypot(at.east, at.north) };
      })
      .sort((a, b) => a.metres - b.metres || (a.point.code < b.point.code ? -1 : 1))
      .slice(0, most);

  /** Metres as one says them: tens below a kilometre, else kilometres with one decimal. */
  const told = (metres, lang) => {
    if (metres < 995) return `${Math.max(10, Math.round(metres / 10) * 10)} m`;
    const format = new Intl.NumberFormat(lang === "id" ? "id-ID" : "en-GB", { minimumFractionDigits: 1, maximumFractionDigits: 1 });
    return `${format.format(metres / 1000)} km`;
  };

  const drawn = (tag, attributes, text) => {
    const made = document.createElementNS(SVG, tag);
    Object.entries(attributes).forEach(([name, value]) => made.setAttribute(name, String(value)));
    if (text !== undefined) made.textContent = text;
    return made;
  };

  /* North is up, the reader in the middle, a ring every so many metres. */
  const chart = (rows, words, lang) => {
    const far = Math.max(...rows.map((row) => row.metres), 50);
    const step = [50, 100, 200, 500, 1000, 2000, 5000, 20000].find((metres) => far / metres <= 4) || 50000;
    const rings = Math.ceil(far / step);
    const scale = 92 / (rings * step);
    const svg = drawn("svg", { viewBox: "-100 -100 200 200", role: "img", "aria-label": words, class: "near-chart" });
    for (let ring = 1; ring <= rings; ring += 1) {
      svg.append(drawn("circle", { r: ring * step * scale, class: "near-ring" }));
      svg.append(drawn("text", { x: 2, y: -ring * step * scale + 6, class: "near-scale" }, told(ring * step, lang)));
    }
    svg.append(drawn("circle", { r: 3.4, class: "near-here" }));
    rows.forEach((row, n) => {
      const x = row.east * scale;
      const y = -row.north * scale;
      svg.append(drawn("circle", { cx: x.toFixed(1), cy: y.toFixed(1), r: 3, class: `point-${row.point.status}` }));
      svg.append(drawn("text", { x: (x + 4).toFixed(1), y: (y + 3).toFixed(1), class: "near-number" }, String(n + 1)));
    });
    return svg;
  };

  const open = (host) => {
    const words = JSON.parse(host.dataset.words);
    const lang = document.documentElement.lang;
    const button = host.querySelector("button");
    const said = host.querySelector("[role=status]");
    const answer = host.querySelector(".near-answer");
    const report = host.querySelector("template");
    const ask = (address) => fetch(address).then((got) => (got.ok ? got.json() : Promise.reject(new Error(String(got.status)))));

    const show = (here, points, names) => {
      const rows = nearest(points, here, MOST);
      answer.replaceChildren();
      if (!rows.length) {
        said.textContent = words.none;
        return;
      }
      said.textContent = words.done.replace("{n}", String(rows.length)).replace("{metres}", told(rows[0].metres, lang));
      const list = document.createElement("ol");
      list.className = "near-list";
      rows.forEach((row) => {
        const item = document.createElement("li");
        const link = document.createElement("a");
        link.href = `/rw/${row.point.area}${lang === "en" ? "?lang=en" : ""}`;
        link.textContent = names.get(row.point.area) || row.point.area;
        const state = document.createElement("b");
        state.textContent = `${SHAPES[row.point.status] || ""} ${words[row.point.status]}`;
        item.append(`${told(row.metres, lang)}: `, link, ", ", state);
        if (["live", "down", "unknown"].includes(row.point.status)) {
          const form = report.content.firstElementChild.cloneNode(true);
          form.elements.namedItem("titik").value = row.point.code;
          form.querySelector("button").setAttribute("aria-label", `${form.querySelector("button").textContent}: ${row.point.code}`);
          item.append(" ", form);
        }
        list.append(item);
      });
      answer.append(chart(rows, words.chart, lang), list);
    };

    const failed = (why) => { said.textContent = why; button.disabled = false; };

    button.hidden = false;
    button.addEventListener("click", () => {
      if (!navigator.geolocation) return failed(words.impossible);
      button.disabled = true;
      said.textContent = words.asking;
      return navigator.geolocation.getCurrentPosition(
        (position) => {
          const here = { lon: position.coords.longitude, lat: position.coords.latitude };
          Promise.all([ask("/api/v1/wifi-points"), ask("/api/v1/areas?level=rw")])
            .then(([wifi, areas]) => {
              show(here, wifi.points, new Map(areas.areas.map((area) => [area.code, area.name])));
              button.disabled = false;
            })
            .catch(() => failed(words.offline));
        },
        (error) => failed(error.code === 1 ? words.refused_position : words.impossible),
        { maximumAge: 60000, timeout: 15000 },
      );
    });
  };

  document.querySelectorAll("[data-near]").forEach(open);
  window.decorNear = { offset, nearest, told };
})();
