/* A block: an indicator of every day and area, in the browser. Numbers come out as Python makes them, to the last bit
   (data/service/blocks.py writes it; tests/vectors/block.json is read by both). */

import { classing, DECLARED } from "./scales.mjs";

/** Rows hold the difference to the row before, bit by bit. */
function summed(words, width) {
  for (let at = width; at < words.length; at += 1) words[at] ^= words[at - width];
  return words;
}

/** The header of a block, and where its arrays begin. */
function opened(buffer) {
  const length = new DataView(buffer).getUint32(0, true);
  return [JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, length))), 4 + length];
}

/** A block of every day from its bytes. */
export function decode(buffer) {
  const [head, begin] = opened(buffer);
  const cells = head.days * head.areas;
  let at = begin;
  const floats = (bits) => {
    const words = bits / 32;
    const bytes = buffer.slice(at, at + cells * words * 4);
    at += cells * words * 4;
    summed(new Uint32Array(bytes), head.areas * words);
    return bits === 32 ? new Float32Array(bytes) : new Float64Array(bytes);
  };
  const numerator = floats(head.bits);
  const denominator = floats(head.bits);
  const share = floats(32);
  const totals = head.totals ? floats(32) : null;
  const letters = summed(new Uint8Array(buffer.slice(at, at + cells)), head.areas);
  return Object.assign(head, { numerator, denominator, share, totals, letters });
}

/** A block of daily sums from its bytes: running totals in 64 bits, with a row of zeros before the first day. */
export function decodeSums(buffer) {
  const [head, begin] = opened(buffer);
  const { days, areas } = head;
  const totals = head.differences.map((differences, n) => {
    const from = begin + n * days * areas * 4;
    const words = new Uint32Array(buffer.slice(from, from + days * areas * 4));
    return running(new Float32Array((differences ? summed(words, areas) : words).buffer), areas);
  });
  return Object.assign(head, { numerator: totals[0], denominator: totals[1], reports: totals[2], due: totals[3] });
}

function running(daily, width) {
  const total = new Float64Array(daily.length + width);
  for (let at = 0; at < daily.length; at += 1) total[at + width] = total[at] + daily[at];
  return total;
}

const DAY_MS = 86400000;

/** Row of a day (YYYY-MM-DD); −1 where the block has none. */
export function rowOf(block, day) {
  const row = Math.round((Date.parse(day + "T00:00:00Z") - Date.parse(block.first + "T00:00:00Z")) / DAY_MS);
  return row >= 0 && row < block.days ? row : -1;
}

/** Day of a row as YYYY-MM-DD. */
export function dayOf(block, row) {
  return new Date(Date.parse(block.first + "T00:00:00Z") + row * DAY_MS).toISOString().slice(0, 10);
}

/** Days of a play, at most so many: from the chosen one on, or the last ones where it is the last complete day. */
export function playDays(block, day, most) {
  const last = rowOf(block, block.completeUntil);
  const chosen = Math.max(rowOf(block, day), 0);
  const first = chosen < last ? chosen : Math.max(0, last - most + 1);
  const days = [];
  for (let row = first; row <= Math.min(first + most - 1, last); row += 1) days.push(dayOf(block, row));
  return days;
}

/** Numerator / denominator in the indicator's unit; NaN where there is no value. */
export function ratio(block, numerator, denominator) {
  if (!(denominator > 0)) return NaN;
  return block.ratio ? (numerator * block.scale) / denominator : numerator;
}

/** Rounded as NumPy does: halves to the even neighbour. */
export function rounded(value, decimals) {
  const power = 10 ** decimals;
  const scaled = value * power;
  const low = Math.floor(scaled);
  const rest = scaled - low;
  const whole = rest > 0.5 || (rest === 0.5 && low % 2 !== 0) ? low + 1 : low;
  return whole / power || 0;
}

/** Class of a value: 0 zero, 1 to 5, "-" without a value; the lower edge belongs to the class. */
export function classOf(value, breaks) {
  if (Number.isNaN(value)) return "-";
  if (value === 0 && breaks[0] > 0) return "0";
  return String(1 + breaks.filter((edge) => edge <= value).length);
}

/** Value of an area on a day as it is shown; null where there is none. */
export function valueOn(block, day, area) {
  const row = rowOf(block, day);
  if (row < 0) return null;
  const at = row * block.areas + area;
  const value = ratio(block, block.numerator[at], block.denominator[at]);
  return Number.isNaN(value) ? null : rounded(value, block.decimals);
}

/** A run of days in words, leaving out what both ends share: 5–11 Feb 2022. */
export function period(first, last, months) {
  const parts = [first, last].map((day) => day.split("-").map(Number));
  const written = ([year, month, day], shown) =>
    [String(day), shown > 1 ? months[month - 1] : "", shown > 2 ? String(year) : ""].filter(Boolean).join(" ");
  if (first === last) return written(parts[1], 3);
  const [a, b] = parts;
  return written(a, a[0] !== b[0] ? 3 : a[1] !== b[1] ? 2 : 1) + "–" + written(b, 3);
}

/** The days that a figure is about on a day, in words. */
function daysOf(block, day) {
  const { window } = block.declared;
  const row = rowOf(block, day);
  const first = window > 1 ? dayOf(block, Math.max(row - window + 1, 0)) : day;
  return period(first, day, block.months);
}

/** Values of all areas on the day of a row, unrounded; NaN where there is none. */
export function valuesOn(block, row) {
  const from = row * block.areas;
  return Array.from({ length: block.areas }, (_, i) => ratio(block, block.numerator[from + i], block.denominator[from + i]));
}

/** Steps of the map's colours for values, as a text. */
export function stepsOf(values, { breaks, steps }) {
  return values.map((value) => {
    const klass = classOf(value, breaks);
    return klass === "-" ? "-" : steps[klass];
  }).join("");
}

/** Values as they are shown; null where there is none. */
export function shown(values, decimals) {
  return values.map((value) => (Number.isNaN(value) ? null : rounded(value, decimals)));
}

/** All areas on the day of a row: values (NaN for none), counts, states as a text, shares of reports, class edges. */
export function cells(block, row) {
  const [from, to] = [row * block.areas, (row + 1) * block.areas];
  return {
    values: valuesOn(block, row), counts: Array.from(block.numerator.subarray(from, to)),
    states: new TextDecoder().decode(block.letters.subarray(from, to)), shares: block.share.subarray(from, to), breaks: block.breaks,
  };
}

/** What the map paints of a day: steps and states as texts, values and counts, the caption. Null for a day outside.
 *  `spread`: by which scale, and the value of all areas together. */
export function frame(block, day, spread = DECLARED) {
  const row = rowOf(block, day);
  if (row < 0) return null;
  const { values, counts, states, breaks } = cells(block, row);
  return {
    c: stepsOf(values, classing(block, breaks, spread, values)),
    s: states,
    v: shown(values, block.decimals),
    n: block.ratio ? counts.map((count) => rounded(count, 0)) : [],
    caption: block.caption.replace("{period}", daysOf(block, day)),
  };
}
