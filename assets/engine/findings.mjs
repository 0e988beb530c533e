/* Panel titles by the same rules as the server's (data/indicators/findings.py; tests/vectors/findings.json). A figure's
   declaration is as a block's header has it; a value that is missing is NaN. */

const STEADY = 0.02;
const STEADY_POINTS = 0.5;
const FAR_ABOVE = 1.5;

/** Known values, the one that needs attention first. */
function worstFirst(declared, areas) {
  const known = areas.filter((area) => !Number.isNaN(area.value));
  return known.sort((a, b) => (declared.direction === "higher" ? a.value - b.value : b.value - a.value));
}

const tiedWith = (ranked) => ranked.filter((area) => area.value === ranked[0].value).length;

/** Which areas stand out on a map. */
export function spread({ say, number }, declared, areas, whole) {
  let ranked = worstFirst(declared, areas);
  if (!declared.ratio) ranked = ranked.sort((a, b) => b.value - a.value);
  if (ranked.length < 2) return declared.title;
  const [first, second] = ranked;
  const value = number(first.value, declared.decimals);
  const tied = tiedWith(ranked);
  const about = { name: first.name, value: value, unit: declared.unit, indicator: declared.short };
  if (tied === ranked.length) return say("The same everywhere: {value} {unit}", about);
  if (tied > 1) return say("{n} areas share {value} {unit}", { n: number(tied), ...about });
  if (declared.direction === "higher" && declared.ratio) return say("{name} is lowest: {indicator} {value} {unit}", about);
  if (!declared.ratio) {
    if (whole > 0) return say("{name} has the most, {share} % of all", { ...about, share: number((first.value / whole) * 100) });
    return say("{name} has the most: {value} {unit}", about);
  }
  if (whole > 0 && first.value / whole >= FAR_ABOVE) {
    return say("{name} is highest, {times} times the whole", { ...about, times: number(first.value / whole, 1) });
  }
  return say("{first} and {second} are highest", { first: first.name, second: second.name });
}

/** Which of the areas that somebody chose stands out, said as being among those. */
export function chosen({ say, number }, declared, areas) {
  const ranked = worstFirst(declared, areas);
  if (ranked.length < 2) return declared.title;
  const [first] = ranked;
  const tied = tiedWith(ranked);
  const about = { n: number(areas.length), tied: number(tied), name: first.name, value: number(first.value, declared.decimals), unit: declared.unit };
  if (tied > 1) return say("Of the {n} chosen, {tied} share {value} {unit}", about);
  if (declared.direction === "higher") return say("Of the {n} chosen, {name} is lowest: {value} {unit}", about);
  return say("Of the {n} chosen, {name} is highest: {value} {unit}", about);
}

/** Change against the week before, or another time: [words, 1 up, −1 down, 0 steady or not to be compared]. */
export function change({ say, number }, declared, now, before, earlier = say("the week before")) {
  if (Number.isNaN(now) || Number.isNaN(before)) return [say("no comparison with {earlier}", { earlier: earlier }), 0];
  if (declared.percent) return points({ say, number }, now - before, earlier);
  if (before === 0) {
    if (now === 0) return [say("none, as {earlier}", { earlier: earlier }), 0];
    return [say("none in {earlier}", { earlier: earlier }), 1];
  }
  if (declared.window === "to_date" && declared.single) {
    return [say("{n} more in the week", { n: number(now - before) }), now > before ? 1 : 0];
  }
  const relative = (now - before) / before;
  const about = { change: number(Math.abs(relative) * 100), earlier: earlier, before: number(before, declared.decimals) };
  if (Math.abs(relative) < STEADY) return [say("steady against {earlier} ({before})", about), 0];
  if (relative > 0) return [say("{change} % up on {earlier} ({before})", about), 1];
  return [say("{change} % down on {earlier} ({before})", about), -1];
}

function points({ say, number }, difference, earlier) {
  if (Math.abs(difference) < STEADY_POINTS) return [say("steady against {earlier}", { earlier: earlier }), 0];
  const about = { change: number(Math.abs(difference), 1), earlier: earlier };
  if (difference > 0) return [say("{change} points up on {earlier}", about), 1];
  return [say("{change} points down on {earlier}", about), -1];
}

/** How far a value is from another one, in words: [words, 1 above, −1 below, 0 the same or not to be compared]. `times`: their
 *  ratio and its interval, or null. */
export function gap({ say, number }, declared, own, there, other, times) {
  if (Number.isNaN(own) || Number.isNaN(there)) return [say("no comparison with {other}", { other: other }), 0];
  const about = { other: other, value: number(there, declared.decimals) };
  if (declared.percent) {
    const difference = own - there;
    if (Math.abs(difference) < STEADY_POINTS) return [say("as {other} ({value})", about), 0];
    const points = Object.assign({ points: number(Math.abs(difference), 1) }, about);
    if (difference > 0) return [say("{points} points above {other} ({value})", points), 1];
    return [say("{points} points below {other} ({value})", points), -1];
  }
  if (there === 0 || !declared.ratio) {
    const signed = number(own - there, declared.decimals, true);
    return [say("{gap} against {other} ({value})", Object.assign({ gap: signed }, about)), Math.sign(own - there)];
  }
  const relative = ((own - there) / there) * 100;
  if (Math.abs(relative) < STEADY_POINTS) return [say("as {other} ({value})", about), 0];
  Object.assign(about, { change: number(Math.abs(relative)) });
  const said = relative > 0 ? say("{change} % above {other} ({value})", about) : say("{change} % below {other} ({value})", about);
  return [times ? interval({ say, number }, said, times) : said, relative > 0 ? 1 : -1];
}

function interval({ say, number }, what, times) {
  const ends = { what: what, ratio: number(times.ratio, 2), low: number(times.low, 2), high: number(times.high, 2) };
  return say("{what}; {ratio} times (95 %: {low} to {high})", ends);
}

const NORMAL_95 = 1.959963984540054;

/** Ratio of two rates of counted events with its 95 % interval (data/indicators/rate_ratio.py); null where one has none. */
export function rateRatio(events, exposure, otherEvents, otherExposure) {
  if (!(Math.min(events, otherEvents) >= 1) || !(Math.min(exposure, otherExposure) > 0)) return null;
  const ratio = events / exposure / (otherEvents / otherExposure);
  const spread = NORMAL_95 * Math.sqrt(1 / events + 1 / otherEvents);
  return { ratio: ratio, low: ratio * Math.exp(-spread), high: ratio * Math.exp(spread) };
}

/** How an area moved in the last complete week. */
export function trend(speaker, declared, name, now, before) {
  if (Number.isNaN(now) || Number.isNaN(before)) return declared.title;
  return speaker.say("{name}: {change}", { name: name, change: change(speaker, declared, now, before)[0] });
}

/** How many areas lie on the wrong side of the whole. */
export function ranking({ say, number }, declared, values, whole, name) {
  const known = values.filter((value) => !Number.isNaN(value));
  const all = number(known.length);
  if (!known.length || Number.isNaN(whole) || !declared.ratio) {
    const zero = known.filter((value) => value === 0).length;
    const said = zero && declared.direction === "lower" && !declared.ratio;
    return said ? say("{n} of {all} areas report none", { n: number(zero), all: all }) : declared.title;
  }
  const higher = declared.direction === "higher";
  const n = number(known.filter((value) => (higher ? value < whole : value > whole)).length);
  const about = { n: n, all: all, whole: name, limit: number(whole, declared.decimals) };
  if (higher) return say("{n} of {all} below {whole} ({limit})", about);
  return say("{n} of {all} above {whole} ({limit})", about);
}
