"use strict";
/* A screen of the wall: shows its pictures in turn, asks for the pulse once a second, keeps the last good picture.
   It runs for months: one timer, no growing lists, every picture replaced whole. */
window.decor = window.decor || {};

window.decor.wall = (function () {
  const body = document.body;
  const at = body.dataset.at;
  const build = body.dataset.build;
  const place = document.getElementById("scene");
  const ALARM = "alarm";
  const SHIFT_SECONDS = 60;
  const SHIFT = [[0, 0], [3, 0], [3, 3], [0, 3], [-3, 3], [-3, 0], [-3, -3], [0, -3], [3, -3]];
  const LOST_MS = 4000;
  const PATIENCE_MS = 5000;

  const pictures = {};
  const RELOAD_MS = 60000;
  const WAIT_MS = 15000;

  const state = {
    asked: 0, pulse: null, etag: "", tag: "", shown: body.dataset.first, since: performance.now(), command: null, index: 0, asking: false,
    contact: performance.now(), lost: false, over: false, loading: false, override: "", clock: null, day: "", running: false, ticks: 0,
  };

  /* The picture that the server drew into the page is the first good one. */
  pictures[body.dataset.first] = { tag: "", node: place.firstElementChild };

  function words(name) {
    return body.dataset[name] || "";
  }

  function size() {
    const scale = window.devicePixelRatio || 1;
    return Math.round(window.screen.width * scale) + "x" + Math.round(window.screen.height * scale);
  }

  function sized(px, set) {
    const scale = window.devicePixelRatio || 1;
    // The set-up size is in the screen's own pixels; in a smaller window (a look from a desk) the picture shrinks whole.
    const part = Math.min(1, (window.innerWidth * scale) / set[0], (window.innerHeight * scale) / set[1]);
    body.style.setProperty("--t", ((px * part) / scale).toFixed(2) + "px");
  }

  /** Put a picture on the screen; without one the last stays. */
  function show(name) {
    const picture = pictures[name];
    if (!picture || !picture.node) return false;
    if (place.firstElementChild !== picture.node) place.replaceChildren(picture.node);
    if (state.shown !== name) state.since = performance.now();
    state.shown = name;
    body.dataset.scene = name;
    return true;
  }

  function playlist() {
    return state.pulse ? state.pulse.play : [];
  }

  function count() {
    const names = playlist().map((one) => one[0]);
    const here = names.indexOf(state.shown);
    document.getElementById("wall-count").textContent = here < 0 ? "" : here + 1 + " / " + names.length;
  }

  /** What stands on the screen now: a pushed scene, an alarm, a pinned scene, the turn. */
  function turn() {
    const pulse = state.pulse;
    if (!pulse || state.over) return;
    const list = playlist();
    const stood = (performance.now() - state.since) / 1000;
    if (state.override) {
      const seconds = (list.find((one) => one[0] === state.override) || ["", 20])[1];
      if (state.shown === state.override && stood < seconds) return;
      if (state.shown !== state.override && show(state.override)) return;
      // Its picture may still be on the way.
      if (state.shown !== state.override && performance.now() - state.asked < WAIT_MS) return;
      state.override = "";
    }
    if (pulse.alarm && pictures[ALARM]) {
      show(ALARM);
      return;
    }
    if (pulse.pinned) {
      show(pulse.pinned);
      return;
    }
    if (!list.length) return;
    const now = list[state.index % list.length];
    if (state.shown === now[0] && (pulse.paused || stood < now[1])) return;
    if (state.shown === now[0]) state.index = (state.index + 1) % list.length;
    // A scene whose picture is missing is passed over.
    for (let tries = 0; tries < list.length; tries += 1) {
      if (show(list[state.index % list.length][0])) return;
      state.index = (state.index + 1) % list.length;
    }
  }

  function step(by) {
    const list = playlist();
    if (!list.length) return;
    state.override = "";
    state.index = (((state.index + by) % list.length) + list.length) % list.length;
    state.since = 0;
    show(list[state.index][0]);
  }

  /** A command is carried out once; those from before this page was opened are not. */
  function obey(command) {
    if (state.command === null) {
      state.command = command[0];
      return;
    }
    if (command[0] === state.command) return;
    // Several steps between two pulses are as many steps.
    const times = Math.max(Math.min(command[0] - state.command, 20), 1);
    state.command = command[0];
    if (command[1] === "step") step(times);
    else if (command[1] === "back") step(-times);
    else if (command[1] === "show") {
      state.override = command[2];
      state.asked = performance.now();
    }
  }

  function heard() {
    state.contact = performance.now();
    state.lost = false;
  }

  function asked(path, headers) {
    const stop = new AbortController();
    // The patience is for the body, too: the timer ends with it, not with the headers.
    const timer = window.setTimeout(() => stop.abort(), PATIENCE_MS);
    return window
      .fetch(at + path, { cache: "no-store", headers: headers || {}, signal: stop.signal, redirect: "manual" })
      .then(async (answer) => ({ answer: answer, body: answer.status === 200 ? await answer.json() : null }))
      .finally(() => window.clearTimeout(timer));
  }

  /** Something that this page cannot mend: the token is gone. */
  function refused() {
    if (state.over) return;
    state.over = true;
    const told = document.createElement("div");
    told.className = "wall-over";
    ["over", "again"].forEach((name) => {
      const line = document.createElement("p");
      line.textContent = words(name);
      told.appendChild(line);
    });
    place.replaceChildren(told);
    Object.keys(pictures).forEach((name) => delete pictures[name]);
    state.tag = "";
    if (window.caches) window.caches.delete("decor-wall");
  }

  function welcome() {
    if (!state.over) return;
    state.over = false;
    load();
  }

  /** The pulse: once a second, a few hundred bytes, or nothing when nothing is new. */
  async function pulse() {
    if (state.asking) return;
    state.asking = true;
    try {
      const query = "?s=" + state.shown + "&w=" + size() + "&v=" + state.tag;
      const heardOf = await asked("/denyut" + query, state.etag ? { "If-None-Match": state.etag } : {});
      const answer = heardOf.answer;
      if (answer.status === 401 || answer.status === 403 || answer.type === "opaqueredirect") {
        heard();
        refused();
        return;
      }
      if (answer.headers.get("X-Contact") === "lost" || (answer.status !== 200 && answer.status !== 304)) return;
      heard();
      welcome();
      state.clock = { at: performance.now(), text: answer.headers.get("X-Clock") || "" };
      state.day = answer.headers.get("X-Day") || "";
      if (answer.status === 200) {
        state.pulse = heardOf.body;
        state.etag = answer.headers.get("ETag") || "";
        told();
      }
      if (state.pulse && state.pulse.tag !== state.tag) await load();
    } catch (error) {
      /* No answer: the last good picture stays, the foot says since when. */
    } finally {
      state.asking = false;
    }
  }

  /** A new pulse: another build, size, command. */
  function told() {
    const found = state.pulse;
    if (found.build !== build || found.page !== body.dataset.page) again();
    state.running = found.running;
    sized(found.t, found.size);
    obey(found.command);
  }

  /** Load the page again, once a minute at most: servers that disagree must not make a screen flicker. */
  function again() {
    const last = Number(window.sessionStorage.getItem("reloaded") || 0);
    const now = Math.floor(new Date().getTime());
    if (Math.abs(now - last) < RELOAD_MS) return;
    window.sessionStorage.setItem("reloaded", String(now));
    window.location.reload();
  }

  /** The pictures that are new. */
  async function load() {
    if (state.loading) return;
    state.loading = true;
    try {
      const have = Object.keys(pictures).filter((name) => pictures[name].tag).map((name) => name + ":" + pictures[name].tag);
      const found = await asked("/gambar?have=" + have.join(","));
      if (found.answer.status !== 200 || found.answer.headers.get("X-Contact") === "lost") return;
      take(found.body);
    } catch (error) {
      /* The next pulse asks again. */
    } finally {
      state.loading = false;
    }
  }

  /** The picture that stood is gone: any that is there. */
  function turnOn() {
    state.shown = "";
    const next = playlist().map((one) => one[0]).find((name) => pictures[name]);
    if (next) show(next);
  }

  function take(found) {
    const again = state.shown;
    // What this screen does not show any more is not kept: it may be another profile's.
    const wanted = found.kept.concat(Object.keys(found.scenes));
    Object.keys(pictures).filter((name) => !wanted.includes(name)).forEach((name) => delete pictures[name]);
    // A start without the server: the kept pictures take their turn.
    if (!state.pulse) state.pulse = { play: found.play, paused: false, pinned: null, alarm: "", tag: found.tag, offline: true };
    Object.keys(found.scenes).forEach((name) => {
      const picture = found.scenes[name];
      if (picture === null) delete pictures[name];
      else pictures[name] = { tag: picture.tag, node: window.decor.draw.element(picture.tree) };
    });
    state.tag = found.tag;
    // The picture that stands is replaced in place; its turn goes on.
    const since = state.since;
    if (pictures[again]) show(again);
    else turnOn();
    state.since = since;
    turn();
  }

  const two = (number) => String(number).padStart(2, "0");

  function clock() {
    const told = state.clock;
    const match = told && /T(\d\d):(\d\d):(\d\d)/.exec(told.text);
    if (!match) return;
    const passed = state.running ? Math.floor((performance.now() - told.at) / 1000) : 0;
    const seconds = (Number(match[1]) * 3600 + Number(match[2]) * 60 + Number(match[3]) + passed) % 86400;
    const text = two(Math.floor(seconds / 3600)) + (document.documentElement.lang === "id" ? "." : ":") + two(Math.floor((seconds % 3600) / 60));
    write("wall-clock", text);
    write("wall-day", state.day);
  }

  function write(id, text) {
    const node = document.getElementById(id);
    if (node.textContent !== text) node.textContent = text;
  }

  function contact() {
    const gone = performance.now() - state.contact > LOST_MS;
    const mark = document.getElementById("wall-contact");
    if (gone && !state.lost) {
      state.lost = true;
      // By the room's clock, not by the device's.
      const match = state.clock && /T(\d\d):(\d\d)/.exec(state.clock.text);
      const text = match ? " " + match[1] + (document.documentElement.lang === "id" ? "." : ":") + match[2] : "";
      mark.textContent = words("lost") + text;
    }
    mark.hidden = !gone;
    body.classList.toggle("no-contact", gone);
  }

  /** Once a second: heartbeat, clock, turn, pulse. */
  function tick() {
    state.ticks += 1;
    document.getElementById("heartbeat").classList.toggle("on", state.ticks % 2 === 0);
    if (state.ticks % SHIFT_SECONDS === 0) {
      const by = SHIFT[(state.ticks / SHIFT_SECONDS) % SHIFT.length];
      document.getElementById("shift-place").style.transform = "translate(" + by[0] + "px," + by[1] + "px)";
    }
    clock();
    contact();
    turn();
    count();
    return pulse();
  }

  /**
   * Let the service worker stand between, so that this screen also starts while the server is away. A worker that
   * became active while this page was on its way does not claim it by itself, and a script that could not be fetched
   * is fetched again later: without either the first picture would not be kept until somebody reloads.
   */
  async function keep(workers) {
    try {
      await workers.register(at.replace(/[^/]+$/, "pekerja.js"));
      const ready = await workers.ready;
      if (!workers.controller) ready.active.postMessage("claim");
    } catch (error) {
      window.setTimeout(() => keep(workers), WAIT_MS);
    }
  }

  function start() {
    if (!at) return;
    sized(parseFloat(body.dataset.t), [Number(body.dataset.width), Number(body.dataset.height)]);
    body.dataset.scene = state.shown;
    if ("serviceWorker" in navigator) keep(navigator.serviceWorker);
    // What is kept is shown at once; the first pulse brings what is new.
    load();
    tick();
    window.setInterval(tick, 1000);
    window.addEventListener("resize", () => state.pulse && sized(state.pulse.t, state.pulse.size));
  }

  start();
  return { tick, turn, keep, obey, pulse, load, show, state, pictures };
})();
