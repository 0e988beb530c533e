/* An indicator over any run of days, from its daily sums; numbers come out as Python makes them
   (data/indicators/span.py; tests/vectors/span.json is read by both). */

import { dayOf, period, rounded, rowOf, shown, stepsOf } from "./block.mjs";
import { classing, DECLARED } from "./scales.mjs";

export { period };

/** A run of days as two rows of the block, moved inside it; null where the block has none of its days. */
export function rowsOf(block, first, last) {
  const [from, to] = [rowOf(block, first), rowOf(block, last)];
  if (first > last || last < block.first || (from < 0 && first > block.first)) return null;
  return [from < 0 ? 0 : from, to < 0 ? block.days - 1 : to];
}

/** Numerator, denominator, reports and expected reports over rows, of areas taken together (one or many columns). */
export function together(block, rows, columns) {
  const [begin, end] = [rows[0] * block.areas, (rows[1] + 1) * block.areas];
  const sums = [block.numerator, block.denominator, block.reports, block.due].map((total) => {
    let sum = 0;
    for (const column of columns) sum += total[end + column] - total[begin + column];
    return sum;
  });
  if (block.byWindow) sums[1] /= rows[1] - rows[0] + 1;
  if (!block.ratio) sums[1] = sums[2] > 0 ? 1 : 0;
  return sums;
}

/** Value of sums in the indicator's unit; NaN where there is none. A rate stays one for the days of its window. */
export function value(block, rows, sums) {
  if (!(sums[1] > 0)) return NaN;
  if (!block.ratio) return sums[0];
  const days = rows[1] - rows[0] + 1;
  return (sums[0] * (block.byWindow ? (block.scale * block.window) / days : block.scale)) / sums[1];
}

/** Part of the expected reports that came in; NaN where none was due. */
const shareOf = (sums) => (sums[3] > 0 ? Math.fround(sums[2] / sums[3]) : NaN);

/** State: x does not apply, n no report, i incomplete, o complete. */
export function stateOf(block, rows, sums) {
  const share = shareOf(sums);
  if (Number.isNaN(share)) return "x";
  if (share === 0) return "n";
  if (sums[1] === 0) return "x";
  const late = dayOf(block, rows[1]) > block.completeUntil;
  // Both in 32 bits, as the server compares them.
  return share < Math.fround(block.needed) || late ? "i" : "o";
}

/** Class edges: of a plain count for as many days as are summed. */
export function edges(block, rows) {
  const days = rows[1] - rows[0] + 1;
  return block.ratio ? block.breaks : block.breaks.map((edge) => (edge * days) / block.window);
}

/** All areas over rows, as `cells` of a day (block.mjs). */
export function cells(block, rows) {
  const made = { values: [], counts: [], states: "", shares: [], breaks: edges(block, rows) };
  const columns = [0];
  for (let i = 0; i < block.areas; i += 1) {
    columns[0] = i;
    const sums = together(block, rows, columns);
    made.values.push(value(block, rows, sums));
    made.counts.push(sums[0]);
    made.states += stateOf(block, rows, sums);
    made.shares.push(shareOf(sums));
  }
  return made;
}

/** What the map paints of a run of days, and `exact`, its values unrounded; null where the block has none of them.
 *  `spread`: by which scale, and the value of all areas together. */
export function frame(block, first, last, spread = DECLARED) {
  const rows = rowsOf(block, first, last);
  if (!rows) return null;
  const { values: exact, counts, states, breaks } = cells(block, rows);
  const caption = block.caption.replace("{period}", period(dayOf(block, rows[0]), dayOf(block, rows[1]), block.months));
  const steps = stepsOf(exact, classing(block, breaks, spread, exact));
  return { c: steps, s: states, v: shown(exact, block.decimals), n: block.ratio ? counts.map((count) => rounded(count, 0)) : [], exact: exact, caption: caption };
}
