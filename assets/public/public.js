/* The public edition without scripts is whole; this adds arrow keys, speech, sorting, suggestions, sharing. */
(() => {
  "use strict";

  const spoken = (host) => {
    const line = document.createElement("p");
    line.className = "spoken";
    line.setAttribute("role", "status");
    host.after(line);
    return (words) => { line.textContent = words; };
  };

  /* The same for the eye only, where the focused element speaks for itself. */
  const shown = (host) => {
    const line = document.createElement("p");
    line.className = "spoken";
    line.setAttribute("aria-hidden", "true");
    host.after(line);
    return (words) => { line.textContent = words; };
  };

  /* Maps: arrow keys go to the nearest area in that direction, Enter follows its link, Esc goes back to the start. */
  const DIRECTIONS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

  const nearest = (links, from, [dx, dy]) => {
    let best = null;
    let least = Infinity;
    for (const link of links) {
      const x = link.dataset.x - from.dataset.x;
      const y = link.dataset.y - from.dataset.y;
      const along = x * dx + y * dy;
      const across = Math.abs(x * dy) + Math.abs(y * dx);
      if (link === from || along <= 0 || across > along * 2) continue;
      const far = along + across * 2;
      if (far < least) { least = far; best = link; }
    }
    return best;
  };

  const openMap = (host) => {
    const svg = host.querySelector("svg");
    const links = [...svg.querySelectorAll("a, [data-to]")];
    if (!links.length) return;
    const say = shown(host);
    const hint = document.createElement("p");
    hint.className = "unseen";
    hint.id = `${host.id || "map"}-hint`;
    hint.textContent = host.dataset.words;
    host.append(hint);
    svg.setAttribute("aria-describedby", hint.id);
    let told = false;
    const start = links.find((link) => "here" in link.dataset) || links[0];
    let here = start;
    const go = (link, focus) => {
      here.tabIndex = -1;
      here = link;
      here.tabIndex = 0;
      if (focus) here.focus();
    };
    const ring = (link) => {
      svg.querySelectorAll(".ring, .ring-casing").forEach((old) => old.remove());
      if (!link) return;
      for (const name of ["ring-casing", "ring"]) {
        const copy = link.firstElementChild.cloneNode();
        copy.setAttribute("class", name);
        copy.setAttribute("aria-hidden", "true");
        svg.append(copy);
      }
    };
    links.forEach((link) => { link.tabIndex = -1; });
    go(here, false);
    host.addEventListener("focusin", (event) => {
      const link = event.target.closest("a, [data-to]");
      if (!link) return;
      go(link, false);
      say(link.getAttribute("aria-label") + (told ? "" : ` · ${host.dataset.words}`));
      told = true;
      if (link.matches(":focus-visible")) ring(link);
    });
    host.addEventListener("focusout", () => ring(null));
    host.addEventListener("pointerover", (event) => {
      const link = event.target.closest("a, [data-to]");
      if (link) say(link.getAttribute("aria-label"));
    });
    host.addEventListener("keydown", (event) => {
      if (event.key === "Escape") {
        say("");
        go(start, false);
        document.activeElement.blur();
        host.previousElementSibling?.focus();
        return;
      }
      if (event.key === "Enter" && here.dataset.to) {
        window.location.assign(here.dataset.to);
        return;
      }
      const way = DIRECTIONS[event.key];
      if (!way) return;
      event.preventDefault();
      const next = nearest(links, here, way);
      if (next) go(next, true);
    });
  };

  /* Charts: one stop for the Tab key, arrow keys read value after value. */
  const openChart = (host) => {
    const steps = JSON.parse(host.dataset.steps || "[]");
    if (!steps.length) return;
    const svg = host.querySelector("svg");
    const say = shown(host);
    const label = svg.getAttribute("aria-label");
    host.tabIndex = 0;
    host.setAttribute("role", "slider");
    host.setAttribute("aria-label", `${label}. ${host.dataset.words}`);
    host.setAttribute("aria-valuemin", "1");
    host.setAttribute("aria-valuemax", String(steps.length));
    const tell = (place) => {
      host.setAttribute("aria-valuenow", String(place + 1));
      host.setAttribute("aria-valuetext", steps[place][1]);
    };
    tell(steps.length - 1);
    const cursor = document.createElementNS("http://www.w3.org/2000/svg", "line");
    cursor.setAttribute("class", "cursor");
    cursor.setAttribute("y1", "8");
    cursor.setAttribute("y2", "184");
    let at = -1;
    const show = (place) => {
      at = Math.max(0, Math.min(steps.length - 1, place));
      const [x, words] = steps[at];
      cursor.setAttribute("x1", x);
      cursor.setAttribute("x2", x);
      svg.append(cursor);
      tell(at);
      say(words);
    };
    const clear = () => { at = -1; cursor.remove(); say(""); };
    host.addEventListener("keydown", (event) => {
      const moves = { ArrowRight: at + 1, ArrowLeft: at < 0 ? steps.length - 1 : at - 1, Home: 0, End: steps.length - 1 };
      if (event.key === "Escape") return clear();
      if (!(event.key in moves)) return undefined;
      event.preventDefault();
      return show(moves[event.key]);
    });
    host.addEventListener("focusout", clear);
    svg.addEventListener("pointermove", (event) => {
      const box = svg.getBoundingClientRect();
      const x = ((event.clientX - box.left) / box.width) * svg.viewBox.baseVal.width;
      let best = 0;
      steps.forEach(([place], n) => { if (Math.abs(place - x) < Math.abs(steps[best][0] - x)) best = n; });
      show(best);
    });
    svg.addEventListener("pointerleave", clear);
  };

  /* Tables: heads become buttons that sort. */
  const openTable = (table) => {
    const heads = [...table.tHead.rows[0].cells];
    const body = table.tBodies[0];
    const frame = table.parentElement;
    const say = spoken(frame);
    if (frame.scrollWidth <= frame.clientWidth) {
      frame.removeAttribute("tabindex");
      frame.removeAttribute("role");
      frame.removeAttribute("aria-label");
    }
    const words = new Intl.Collator(document.documentElement.lang, { numeric: true });
    const keyOf = (row, at) => {
      const cell = row.cells[at];
      return cell.dataset.by ?? cell.textContent;
    };
    heads.forEach((head, at) => {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const down = head.getAttribute("aria-sort") === "ascending";
        heads.forEach((other) => other.removeAttribute("aria-sort"));
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        const rows = [...body.rows].sort((one, other) => {
          const a = keyOf(one, at);
          const b = keyOf(other, at);
          const number = a !== "" && b !== "" && !Number.isNaN(Number(a)) && !Number.isNaN(Number(b));
          return (number ? a - b : words.compare(a, b)) * (down ? -1 : 1);
        });
        body.append(...rows);
        say(table.dataset.words.replace("{column}", button.textContent));
      });
    });
  };

  /* The search field offers areas while one writes. */
  const openSearch = (input) => {
    const holder = document.createElement("div");
    holder.className = "options";
    const list = document.createElement("ul");
    list.id = "q-list";
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", input.placeholder);
    list.hidden = true;
    holder.append(list);
    input.closest(".search-box").after(holder);
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-expanded", "false");
    input.setAttribute("aria-controls", "q-list");
    const english = document.documentElement.lang === "en";
    const tell = spoken(holder);
    tell("");
    let at = -1;
    let asked = 0;
    const close = () => {
      list.hidden = true;
      at = -1;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    };
    const mark = (place) => {
      const items = [...list.children];
      at = (place + items.length) % items.length;
      items.forEach((item, n) => item.setAttribute("aria-selected", String(n === at)));
      input.setAttribute("aria-activedescendant", items[at].id);
      items[at].scrollIntoView({ block: "nearest" });
    };
    const open = (item) => { window.location.assign(item.dataset.to + (english ? "?lang=en" : "")); };
    const offer = (areas) => {
      list.replaceChildren(...areas.slice(0, 8).map((area, n) => {
        const item = document.createElement("li");
        item.id = `q-${n}`;
        item.setAttribute("role", "option");
        item.setAttribute("aria-selected", "false");
        item.textContent = area.name;
        item.dataset.to = area.level === "rw" ? `/rw/${area.code}` : `/wilayah/${area.code}`;
        item.addEventListener("pointerdown", (event) => { event.preventDefault(); open(item); });
        return item;
      }));
      at = -1;
      tell(input.dataset.words.replace("{n}", String(list.children.length)));
      list.hidden = !areas.length;
      input.setAttribute("aria-expanded", String(areas.length > 0));
    };
    input.addEventListener("input", async () => {
      const mine = ++asked;
      const words = input.value.trim();
      if (words.length < 2) return close();
      const answer = await fetch(`/api/v1/areas?q=${encodeURIComponent(words)}`).catch(() => null);
      if (!answer || !answer.ok) return undefined;
      const found = await answer.json();
      if (mine === asked) offer(found.areas);
      return undefined;
    });
    input.addEventListener("keydown", (event) => {
      if (list.hidden) return;
      if (event.key === "ArrowDown") { event.preventDefault(); mark(at + 1); }
      else if (event.key === "ArrowUp") { event.preventDefault(); mark(at < 0 ? list.children.length - 1 : at - 1); }
      else if (event.key === "Escape") { event.preventDefault(); close(); }
      else if (event.key === "Enter" && at >= 0) { event.preventDefault(); open(list.children[at]); }
    });
    input.addEventListener("blur", close);
  };

  const openButtons = () => {
    document.querySelectorAll("[data-print]").forEach((button) => {
      button.hidden = false;
      button.addEventListener("click", () => window.print());
    });
    document.querySelectorAll("[data-share]").forEach((button) => {
      button.hidden = false;
      const say = spoken(button.parentElement);
      button.addEventListener("click", async () => {
        const what = { title: document.title, text: button.dataset.share, url: window.location.href };
        try {
          if (navigator.share) await navigator.share(what);
          else {
            await navigator.clipboard.writeText(what.url);
            say(button.dataset.done);
            setTimeout(() => { say(""); }, 5000);
          }
        } catch { /* the reader has changed his mind, or the browser forbids it: nothing is lost */ }
      });
    });
  };

  const menu = document.querySelector(".menu");
  menu?.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && menu.open) { menu.open = false; menu.querySelector("summary").focus(); }
  });
  document.addEventListener("click", (event) => { if (menu?.open && !menu.contains(event.target)) menu.open = false; });

  openButtons();
  const search = document.getElementById("q");
  if (search) openSearch(search);
  /* What lies below the fold is opened when it comes near. */
  const openers = [["[data-map]", openMap], ["[data-steps]", openChart], ["table[data-sort]", openTable]];
  const near = new IntersectionObserver((seen) => {
    seen.filter((one) => one.isIntersecting).forEach((one) => {
      near.unobserve(one.target);
      openers.forEach(([pick, open]) => { if (one.target.matches(pick)) open(one.target); });
    });
  }, { rootMargin: "600px" });
  openers.forEach(([pick]) => document.querySelectorAll(pick).forEach((host) => near.observe(host)));
  document.documentElement.dataset.ready = "";
})();
