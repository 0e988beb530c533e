/* Points of the map on any day: one letter a point, from runs of days (data/service/subjects/wifi.py `point_days`). */

import { period, rowOf } from "./block.mjs";
import { filled } from "./words.mjs";

const NOT_THERE = "-p";

/** Letters of every point and day from the runs. */
export function decode({ first, days, runs, areas }) {
  const letters = new Uint8Array(days * runs.length);
  runs.forEach((text, n) => {
    let row = 0;
    for (const [, letter, length] of text.matchAll(/([a-z-])(\d+)/g)) {
      const sign = letter.charCodeAt(0);
      for (const end = row + Number(length); row < end; row += 1) letters[row * runs.length + n] = sign;
    }
  });
  return { first: first, days: days, points: runs.length, areas: areas, letters: letters };
}

/** A letter a point on a day; outside the data as on the nearest day. */
export function lettersOn(history, day) {
  if (!history.days) return "";
  const row = day < history.first ? 0 : rowOf(history, day);
  const from = (row < 0 ? history.days - 1 : row) * history.points;
  return new TextDecoder().decode(history.letters.subarray(from, from + history.points));
}

/** What the map says of the points inside the chosen areas, as the server says it. `captions`: where all are known, and where some
 *  are not. */
export function caption(history, letters, day, { codes, captions, months, number }) {
  const inside = (area) => !codes.length || codes.some((code) => area === code || area.startsWith(code + "."));
  let [there, unknown] = [0, 0];
  history.areas.forEach((area, n) => {
    if (!inside(area) || NOT_THERE.includes(letters[n])) return;
    there += 1;
    if (letters[n] === "u") unknown += 1;
  });
  return filled(captions[unknown ? 1 : 0], { n: number(there), unknown: number(unknown), period: period(day, day, months) });
}
