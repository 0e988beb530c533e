"use strict";
/* Bahasa Indonesia for Dash's calendar, from the browser's own names of months and days (the shape is
   date-fns' locale, which Dash reads from window.dateFns). The language is fixed for a page's life. */
window.decor = window.decor || {};

window.decor.calendar = (function () {
  const WIDTHS = { wide: "long", abbreviated: "short", short: "short", narrow: "narrow" };

  const formats = {};

  /** A day's month or weekday; a format is made once, which takes longer than writing with it. */
  function named(part, width, day) {
    const style = WIDTHS[width] || "long";
    const format = (formats[part + style] ||= new Intl.DateTimeFormat("id-ID", { [part]: style, timeZone: "UTC" }));
    return format.format(day);
  }

  const monthName = (month, width) => named("month", width, Date.UTC(2021, month, 15));

  function dayName(day, width) {
    const name = named("weekday", width, Date.UTC(2021, 7, 1 + day));
    return width === "short" ? name.slice(0, 2) : name;
  }

  /** The month at the start of a text, in Indonesian: its number and what follows. */
  function matchMonth(text, options) {
    for (const width of options && options.width === "wide" ? ["wide", "abbreviated"] : ["abbreviated", "wide"]) {
      for (let month = 0; month < 12; month += 1) {
        const name = monthName(month, width);
        if (text.toLowerCase().startsWith(name.toLowerCase())) return { value: month, rest: text.slice(name.length) };
      }
    }
    return null;
  }

  const locale = {
    code: "id",
    localize: {
      month: (month, options) => monthName(month, (options && options.width) || "wide"),
      day: (day, options) => dayName(day, (options && options.width) || "wide"),
      ordinalNumber: (number) => String(number),
      quarter: (quarter) => "K" + quarter,
      era: (era) => (era ? "M" : "SM"),
      dayPeriod: (period) => period,
    },
    match: {
      month: matchMonth,
      day: () => null,
      ordinalNumber: (text) => {
        const found = /^\d+/.exec(text);
        return found ? { value: Number(found[0]), rest: text.slice(found[0].length) } : null;
      },
      quarter: () => null,
      era: () => null,
      dayPeriod: () => null,
    },
    formatLong: { date: () => "d MMM y", time: () => "HH.mm", dateTime: () => "d MMM y HH.mm" },
    formatRelative: () => "d MMM y",
    formatDistance: () => "",
    options: { weekStartsOn: 1, firstWeekContainsDate: 1 },
  };

  /**
   * A day as people here write it with numbers, "01/02/2022" for 1 February, as YYYY-MM-DD; "" for anything else.
   * Left to the browser it would be 2 January, and "13/02/2022" no date.
   */
  function plainDay(text) {
    const match = /^\s*(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})\s*$/.exec(text);
    if (!match) return "";
    const [day, month, year] = match.slice(1).map(Number);
    const made = new Date(Date.UTC(year, month - 1, day));
    if (made.getUTCMonth() !== month - 1 || made.getUTCDate() !== day) return "";
    return made.toISOString().slice(0, 10);
  }

  /** Before Dash reads what was typed: the day in the order of its numbers becomes one that can be read only one way. */
  function ordered(event) {
    const box = event.target;
    if (!box.matches || !box.matches("input.dash-datepicker-input") || (event.type === "keydown" && event.key !== "Enter")) return;
    const day = plainDay(box.value);
    if (!day) return;
    Object.getOwnPropertyDescriptor(window.HTMLInputElement.prototype, "value").set.call(box, day);
    box.dispatchEvent(new Event("input", { bubbles: true }));
  }
  ["keydown", "focusout"].forEach((name) => document.addEventListener(name, ordered, true));

  if (new URLSearchParams(window.location.search).get("lang") !== "en") {
    window.dateFns = { locale: { id: locale } };
    document.documentElement.lang = "id";
  } else {
    document.documentElement.lang = "en";
  }

  return { locale, monthName, dayName, matchMonth, plainDay };
})();
