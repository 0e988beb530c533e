/* The trend of chosen areas as the server draws it (data/service/questions.py, layouts/figures/trend.py); the browser test
   compares figure and words with the server's. What does not depend on the areas (axes, ticks, fonts) is taken from the
   figure that is shown. */

import { comparedWith, moved } from "./comparison.mjs";
import * as findings from "./findings.mjs";
import {
  ALL_BUT, CITY, SPANS, atEqualAge, columnsOf, counted, course, el, figureOf, headOf, lateShare, levelFor, levelNote, levelOf, Missing,
  nameOf, parentOf, periodOf, reportedOn, rowsBetween, shownAreas, stepped, valueOn,
} from "./page.mjs";
import { fixed } from "./words.mjs";

const MOST_LINES = 4;
const MEAN_DAYS = 7;
const DASHES = ["solid", "dash", "dot", "dashdot"];
const MOST_NOTES = 8;

const last = (values) => values[values.length - 1];
const known = (values) => values.filter((value) => !Number.isNaN(value));

/** First and last day of the chart: windows lie end to end from the newest day back. */
export function visible(page, figure) {
  const length = SPANS[page.window];
  if (!length) return [figure.first, figure.last];
  const behind = rowsBetween(figure, figure.last) - rowsBetween(figure, figure.day);
  const end = stepped(figure.last, -Math.floor(behind / length) * length);
  const begin = stepped(end, 1 - length);
  return [begin < figure.first ? figure.first : begin, end];
}

/** Lines, bars and words of the chart. */
export function view(page) {
  const chosen = figureOf(page, page.chosen);
  const figure = chosen.byDay;
  const { speaker } = page;
  const { declared } = figure;
  const [first, end] = visible(page, figure);
  const [from, to] = [rowsBetween(figure, first), rowsBetween(figure, end)];
  const days = [];
  for (let at = from; at <= to; at += 1) days.push(stepped(first, at - from));
  const shown = shownAreas(page, figure);
  const codes = shown.length ? shown : [CITY];
  const together = codes.length > MOST_LINES;
  const line = (name, role, own, code) => ({ name: name, role: role, values: course(page, figure, own, from, to), code: code });
  const series = together
    ? [line(counted(page, codes), "self", codes, "")]
    : codes.map((code) => line(nameOf(page, code), "self", [code], code));
  const parents = [...new Set(codes.map(parentOf))];
  const parent = parents.length === 1 ? parents[0] : CITY;
  if (parent !== null) {
    const above = line(nameOf(page, parent), "parent", [parent], parent);
    if (declared.ratio) series.push(above);
    else if (codes.length === 1) series.push(scaled(page, figure, above, codes[0], parent));
  }
  const other = comparedWith(page, chosen);
  if (other) series.push(moved(page, other, from, to));
  const bars = codes.length === 1 && counting(declared) ? dailyCounts(page, figure, codes[0], from, to) : null;
  const complete = figure.until < end ? figure.until : end;
  const names = together ? counted(page, codes) : codes.map((code) => nameOf(page, code)).join(", ");
  const what = parent === null ? names : speaker.say("{areas} and {parent}", { areas: names, parent: nameOf(page, parent) });
  const plain = speaker.say("{what}, {period}", { what: what, period: speaker.period(first, end) });
  const note = levelNote(page, figure);
  let caption = chosen.runDays
    ? speaker.say("{what}; chosen {run}", { what: plain, run: periodOf(page, chosen) })
    : speaker.say("{what}, date {day}", { what: plain, day: speaker.day(figure.day) });
  if (note) caption = speaker.say("{what}; {note}", { what: caption, note: note });
  const day = figure.day < figure.until ? figure.day : figure.until;
  const [now, before] = atEqualAge(page, figure, together ? codes : codes.slice(0, 1), day);
  if ((together || codes.length === 1) && lateShare(page, figure, codes, day) < ALL_BUT) {
    caption = speaker.say("{what}; the change allows for late reports", { what: caption });
  }
  const moving = page.moving ? speaker.say("{what}; chosen {run}", { what: plain, run: "{period}" }) : "";
  return {
    figure: figure, days: days, series: series, bars: bars, from: complete < end ? stepped(complete, 1) : null, marked: figure.day, run: chosen.runDays > 0,
    notes: notesOf(page, days),
    head: headOf(figure, title(page, figure, codes, day, now, before), caption, moving),
  };
}

/** Notes on the areas shown, on those above them and inside them; from inside only what is one level finer. */
function notesOf(page, days) {
  const wanted = page.codes.length ? page.codes : [CITY];
  const inside = (code, area) => (code + ".").startsWith(area + ".");
  const near = (code) => wanted.some((own) => inside(own, code) || (inside(code, own) && code.split(".").length === own.split(".").length + 1));
  return (page.notes || []).filter((note) => days[0] <= note.day && note.day <= last(days) && near(note.code)).slice(0, MOST_NOTES);
}

const counting = (declared) => !declared.ratio && typeof declared.window === "number";

/** How the area moved in the last complete week, or which of several is highest. */
function title(page, figure, codes, day, now, before) {
  const { speaker } = page;
  const { declared } = figure;
  const together = codes.length > MOST_LINES;
  const name = together ? counted(page, codes) : nameOf(page, codes[0]);
  let said;
  if (codes.length > 1 && !together) {
    said = findings.chosen(speaker, declared, codes.map((code) => ({ name: nameOf(page, code), value: valueOn(page, figure, [code], day) })));
  } else if (declared.reports !== null) {
    const report = speaker.say("last report {day}", { day: speaker.day(reportedOn(figure, figure.day)) });
    said = speaker.say("{name}: {change}", { name: name, change: report });
  } else said = findings.trend(speaker, declared, name, now, before);
  if (figure.day <= figure.until) return said;
  return speaker.say("{what}, to {day}", { what: said, day: speaker.day(figure.until) });
}

/** A parent's count brought to the size of the area, so that both fit one axis. */
function scaled(page, figure, line, code, parent) {
  const [own, whole] = [code, parent].map((each) => peopleOf(page, figure, each));
  return Object.assign(line, { role: "scaled", values: line.values.map((value) => (own && whole ? (value * own) / whole : NaN)) });
}

function peopleOf(page, figure, code) {
  const level = levelOf(code);
  const block = figure.days[level];
  if (!block) throw new Missing(figure.name + " " + level);
  return block.people[page.areas[level].index.get(code)];
}

/** Daily counts behind a summed figure. */
function dailyCounts(page, figure, code, from, to) {
  const level = levelFor(figure, [code], ["sums"]);
  const sums = figure.sums[level];
  const columns = columnsOf(page, [code], level);
  const values = [];
  for (let row = from; row <= to; row += 1) {
    values.push(columns.reduce((sum, n) => sum + sums.numerator[(row + 1) * sums.areas + n] - sums.numerator[row * sums.areas + n], 0));
  }
  return values;
}

/** Whether a layout is of the same days. */
export const sameDays = (shown, layout) => Boolean(layout.xaxis.range) && layout.xaxis.range.join() === range(shown).join();

const range = (shown) => [noon(stepped(shown.days[0], -1)), noon(last(shown.days))];

/** Whether the chart may have a range that is not in the blocks. */
export function ranged(page) {
  const shown = figureOf(page, page.chosen).byDay;
  return counting(shown.declared) && shownAreas(page, shown).length < 2;
}

// -- the figure -----------------------------------------------------------------------------------

/** Values of a line; beside daily counts the daily mean of its summed window. */
const drawn = (shown, series) => (shown.bars ? series.values.map((value) => value / MEAN_DAYS) : series.values);

const completeDays = (shown) => (shown.from === null ? shown.days.length : Math.max(0, shown.days.indexOf(shown.from)));

const written = (values) => values.map((value) => (Number.isNaN(value) ? null : Number(fixed(value, 4))));

/** The Plotly figure; `base` is the layout of the one that is shown, of the same days. */
export function figure(page, shown, base) {
  const complete = completeDays(shown);
  const own = shown.series.filter((series) => series.role === "self");
  const lines = [...shown.series.filter((series) => series.role !== "self"), ...own];
  const data = shown.bars ? bars(page, shown, complete) : [];
  lines.forEach((series) => data.push(trace(page, shown, series, complete, own)));
  const layout = Object.assign({}, base, {
    margin: Object.assign({}, base.margin, { r: room(page, shown, complete) }),
    annotations: [],
    shapes: marks(page, shown),
    meta: { ends: ends(page, shown, complete), late: late(page, shown), notes: notesFor(page, shown) },
    yaxis: Object.assign({}, base.yaxis, { range: valueRange(shown) }),
  });
  return { data: data, layout: layout };
}

function bars(page, shown, complete) {
  const values = written(shown.bars);
  const perDay = page.speaker.say("per day");
  const [pen, paper] = [page.colours("rate-3"), page.colours("surface")];
  const hatch = { color: paper, line: { width: 0 }, pattern: { shape: "/", fgcolor: pen, bgcolor: paper, size: 6, solidity: 0.4 } };
  const parts = [[0, complete, { color: pen, line: { width: 0 } }], [complete, shown.days.length, hatch]];
  return parts.filter(([begin, end]) => end > begin).map(([begin, end, marker]) => ({
    type: "bar", x: shown.days.slice(begin, end), y: values.slice(begin, end), marker: marker, name: perDay, yaxis: "y",
    hovertemplate: "%{y:,.0f} " + perDay,
  }));
}

function trace(page, shown, series, complete, all) {
  const { say } = page.speaker;
  const own = series.role === "self";
  const { declared } = shown.figure;
  let style;
  let hover;
  if (shown.bars && own) {
    style = { color: page.colours("ink"), width: 2.2 };
    hover = { name: say("7-day mean"), hovertemplate: "%{y:,.0f} " + say("7-day mean") };
  } else {
    const chosen = page.colours(shown.series.length === 1 ? "ink" : "selection");
    style = { color: own ? chosen : page.colours("muted"), width: own ? 2.6 : 1.5 };
    hover = { name: series.name, hovertemplate: "%{y:,." + declared.decimals + "f} " + declared.unit };
  }
  if (series.role === "other") Object.assign(style, { color: page.colours("ink"), dash: "dot" });
  if (own) style.dash = DASHES[all.indexOf(series) % DASHES.length];
  const values = written(drawn(shown, series));
  return Object.assign({ type: "scatter", x: shown.days.slice(0, complete), y: values.slice(0, complete), mode: "lines", line: style }, hover);
}

/** Pixels that the longest label at the right needs. */
function room(page, shown, complete) {
  const day = shown.days[Math.max(complete - 1, 0)];
  const longest = Math.max(0, ...shown.series.map((series) => [...labelText(page, shown, series, 0, day).split("\n")[0]].length));
  return Math.min(210, 34 + Number(fixed(6.6 * Math.max(longest + 3, 13), 0)));
}

/** Name and value at a line's end; the day beside it where it is not the chosen one. */
function labelText(page, shown, series, value, on) {
  const { say, number, day } = page.speaker;
  const { declared } = shown.figure;
  const name = series.name.replace(/^Kecamatan /, "");
  if (series.role === "scaled") return name + ", " + say("scaled");
  if (shown.bars) return number(value) + " " + say("per day") + "\n" + say("7-day mean");
  const text = name + " " + number(value, declared.decimals, declared.signed);
  return on === shown.marked ? text : text + " (" + day(on, true) + ")";
}

/** The range is said outright: kept by the browser it would be that of the selection before. */
function valueRange(shown) {
  const values = known([...shown.series.flatMap((series) => drawn(shown, series)), ...(shown.bars || [])]);
  const [low, high] = values.length ? [Math.min(...values), Math.max(...values)] : [0, 1];
  if (shown.figure.declared.percent && low > 40) return [Math.max(0, Math.floor((low - 2) / 5) * 5), 100.5];
  return [Math.min(0, low * 1.08), Math.max(high * 1.06, 1e-9)];
}

/** Words at the right of the lines: each one's value on the chosen day, or the last complete one before it. */
function ends(page, shown, complete) {
  const made = [];
  shown.series.forEach((series) => {
    const values = drawn(shown, series);
    const at = values.map((value, n) => n).filter((n) => n < complete && !Number.isNaN(values[n]));
    if (!at.length) return;
    const before = at.filter((n) => shown.days[n] <= shown.marked);
    const on = last(before.length ? before : at);
    const text = labelText(page, shown, series, values[on], shown.days[on]);
    made.push({ text: text, value: Number(fixed(values[last(at)], 4)), strong: series.role === "self" });
  });
  return made;
}

const late = (page, shown) => (shown.from === null ? "" : page.speaker.say("incomplete from {day}", { day: page.speaker.day(shown.from) }));

/** What the page draws over the chart (`assets/js/labels.js`). */
const notesFor = (page, shown) => shown.notes.map((note) => ({
  day: note.day, on: page.speaker.day(note.day), text: note.text, about: note.area + ", " + note.author,
}));

const noon = (day) => day + "T12:00:00";

function marks(page, shown) {
  const upright = (at, line) => ({ type: "line", x0: at, x1: at, y0: 0, y1: 1, yref: "paper", line: line });
  const shapes = [];
  if (shown.from !== null) {
    const start = noon(stepped(shown.from, -1));
    const box = { type: "rect", x0: start, x1: noon(last(shown.days)), y0: 0, y1: 1, yref: "paper" };
    if (!shown.bars) shapes.push(Object.assign(box, { fillcolor: page.colours("line"), opacity: 0.5, line: { width: 0 }, layer: "below" }));
    shapes.push(upright(start, { color: page.colours("muted"), width: 1, dash: "dot" }));
  }
  // A run of days is drawn by the page, where it can be taken hold of.
  if (!shown.run && shown.days[0] <= shown.marked && shown.marked <= last(shown.days)) {
    shapes.push(upright(shown.marked, { color: page.colours("selection"), width: 1.4 }));
  }
  return shapes;
}

/** The chart in one sentence, for readers who do not see it. */
export function summary(page, shown) {
  const { speaker } = page;
  const { declared } = shown.figure;
  const parts = shown.series.filter((series) => known(series.values).length).map((series) => {
    const values = known(series.values);
    const about = { name: series.name, value: speaker.number(last(values), declared.decimals, declared.signed), high: speaker.number(Math.max(...values), declared.decimals) };
    return speaker.say("{name}: last {value}, highest {high}", about);
  });
  const span = speaker.day(shown.days[0]) + "–" + speaker.day(last(shown.days));
  return el("p", { class: "unseen" }, declared.title + ", " + span + ". " + parts.join(". "));
}
