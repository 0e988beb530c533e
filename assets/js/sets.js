"use strict";
/* A set of areas as a short text for an address, as Python writes it (data/domain/area_sets.py), and what is done with
   two of them. */
window.decor = window.decor || {};

window.decor.sets = (function () {
  const CITY = "32.76";
  const SHAPE = /^\d{2}(\.\d{4}(-\d{1,3}(~\d{1,3})?)*)*(_\d{2}(\.\d{4}(-\d{1,3}(~\d{1,3})?)*)*)*$/;
  const MOST_TEXT = 8000;
  const MOST_CODES = 4000;

  function runs(numbers) {
    const texts = [];
    let begin = numbers[0];
    numbers.forEach((number, n) => {
      if (numbers[n + 1] === number + 1) return;
      texts.push(begin === number ? String(begin) : begin + "~" + number);
      begin = numbers[n + 1];
    });
    return texts;
  }

  /** Codes below the city, in any order, as text. */
  function compact(codes) {
    const parts = [...new Set(codes)].filter((code) => code !== CITY).sort().map((code) => code.split(".").slice(2));
    const first = (list, at) => [...new Set(list.map((each) => each[at]))];
    return first(parts, 0).flatMap((kecamatan) => {
      const inside = parts.filter((each) => each[0] === kecamatan);
      const within = inside.filter((each) => each.length > 1);
      const kelurahan = first(within, 1).flatMap((name) => {
        const own = within.filter((each) => each[1] === name);
        const numbers = own.filter((each) => each.length === 3).map((each) => Number(each[2]));
        return [...(own.some((each) => each.length === 2) ? [name] : []), ...(numbers.length ? [[name, ...runs(numbers)].join("-")] : [])];
      });
      return [...(inside.length > within.length ? [kecamatan] : []), ...(kelurahan.length ? [[kecamatan, ...kelurahan].join(".")] : [])];
    }).join("_");
  }

  /** The codes of a text, ascending, each once; null where it is none. */
  function expanded(text) {
    if (text.length > MOST_TEXT || !SHAPE.test(text)) return null;
    const codes = new Set();
    let reckoned = 0;
    text.split("_").forEach((piece) => {
      const [kecamatan, ...inside] = piece.split(".");
      if (!inside.length) codes.add([CITY, kecamatan].join("."));
      inside.map((each) => each.split("-")).forEach(([kelurahan, ...numbers]) => {
        if (!numbers.length) codes.add([CITY, kecamatan, kelurahan].join("."));
        numbers.forEach((run) => {
          const [first, last] = run.split("~").map(Number);
          reckoned += (last ?? first) - first + 1;
          if (reckoned > MOST_CODES) return;
          for (let n = first; n <= (last ?? first); n += 1) codes.add([CITY, kecamatan, kelurahan, String(n).padStart(3, "0")].join("."));
        });
      });
    });
    return reckoned > MOST_CODES ? null : [...codes].sort();
  }

  /** What is chosen after a set is added ("add"), taken away ("less"), kept in common ("both") or put in place. */
  function combined(how, before, drawn) {
    const [old, fresh] = [new Set(before), new Set(drawn)];
    if (how === "add") return before.concat(drawn.filter((code) => !old.has(code)));
    if (how === "less") return before.filter((code) => !fresh.has(code));
    if (how === "both") return before.filter((code) => fresh.has(code));
    return drawn.slice();
  }

  return { compact, expanded, combined };
})();
