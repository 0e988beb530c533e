/* A against B: what a selection is compared with, and how the two differ, as the server says it (data/service/comparison.py).

   `page.versus` is what the address says after `vs`: `{ text, kind, areas, days }`; `kind` is "week", "year", "neighbours" or "",
   `areas` the codes (none is the whole city) or null for those of the selection, `days` none, a day, or the ends of a run. */

import { gap, rateRatio } from "./findings.mjs";
import { areaNames, columnsOf, course, figureOf, levelOf, periodOf, rowsBetween, shownAreas, stepped, sumsOf } from "./page.mjs";

const DAYS_BEFORE = { week: 7, year: 364 };

/** The other side for a figure: its name, its page and figure, the days by which it lies before, and the areas by which a plain count
 *  is divided; null for none. */
export function comparedWith(page, figure) {
  const asked = page.versus;
  if (!asked) return null;
  if (asked.kind === "neighbours") return around(page, figure);
  if (asked.kind) return earlier(page, figure, stepped(figure.day, -DAYS_BEFORE[asked.kind]), []);
  if (!asked.areas) return earlier(page, figure, asked.days.at(-1), asked.days);
  const there = Object.assign({}, page, { codes: asked.areas });
  const [own, others] = [page, there].map((each) => shownAreas(each, figure).sort().join());
  if (!asked.days.length) return own === others ? null : { name: areaNames(there, figure), page: there, figure: figure, shift: 0, per: 1 };
  const made = earlier(there, figure, asked.days.at(-1), asked.days);
  if (!made || (own === others && !made.shift && made.figure.runDays === figure.runDays)) return null;
  const name = page.speaker.say("{areas}, {period}", { areas: areaNames(there, figure), period: made.name });
  return Object.assign(made, { name: name });
}

/** The areas that touch the shown ones, without them; of a plain count their mean. */
function around(page, figure) {
  const codes = shownAreas(page, figure);
  const levels = new Set(codes.map(levelOf));
  if (levels.size !== 1 || (codes.length > 1 && !figure.declared.ratio)) return null;
  const touching = page.touching([...levels][0]);
  const beside = [...new Set(codes.flatMap((code) => [...touching.get(code)]))].filter((code) => !codes.includes(code)).sort();
  if (!beside.length) return null;
  const name = page.speaker.say("the mean of {n} neighbours", { n: page.speaker.number(beside.length) });
  return { name: name, page: Object.assign({}, page, { codes: beside }), figure: figure, shift: 0, per: beside.length };
}

/** Another day, or a run of days that ends on it and is as long as the chosen one, or as `days` say. */
function earlier(page, figure, day, days) {
  const length = page.run ? rowsBetween({ first: page.run[0] }, figure.day) : 0;
  const since = days.length === 2 ? days[0] : page.run ? stepped(day, -length) : "";
  const there = Object.assign({}, page, { day: day, run: since ? [since, day] : null });
  const other = figureOf(there, figure.name);
  if (other.day !== day) return null; // there are no figures of that day
  // The data begin within the earlier run, or two sums are of different length.
  if (other.runDays !== figure.runDays && (days.length < 2 || !figure.declared.ratio)) return null;
  return { name: periodOf(page, other), page: there, figure: other, shift: rowsBetween(figure, figure.day) - rowsBetween(figure, day), per: 1 };
}

/** How far the selection is from it: [words, 1 above, −1 below, 0 the same]. */
export function difference(page, figure, other) {
  const [own, top, bottom] = sumsOf(page, figure, page.codes);
  const [there, otherTop, otherBottom] = sumsOf(other.page, other.figure, other.page.codes);
  const [window, otherWindow] = [figure.declared.window, other.figure.declared.window];
  const each = figure.declared.ratio ? there : there / other.per;
  const counted = figure.declared.events && !shared(page, figure, other);
  const times = counted ? rateRatio(top, bottom * window, otherTop, otherBottom * otherWindow) : null;
  return gap(page.speaker, figure.declared, own, each, other.name, times);
}

/** Whether some events are on both sides: days that overlap, or one area inside the other. */
function shared(page, figure, other) {
  if (other.shift) {
    const begins = stepped(figure.day, 1 - figure.declared.window);
    return other.figure.day >= begins && figure.day >= other.figure.day;
  }
  const own = new Set(columnsOf(page, page.codes, figure.level));
  return columnsOf(other.page, other.page.codes, figure.level).some((column) => own.has(column));
}

/** Its line beside the selection's, of rows of the figure; another time is moved to the chosen one. */
export function moved(page, other, from, to) {
  const plain = other.figure.byDay;
  const name = other.shift ? page.speaker.say("{when}, moved", { when: other.name }) : other.name;
  const values = course(other.page, plain, other.page.codes, from - other.shift, to - other.shift);
  const share = plain.declared.ratio ? 1 : other.per;
  return { name: name, role: "other", values: values.map((value) => value / share), code: "vs" };
}
