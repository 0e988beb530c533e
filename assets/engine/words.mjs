/* Sentences as the server words them: its templates, numbers and dates (data/text; tests/vectors/findings.json is read by
   both). */

import { period } from "./block.mjs";

const MINUS = "\u2212";

/** Rounded to decimals as Python's formats do: an exact half goes to the even neighbour. */
export function fixed(value, decimals) {
  const exact = Math.abs(value).toFixed(decimals + 25);
  const cut = exact.length - 25;
  const up = Math.abs(value).toFixed(decimals);
  if (exact.slice(cut) !== "5" + "0".repeat(24)) return (value < 0 && Number(up) ? "-" : "") + up;
  const low = decimals ? exact.slice(0, cut) : exact.slice(0, cut - 1);
  const even = Number(low.at(-1)) % 2 === 0 ? low : up;
  return (value < 0 && Number(even) ? "-" : "") + even;
}

/** A template with its parameters, which are texts already. */
export const filled = (text, parameters) => text.replace(/\{(\w+)\}/g, (whole, name) => (name in parameters ? parameters[name] : whole));

/** Part of a track as the stylesheet wants it. */
export const length = (value, whole) => fixed((value / whole) * 100, 1) + "%";

/**
 * What says things in a language. `words`: `templates` from English to the language, names of the months, separators.
 */
export function speaker(words) {
  const separated = new Intl.NumberFormat(words.lang === "id" ? "id-ID" : "en-GB").formatToParts(1234.5);
  const thousands = separated.find((part) => part.type === "group");
  const group = thousands ? thousands.value : ",";
  const point = separated.find((part) => part.type === "decimal").value;

  /** 1.834 or 75,0 in Indonesian; halves away from zero; a true minus; a plus only when `signed`. */
  function number(value, decimals = 0, signed = false) {
    // Rounded first, as `data/text` does: halves are of the number itself, and away from zero.
    const [whole, rest] = Math.abs(value).toFixed(decimals).split(".");
    const grouped = whole.replace(/\B(?=(\d{3})+$)/g, group);
    const nothing = !Number(whole + "." + (rest || "0"));
    const sign = nothing ? "" : value < 0 ? MINUS : signed ? "+" : "";
    return sign + grouped + (rest ? point + rest : "");
  }

  /** A template in the language with its parameters. */
  function say(text, parameters) {
    const wording = words.templates[text] || text;
    return parameters ? filled(wording, parameters) : wording;
  }

  /** 11 Feb 2022; without the year where `short`. */
  function day(date, short) {
    const [year, month, number_] = date.split("-").map(Number);
    return number_ + " " + words.months[month - 1] + (short ? "" : " " + year);
  }

  return { say, number, day, period: (first, last) => period(first, last, words.months) };
}
