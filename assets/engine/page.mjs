/* What the page says of a selection: sentence, tiles, ranking, findings, as the trees that the server would draw
   (data/service/questions.py, layouts/components). The browser test compares them with the server's, letter by letter.

   A page is `{ speaker, day, run, versus, codes, window, chosen, scale, figures, areas, colours, theme }`: `day` is the address's
   own or "", `run` the first and last day of a run of days or null, `versus` what it is compared with (comparison.mjs), `codes` are the chosen areas, `chosen` the painted indicator, `scale` what classes are made by, `figures` what is here of each indicator
   (`{ level, days, sums }`, blocks by level), `areas` the codes and names of each level in the blocks' order. */

import { cells, classOf, dayOf, ratio, rounded, rowOf, stepsOf } from "./block.mjs";
import { comparedWith, difference } from "./comparison.mjs";
import * as findings from "./findings.mjs";
import { classing } from "./scales.mjs";
import * as span from "./span.mjs";
import { fixed, length } from "./words.mjs";

export const CITY = "32.76";
const LEVELS = ["kota", "kecamatan", "kelurahan", "rw"];
const MOST_NAMED = 6;
const SPARK_DAYS = 28;
const WEEK = 7;
export const ALL_BUT = 0.998;
const SHOWN = 20;
const RANKED = 60;
export const SPANS = { 28: 28, 90: 90, all: 0 };
const STATES = { o: "ok", n: "no_report", i: "incomplete", h: "hidden", x: "not_applicable" };

/** What is asked needs something that has not come: the server answers. */
export class Missing extends Error {}

// -- areas ----------------------------------------------------------------------------------------

const depthOf = (level) => LEVELS.indexOf(level);
export const levelOf = (code) => LEVELS[code.split(".").length - 2];
const coarser = (a, b) => (depthOf(a) < depthOf(b) ? a : b);
const ancestor = (code, level) => code.split(".").slice(0, depthOf(level) + 2).join(".");
export const parentOf = (code) => (code === CITY ? null : code.split(".").slice(0, -1).join("."));
const unique = (values) => [...new Set(values)];

export function nameOf(page, code) {
  const name = page.areas[levelOf(code)].names.get(code);
  if (name === undefined) throw new Missing(code);
  return name;
}

/** Columns at a level that make up areas, each once; areas finer than it count as their parent. */
export function columnsOf(page, codes, level) {
  const { codes: all, index } = page.areas[level];
  const wanted = new Set();
  (codes.length ? codes : [CITY]).forEach((code) => {
    const own = ancestor(code, coarser(level, levelOf(code)));
    if (index.has(own)) wanted.add(index.get(own));
    else all.forEach((each, n) => { if (own === CITY || each.startsWith(own + ".")) wanted.add(n); });
  });
  return [...wanted].sort((a, b) => a - b);
}

/** The chosen areas as a figure shows them: one finer than its level counts as its parent there. */
export function shownAreas(page, figure) {
  return unique(page.codes.map((code) => ancestor(code, coarser(levelOf(code), figure.level)))).filter((code) => code !== CITY);
}

export function areaNames(page, figure) {
  const shown = shownAreas(page, figure);
  const codes = shown.length ? shown : [CITY];
  if (codes.length > MOST_NAMED) return counted(page, codes);
  const names = codes.map((code) => nameOf(page, code));
  return names.slice(0, 3).join(", ") + (names.length > 3 ? " +" + (names.length - 3) : "");
}

/** Areas that are taken together, by their number. */
export const counted = ({ speaker }, codes) => speaker.say("{n} areas", { n: speaker.number(codes.length) });

// -- figures --------------------------------------------------------------------------------------

/** A figure of the page, over its run of days or on its day; its declaration, its day, `byDay` the same over the declared window. */
export function figureOf(page, name) {
  const plain = plainFigure(page, name);
  if (!page.run || typeof plain.declared.window !== "number") return plain;
  const since = page.run[0] < plain.first ? plain.first : page.run[0];
  const days = rowsBetween(plain, plain.day) - rowsBetween(plain, since) + 1;
  if (days < 1) return plain;
  const sums = Object.values(plain.sums)[0];
  if (!sums) throw new Missing(name + " over a run of days");
  const declared = Object.assign({}, plain.declared, { window: days, title: sums.spanTitle, short: sums.spanName });
  return Object.assign({}, plain, { declared: declared, days: {}, runDays: days, byDay: plain });
}

function plainFigure(page, name) {
  const held = page.figures[name];
  if (!held) throw new Missing(name);
  const block = anyOf(held);
  const last = dayOf(block, block.days - 1);
  const until = block.completeUntil < last ? block.completeUntil : last;
  const wanted = page.day || until;
  const day = wanted < block.first ? block.first : wanted > last ? last : wanted;
  const declared = Object.assign({ ratio: block.ratio, decimals: block.decimals }, block.declared);
  const plain = { name: name, declared: declared, day: day, first: block.first, last: last, until: until, runDays: 0 };
  plain.byDay = Object.assign(plain, { level: held.level, days: held.days, sums: held.sums });
  return plain;
}

function anyOf(held) {
  const block = Object.values(held.days)[0] || Object.values(held.sums)[0];
  if (!block) throw new Missing("no block");
  return block;
}

/** Whether a block has a day. */
export const has = (block, day) => rowOf(block, day) >= 0;

export const rowsBetween = (figure, day) => rowOf({ first: figure.first, days: Infinity }, day);

/** Numerator and denominator of areas taken together on a row. */
function togetherOn(figure, level, columns, row) {
  const days = figure.days[level];
  let [top, bottom] = [0, 0];
  if (days) {
    const from = row * days.areas;
    for (const column of columns) {
      top += days.numerator[from + column];
      bottom += days.ratio ? days.denominator[from + column] : 0;
      if (!days.ratio && days.denominator[from + column] > 0) bottom = 1;
    }
    return [top, bottom];
  }
  const sums = figure.sums[level];
  const window = figure.runDays || (sums && sums.window);
  // What a window that begins before the data is of, the server knows.
  if (!sums || (!figure.runDays && row < window - 1)) throw new Missing(figure.name + " " + level);
  const [begin, end] = [Math.max(row - window + 1, 0) * sums.areas, (row + 1) * sums.areas];
  let reports = 0;
  for (const column of columns) {
    top += sums.numerator[end + column] - sums.numerator[begin + column];
    bottom += sums.denominator[end + column] - sums.denominator[begin + column];
    reports += sums.reports[end + column] - sums.reports[begin + column];
  }
  if (!sums.ratio) return [top, reports > 0 ? 1 : 0];
  return [top, sums.byWindow ? bottom / window : bottom];
}

/** Numerator over denominator in the figure's unit; NaN where there is none. */
function valued(figure, block, top, bottom) {
  if (!figure.runDays || !block.ratio || !block.byWindow) return ratio(block, top, bottom);
  return bottom > 0 ? (top * ((block.scale * block.window) / figure.runDays)) / bottom : NaN;
}

/** Level at which areas are taken together: the coarsest that has all of them and has come; sums are the same at each. */
export function levelFor(figure, codes, kinds = ["days", "sums"]) {
  const levels = (codes.length ? codes : [CITY]).map(levelOf);
  const least = coarser(figure.level, levels.reduce((a, b) => (depthOf(a) > depthOf(b) ? a : b)));
  const here = LEVELS.slice(depthOf(least), depthOf(figure.level) + 1).find((level) => kinds.some((kind) => figure[kind][level]));
  if (!here) throw new Missing(figure.name + " " + least);
  return here;
}

/** Values of areas taken together from one row to another; NaN where missing. */
export function course(page, figure, codes, from, to) {
  const level = levelFor(figure, codes);
  const columns = columnsOf(page, codes, level);
  const block = figure.days[level] || figure.sums[level];
  const values = [];
  for (let row = from; row <= to; row += 1) values.push(row < 0 || row >= block.days ? NaN : valued(figure, block, ...togetherOn(figure, level, columns, row)));
  return values;
}

export function valueOn(page, figure, codes, day) {
  if (day < figure.first) return NaN;
  const row = rowsBetween(figure, day);
  return course(page, figure, codes, row, row)[0];
}

/** Value, numerator and denominator of areas taken together on the figure's day. */
export function sumsOf(page, figure, codes) {
  const level = levelFor(figure, codes);
  const block = figure.days[level] || figure.sums[level];
  const sums = togetherOn(figure, level, columnsOf(page, codes, level), rowsBetween(figure, figure.day));
  return [valued(figure, block, ...sums), ...sums];
}

/** Part of the final count of areas' window that is known by now. */
export function lateShare(page, figure, codes, day) {
  if (typeof figure.declared.window !== "number") return 1;
  const level = levelFor(figure, codes, ["sums"]);
  const sums = figure.sums[level];
  if (!sums.arrived.length) return 1;
  const columns = columnsOf(page, codes, level);
  const row = rowsBetween(figure, day);
  let [known, final] = [0, 0];
  for (let at = Math.max(row - (figure.runDays || sums.window) + 1, 0); at <= row; at += 1) {
    const share = sums.arrived[Math.min(sums.days - 1 - at, sums.arrived.length - 1)];
    let daily = 0;
    for (const column of columns) daily += sums.numerator[(at + 1) * sums.areas + column] - sums.numerator[at * sums.areas + column];
    known += daily;
    final += daily / (share > 0 ? share : 1);
  }
  return final > 0 ? known / final : 1;
}

export const stepped = (day, by) => new Date(Date.parse(day + "T00:00:00Z") + by * 86400000).toISOString().slice(0, 10);

/** Values on a day and a week or a run of days before, brought to the same age. */
export function atEqualAge(page, figure, codes, day) {
  const earlier = stepped(day, -(figure.runDays || WEEK));
  const [now, before] = [day, earlier].map((each) => valueOn(page, figure, codes, each));
  if (earlier < figure.first) return [now, before];
  return [(now * lateShare(page, figure, codes, earlier)) / lateShare(page, figure, codes, day), before];
}

/** Whether the window of the shown day lies inside the data, and no day of it still fills up. */
function complete(figure) {
  const before = typeof figure.declared.window === "number" ? figure.declared.window - 1 : 0;
  return figure.day <= figure.until && rowsBetween(figure, figure.day) >= before;
}

function ifComplete({ speaker }, figure, finding) {
  return complete(figure) ? finding() : speaker.say("{title}: incomplete, not compared", { title: figure.declared.title });
}

const daily = (figure) => figure.declared.reports === null;

/** Day of the newest report up to a day. */
export function reportedOn(figure, day) {
  if (daily(figure)) return day;
  return figure.declared.reports.filter((each) => each <= day).at(-1) || day;
}

/** The days that the figure is about, in words. */
export function periodOf({ speaker }, figure) {
  const { window } = figure.declared;
  if (typeof window !== "number" || window < 2) return speaker.day(figure.day);
  const begin = stepped(figure.day, 1 - window);
  return speaker.period(begin < figure.first ? figure.first : begin, figure.day);
}

/** Said where the level that was asked for has no figure; "" elsewhere. */
export function levelNote(page, figure) {
  if (page.asked === figure.level) return "";
  const names = { asked: levelName(page, page.asked), shown: levelName(page, figure.level) };
  return page.speaker.say("no figure at {asked} level, shown for the {shown}", names);
}

const levelName = ({ speaker }, level) => speaker.say(level === "rw" ? "RW" : level === "kota" ? "city" : level);

function captioned(page, figure, what, period) {
  const note = levelNote(page, figure);
  const about = { what: what, period: period, note: note };
  return page.speaker.say(note ? "{what}, {period}; {note}" : "{what}, {period}", about);
}

// -- trees ----------------------------------------------------------------------------------------

export const el = (tag, attributes, ...children) => [tag, attributes, children];

/** Kicker, finding and caption of a panel. */
export function headOf(figure, finding, caption, moving) {
  const { declared } = figure;
  return [
    el("p", { class: "kicker" }, declared.title + ", " + declared.unit),
    el("h2", {}, finding),
    el("p", Object.assign({ class: "panel-caption" }, moving ? { "data-moving": moving } : {}), caption),
  ];
}

/** Kicker and finding of the map; the finding looks inside the selection. */
export function mapHead(page) {
  const { declared } = figureOf(page, page.chosen);
  return { "map-kicker": [declared.title + ", " + declared.unit], "map-finding": mapFinding(page) };
}

function mapFinding(page) {
  const figure = figureOf(page, page.chosen);
  const chosen = shownAreas(page, figure);
  const coarse = chosen.length === 1 && levelOf(chosen[0]) === "kecamatan" ? chosen[0] : CITY;
  const level = coarser(coarse === CITY ? "kecamatan" : "kelurahan", figure.level);
  const columns = level === "kota" ? columnsOf(page, [], level) : columnsOf(page, [coarse], level);
  const areas = columns.map((column) => page.areas[level].codes[column])
    .map((code) => ({ name: nameOf(page, code), value: valueOn(page, figure, [code], figure.day) }));
  const whole = valueOn(page, figure, coarse === CITY ? [] : [coarse], figure.day);
  return [ifComplete(page, figure, () => findings.spread(page.speaker, figure.declared, areas, whole))];
}

/** All areas of a level on the figure's day or over its run: values, counts, states, shares of reports, class edges. */
function cellsOf(figure, level) {
  const block = (figure.runDays ? figure.sums : figure.days)[level];
  if (!block) throw new Missing(figure.name + " " + level);
  const row = rowsBetween(figure, figure.day);
  const made = figure.runDays ? span.cells(block, [row - figure.runDays + 1, row]) : cells(block, row);
  return Object.assign(made, { block: block });
}

/** The same, and how they are classed by the scale of the page. */
function classed(page, figure, level) {
  const made = cellsOf(figure, level);
  const { kota } = figure.runDays ? figure.sums : figure.days;
  if (page.scale === "excess" && !kota) throw new Missing(figure.name + " kota");
  const spread = { scale: page.scale, whole: kota ? sumsOf(page, figure, [])[0] : NaN };
  return Object.assign(made, { edges: classing(made.block, made.breaks, spread, made.values) });
}

/** The legend with the day's counts; `before` is what is shown. */
export function legend(page, before) {
  const figure = figureOf(page, page.chosen);
  const { block, values, states: letters, edges: { breaks, steps, scale } } = classed(page, figure, figure.level);
  const tally = Object.fromEntries([..."012345-", ..."nihox"].map((sign) => [sign, 0]));
  values.forEach((value, i) => {
    tally[classOf(value, breaks)] += 1;
    tally[letters[i]] += 1;
  });
  const { number } = page.speaker;
  const high = Math.max(..."12345".split("").map((sign) => tally[sign])) || 1;
  const [classes, states, ...rest] = before;
  const [title, tallies, strip, edges] = classes[2];
  const looks = [..."12345"].map((sign) => "class-" + steps[sign]);
  const bars = tallies[2].map((button, n) => {
    const [, bar] = button[2];
    const count = tally[n + 1];
    const style = "height:" + fixed((count / high) * 44, 0) + "px";
    const chooses = { "data-choose": "step:" + steps[n + 1] };
    return ["button", Object.assign({}, button[1], chooses), [el("span", {}, number(count)), ["i", Object.assign({}, bar[1], { style: style, class: looks[n] }), bar[2]]]];
  });
  const colours = strip[2].map((each, n) => ["i", { class: looks[n] }, each[2]]);
  const numbers = edges[2].map((each, n) => ["span", each[1], [number(breaks[n], edgeDecimals(block, breaks))]]);
  const words = [title[2][0], scaleList(title[2][1], scale), ...title[2].slice(2, -1), figure.declared.unit];
  const counts = [tally[0], tally.n, tally.i, tally.h].map((count) => number(count));
  return [
    [classes[0], classes[1], [
      [title[0], title[1], words], [tallies[0], tallies[1], bars], [strip[0], strip[1], colours], [edges[0], edges[1], numbers],
    ]],
    [states[0], states[1], states[2].map((line, n) => recounted(line, counts[n]))],
    ...rest,
  ];
}

/** The list of scales with the one that is shown. */
function scaleList(list, scale) {
  const options = list[2].map(([tag, { value }, words]) => [tag, value === scale ? { value: value, selected: "selected" } : { value: value }, words]);
  return [list[0], list[1], options];
}

/** Decimals that class edges are written with: none only where they are whole and not all small. */
function edgeDecimals(block, breaks) {
  const high = Math.max(...breaks);
  const small = high < 10 ? block.decimals : 0;
  return Math.max(small, high < 100 && breaks.some((edge) => edge % 1) ? 1 : 0);
}

/** A line of the legend with another count. */
function recounted(line, count) {
  const [tag, attributes, children] = line;
  return [tag, attributes, children.map((child) => {
    if (!Array.isArray(child)) return child;
    if (child[0] === "b") return ["b", child[1], [count]];
    return child[0] === "button" ? recounted(child, count) : child;
  })];
}

/** The sentence under the filters: the figure in bold, its conditions muted. */
export function sentence(page) {
  const { speaker } = page;
  const figure = figureOf(page, page.chosen);
  const { declared } = figure;
  const value = valueOn(page, figure, page.codes, figure.day);
  const names = areaNames(page, figure);
  const about = { areas: names, indicator: declared.short, unit: declared.unit };
  const said = Number.isNaN(value)
    ? speaker.say("{areas}: no figure for {indicator}", Object.assign({}, about, { indicator: declared.title }))
    : speaker.say("{areas}: {indicator} {value} {unit}", Object.assign({}, about, { value: speaker.number(value, declared.decimals, declared.signed) }));
  const other = comparedWith(page, figure);
  const bold = other && !Number.isNaN(value) ? speaker.say("{what}, {difference}", { what: said, difference: difference(page, figure, other)[0] }) : said;
  const columns = columnsOf(page, page.codes, figure.level);
  const note = levelNote(page, figure);
  const parts = { period: periodOf(page, figure), n: speaker.number(columns.length), level: levelName(page, figure.level), note: note };
  const muted = note
    ? speaker.say("{period}; {note}", parts)
    : speaker.say("{period}, {n} {level}; {reports}", Object.assign({ reports: reports(page, figure, columns) }, parts));
  const moving = page.moving && speaker.say("{areas}: {indicator} {value} {unit}", Object.assign({}, about, { indicator: page.moving }));
  return [el("h1", {}, el("b", moving ? { "data-moving": moving } : {}, bold), " ", el("span", {}, muted))];
}

/** How many of the reports that were due came in. */
function reports({ speaker }, figure, columns) {
  const { shares, states } = cellsOf(figure, figure.level);
  const known = columns.map((column) => shares[column]).filter((share) => !Number.isNaN(share));
  if (!known.length) return speaker.say("no report is due");
  if (known.every((share) => share >= 1)) return speaker.say("all reported");
  if (figure.level === figure.declared.level) {
    const silent = columns.filter((column) => states[column] === "n").length;
    const partial = Math.max(known.filter((share) => share < 1).length - silent, 0);
    return speaker.say("{silent} without report, {partial} incomplete", { silent: speaker.number(silent), partial: speaker.number(partial) });
  }
  const mean = known.reduce((sum, share) => sum + share, 0) / known.length;
  return speaker.say("{share} % of reports in", { share: speaker.number(mean * 100, 1) });
}

// -- tiles ----------------------------------------------------------------------------------------

/** The tiles' body and caption; `before` are the trees that are shown, whose tiles name their figures. */
export function tiles(page, before) {
  const figures = before.body.map((tree) => figureOf(page, tree[1]["data-figure"].split("/")[0]));
  const made = figures.map((figure) => tileOf(page, figure));
  const usual = made.length ? made[0].area : "";
  const body = before.body.map((tree, n) => tile(page, figures[n], made[n], tree, made[n].area !== usual));
  const main = figureOf(page, page.chosen);
  const period = page.run && page.run[0] < main.day ? page.speaker.period(page.run[0], main.day) : page.speaker.day(main.day);
  const about = { what: areaNames(page, main), period: period };
  let caption = page.speaker.say("{what}, {period}", about);
  if (figures.some((figure) => lateIn(page, figure))) caption = page.speaker.say("{what}; changes allow for late reports", { what: caption });
  const [shown, versus] = before.caption;
  const others = figures.map((figure) => comparedWith(page, figure)).filter(Boolean);
  const moving = shown[1]["data-moving"] ? { "data-moving": page.speaker.say("{what}, {period}", Object.assign({}, about, { period: "{period}" })) } : {};
  return { body: body, caption: [el("span", moving, caption), versusList(page, versus, others.length ? others[0].name : "")] };
}

/** The list of comparisons with the one that is shown; one that has no words of its own stands before those that pin. */
function versusList(page, list, name) {
  const { text } = page.versus || { text: "" };
  const known = list[2].filter(([, { value }], n) => n === 0 || KNOWN_VERSUS.includes(value));
  const pins = known.findIndex(([, { value }]) => value.startsWith("pin"));
  const own = known.some(([, { value }]) => value === text) ? [] : [["option", { value: text }, [name || text]]];
  const options = [...known.slice(0, pins), ...own, ...known.slice(pins)].map(([tag, { value }, words]) =>
    [tag, value === text ? { value: value, selected: "selected" } : { value: value }, words]);
  return [list[0], list[1], options];
}

const KNOWN_VERSUS = ["week", "year", "neighbours", CITY, "pin", "pin-days"];

/** Whether a change is shown in which late reports are allowed for. */
function lateIn(page, figure) {
  return daily(figure) && figure.day <= figure.until && lateShare(page, figure, page.codes, figure.day) < ALL_BUT;
}

function tileOf(page, figure) {
  if (figure.declared.more && !Object.keys(figure.days).length) throw new Missing(figure.name + ", what stands beside it");
  const shown = shownAreas(page, figure).slice(0, 2).map((code) => nameOf(page, code)).join(", ");
  const value = valueOn(page, figure, page.codes, figure.day);
  const other = comparedWith(page, figure);
  const [change, direction] = other && figure.day <= figure.until ? difference(page, figure, other) : tileChange(page, figure, value);
  return { area: shown || nameOf(page, CITY), value: value, change: change, direction: direction, total: totalOf(page, figure) };
}

function tileChange(page, figure, value) {
  const { speaker } = page;
  if (figure.day > figure.until) return [speaker.say("still filling up, not compared"), 0];
  const gaps = Object.values(figure.days).map((block) => block.gaps).find(Boolean);
  if (gaps) return againstPlan(page, gaps[rowsBetween(figure, figure.day)], value);
  const by = figure.runDays || WEEK;
  const period = figure.runDays ? speaker.say("the {n} days before", { n: speaker.number(by) }) : undefined;
  if (figure.runDays && rowsBetween(figure, figure.day) - 2 * by + 1 < 0) return [speaker.say("no comparison with {earlier}", { earlier: period }), 0];
  const [now, earlier] = [reportedOn(figure, figure.day), reportedOn(figure, stepped(figure.day, -by))];
  if (now === earlier) return [speaker.say("last report {day}", { day: speaker.day(now) }), 0];
  if (!daily(figure)) return [speaker.say("new report of {day}", { day: speaker.day(now) }), 0];
  return findings.change(speaker, figure.declared, ...atEqualAge(page, figure, page.codes, figure.day), period);
}

function againstPlan({ speaker }, gap, value) {
  if (gap === null || Number.isNaN(value)) return [speaker.say("no progress report yet"), 0];
  const about = { points: speaker.number(Math.abs(gap), 1) };
  if (gap < 0) return [speaker.say("{points} points behind the plan", about), -1];
  return [speaker.say("{points} points ahead of the plan", about), 1];
}

/** "of 1.834": the count that stands beside the value; 0 for none. */
function totalOf(page, figure) {
  const block = Object.values(figure.days)[0];
  if (!block || !block.totals) return 0;
  const codes = shownAreas(page, figure);
  const level = levelFor(figure, codes, ["days"]);
  const own = figure.days[level];
  const from = rowsBetween(figure, figure.day) * own.areas;
  return columnsOf(page, codes, level).reduce((sum, column) => sum + own.totals[from + column], 0);
}

const TRIANGLES = { 1: "▲ ", "-1": "▼ ", 0: "" };

function tile(page, figure, made, before, named) {
  const { speaker } = page;
  const { declared } = figure;
  const value = Number.isNaN(made.value) ? "–" : speaker.number(made.value, declared.decimals, declared.signed);
  const unit = made.total ? speaker.say("of") + " " + speaker.number(made.total) : declared.unit;
  const change = TRIANGLES[made.direction] + made.change;
  const [title, row, , foot] = before[2];
  const [first] = row[2];
  const button = first[2][0];
  const label = declared.short + ": " + value + " " + unit + "; " + button[1].title;
  const end = rowsBetween(figure, figure.day);
  const asOf = speaker.say("as of {day}", { day: speaker.day(reportedOn(figure, figure.day)) });
  const line = spark(course(page, figure.byDay, page.codes, Math.max(end - SPARK_DAYS + 1, 0), end).map(third));
  const [mark, , ...simulated] = foot[2];
  return [before[0], before[1], [
    el("p", title[1], declared.short),
    el("div", row[1],
      el("p", first[1], ["button", Object.assign({}, button[1], { "aria-label": label }), [value]], el("span", { class: "unit" }, " " + unit)),
      line),
    el("p", { class: "change", title: change }, change),
    el("p", foot[1], mark, (named ? made.area + ", " : "") + asOf + " ", ...simulated),
  ]];
}

const third = (value) => (Number.isNaN(value) ? null : rounded(value, 3));

/** A line of the last days with a dot at its end; broken where nothing was reported. */
export function spark(values) {
  const [width, height, left, right, top, bottom] = [72, 34, 4, 6, 5, 5];
  const known = values.filter((value) => value !== null);
  const [low, high] = known.length ? [Math.min(...known), Math.max(...known)] : [0, 1];
  const place = (n) => Number(fixed(left + (n / (values.length - 1 || 1)) * (width - left - right), 1));
  const level = (value) => Number(fixed(height - bottom - ((value - low) / (high - low || 1)) * (height - top - bottom), 1));
  const runs = [[]];
  values.forEach((value, n) => (value === null ? runs.push([]) : runs.at(-1).push([place(n), level(value)])));
  const drawn = runs.filter((run) => run.length);
  const path = drawn.map((run) => "M" + (run.length > 1 ? run : [...run, ...run]).map((at) => at.join(" ")).join("L")).join("");
  const last = drawn.length ? drawn.at(-1).at(-1) : null;
  const dot = last ? [el("circle", { cx: String(last[0]), cy: String(last[1]), r: "2.6", class: "spark-end" })] : [];
  return el("svg", { class: "spark", width: String(width), height: String(height), "aria-hidden": "true" },
    el("path", { d: path, class: "spark-line", "stroke-linecap": "round" }), ...dot);
}

// -- ranking --------------------------------------------------------------------------------------

/** What is ranked: inside coarser chosen areas, else among the siblings of chosen ones. [codes, name] */
function scopeOf(page, figure, level) {
  const inside = page.codes.filter((code) => depthOf(levelOf(code)) < depthOf(level));
  if (inside.length) return [inside, areaNames(page, figure)];
  const parents = unique(page.codes.filter((code) => levelOf(code) === level).map(parentOf));
  if (parents.length === 1 && depthOf(level) > 1 && parents[0] !== null) return [parents, nameOf(page, parents[0])];
  return [[], nameOf(page, CITY)];
}

/** Head and body of the ranking. `choosing` names areas as an address does. */
export function ranking(page, choosing) {
  const { speaker } = page;
  const figure = figureOf(page, page.chosen);
  const { declared } = figure;
  const level = figure.level === "kota" && declared.level !== "kota" ? "kecamatan" : figure.level;
  const [scope, inside] = scopeOf(page, figure, level);
  const columns = columnsOf(page, scope, level);
  const look = classed(page, figure, level);
  const values = columns.map((column) => look.values[column]);
  const weight = (value) => (Number.isNaN(value) ? Infinity : declared.direction === "higher" ? value : -value);
  const order = columns.map((_, n) => n).sort((a, b) => compared(weight(values[a]), weight(values[b]))).slice(0, RANKED);
  const rows = order.map((n) => rowOfArea(page, figure, look, level, columns[n]));
  const whole = valueOn(page, figure, scope, figure.day);
  const finding = ifComplete(page, figure, () => findings.ranking(speaker, declared, values, whole, inside));
  const about = { n: speaker.number(columns.length), level: levelName(page, level), areas: inside };
  const what = speaker.say("{n} {level}, {areas}", about);
  const moving = page.moving ? captioned(page, figure, what, "{period}") : "";
  const line = Number.isNaN(whole) || !declared.ratio ? null : whole;
  const beyond = line === null ? [] : columns.filter((_, n) => (declared.direction === "higher" ? values[n] < line : values[n] > line));
  const view = { rows: rows, line: line, inside: inside, total: columns.length, scope: scope, level: level, figure: figure };
  return {
    head: headOf(figure, finding, captioned(page, figure, what, periodOf(page, figure)), moving),
    body: rankingBody(page, view, beyond.map((column) => page.areas[level].codes[column]), choosing),
  };
}

const compared = (a, b) => (a === b ? 0 : a < b ? -1 : 1);

function rowOfArea(page, figure, look, level, column) {
  const code = page.areas[level].codes[column];
  const value = look.values[column];
  const count = look.counts[column];
  return {
    code: code, name: nameOf(page, code).replace(/^Kecamatan /, ""), value: value,
    count: look.block.ratio ? count : null, state: STATES[look.states[column]],
    step: stepsOf([value], look.edges), unstable: figure.declared.unstable > 0 && count < figure.declared.unstable,
    selected: page.codes.includes(code),
  };
}

function rankingBody(page, view, beyond, choosing) {
  const { speaker } = page;
  const { declared } = view.figure;
  const rows = view.rows.filter((row, n) => n < SHOWN || row.selected);
  const known = rows.map((row) => row.value).filter((value) => !Number.isNaN(value));
  const high = Math.max(known.length ? Math.max(...known) || 1 : 1, view.line || 0);
  const counts = declared.ratio && declared.countUnit !== "";
  const header = el("div", {
    class: "rank header", "data-scope": view.scope.join(","), "data-level": view.level, "data-higher": String(declared.direction === "higher"),
  }, el("span", {}, speaker.say("Area")), el("span", {}, declared.unit), el("span", {}, ""), el("span", {}, counts ? declared.countUnit : ""));
  const body = rows.map((row) => rankRow(page, view, row, high, counts));
  const note = el("p", { class: "note" }, el("span", { class: "note-words" }, rankingNote(page, view, rows)), ...chooseBeyond(page, declared, beyond, choosing));
  const scrolled = el("div", { class: "ranks", style: "--row:26px;--head:0px", tabindex: "0" }, ...body);
  return [note, header, el("div", { class: "rows" }, scrolled)];
}

function rankRow({ speaker }, view, row, high, counts) {
  const { declared } = view.figure;
  const none = Number.isNaN(row.value);
  const missing = row.state === "no_report" ? speaker.say("no report") : "–";
  const value = none ? missing : speaker.number(row.value, declared.decimals, declared.signed);
  const width = none ? "0.0%" : length(Math.max(row.value, 0), high);
  const bar = [el("span", { class: "bar class-" + row.step + " " + row.state, style: "width:" + width })];
  if (view.line !== null) bar.push(el("span", { class: "whole", style: "left:" + length(view.line, high) }));
  const shown = speaker.number(row.count / declared.shownScale, declared.shownScale > 1 ? 1 : 0);
  const count = counts && row.count !== null ? shown + (row.unstable ? "*" : "") : "";
  return el("button", {
    class: "rank" + (row.selected ? " selected" : ""), type: "button", "data-area": row.code, "aria-pressed": String(row.selected),
  },
  el("span", { class: "name" }, row.name + (row.state === "incomplete" ? " °" : "")),
  el("span", { class: "track" }, ...bar),
  el("span", { class: "value" }, value),
  el("span", { class: "count" }, count));
}

function chooseBeyond({ speaker }, declared, beyond, choosing) {
  if (!beyond.length) return [];
  const words = declared.direction === "higher" ? "choose the {n} below it" : "choose the {n} above it";
  const named = choosing(beyond);
  const change = '{"area": ' + JSON.stringify(named.area) + ', "set": ' + JSON.stringify(named.set) + "}";
  return ["  ·  ", el("button", { type: "button", "data-set": change }, speaker.say(words, { n: speaker.number(beyond.length) }))];
}

function rankingNote({ speaker }, view, rows) {
  const { declared } = view.figure;
  const parts = [];
  if (view.line !== null) parts.push(speaker.say("Upright line") + ": " + view.inside + " " + speaker.number(view.line, declared.decimals));
  if (rows.some((row) => row.unstable)) parts.push(speaker.say("* fewer than {n} cases, unstable", { n: declared.unstable }));
  if (rows.some((row) => row.state === "incomplete")) parts.push(speaker.say("° incomplete"));
  if (view.total > rows.length) {
    parts.push(speaker.number(rows.length) + " " + speaker.say("of") + " " + speaker.number(view.total) + "; " + speaker.say("all in the table"));
  }
  return parts.join("  ·  ");
}
