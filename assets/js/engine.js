"use strict";
/* What is in the browser already answers at once: a day of an indicator whose block has come. The server's answer, with
   words and everything else, follows and paints the same. */
window.decor = window.decor || {};

window.decor.engine = (function () {
  const KEPT = 4;
  const blocks = new Map();
  let module = null;
  let wanted = "";

  /** What a block is of; it answers for nothing else. */
  function nameOf(of) {
    return [of.indicator, of.level, of.lang].join("|");
  }

  /** The map was painted with values that a block can follow: it is fetched once the browser has nothing to do. */
  function expect(values, files) {
    if (!values.block) return;
    const base = files[values.level].split("peta/")[0];
    const address = base + "mesin/" + values.block + "?lang=" + values.lang;
    if (address === wanted) return;
    wanted = address;
    const idle = window.requestIdleCallback || ((run) => window.setTimeout(run, 200));
    idle(() => load(base, address));
  }

  async function load(base, address) {
    try {
      module = module || (await import(base + "assets/engine/block.mjs"));
      const answer = await window.fetch(address, { credentials: "same-origin" });
      if (answer.status !== 200) return; // of other data by now: the next answer names the newer block
      const block = module.decode(await answer.arrayBuffer());
      blocks.delete(nameOf(block));
      blocks.set(nameOf(block), block);
      while (blocks.size > KEPT) blocks.delete(blocks.keys().next().value);
    } catch (error) {
      // Without the block the server answers, as before.
      wanted = "";
    }
  }

  /** The block that answers for an address while this is painted; null where the server has to be asked. */
  function blockOf(asked, painted) {
    if (!painted || !painted.block || asked.as_known_on) return null;
    const same = (asked.level || "rw") === painted.asked && (asked.lang || "id") === painted.lang;
    if (!same || (asked.indicator && asked.indicator !== painted.indicator)) return null;
    const block = blocks.get(nameOf(painted));
    // What was made from other data answers for nothing.
    return block && painted.block.endsWith(block.key) ? block : null;
  }

  /** What of a block is painted for an address; `day` is what it means where it names none. Null: the server is asked. */
  function frameOf(search, painted, day) {
    const asked = window.decor.state.parse(search);
    const block = blockOf(asked, painted);
    const on = asked.date || day;
    return block && on ? module.frame(block, on) : null;
  }

  /** The address changed: the map follows at once where it can. */
  function follow(search, day) {
    const made = frameOf(search, window.decor.map.painted(), day);
    if (made) window.decor.map.repaint(made);
  }

  const SPANS = { 28: 28, 90: 90, all: 92 };

  /** The days of a play as frames that are made when they are shown; null where the server has to give them. */
  function play(search, day, painted) {
    const asked = window.decor.state.parse(search);
    const block = blockOf(asked, painted);
    if (!block || module.rowOf(block, day) < 0) return null;
    const days = module.playDays(block, day, SPANS[asked.window || "90"]);
    return days.length ? days.map((each) => ({ day: each, made: () => module.frame(block, each) })) : null;
  }

  return { expect, follow, play, frameOf, nameOf, _keep: (block, made) => { blocks.set(nameOf(block), block); module = made; } };
})();
