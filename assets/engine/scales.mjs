/* Class edges by the spread of the values that are painted; numbers come out as Python makes them
   (data/indicators/scales.py; tests/vectors/span.json and block.json are read by both). */

const HINGE = 1.5;
const PERCENTILES = [10, 50, 90, 99];
const DEVIATIONS = [-2, -1, 1, 2];
const TIMES = [0.5, 0.8, 1.25, 2];
const FEWEST = 5;

export const SPREAD = ["box", "percentile", "sd", "excess"];

/** A percentile of sorted values, between two of them in proportion (NumPy's "linear"). */
function percentile(sorted, percent) {
  const at = (sorted.length - 1) * (percent / 100);
  const low = Math.floor(at);
  const part = at - low;
  const [a, b] = [sorted[low], sorted[Math.min(low + 1, sorted.length - 1)]];
  return part >= 0.5 ? b - (b - a) * (1 - part) : a + (b - a) * part;
}

function edgesOf(scale, known, whole) {
  if (scale === "excess") return whole > 0 ? TIMES.map((times) => whole * times) : null;
  if (scale === "sd") {
    const mean = known.reduce((sum, each) => sum + each, 0) / known.length;
    const squares = known.reduce((sum, each) => sum + (each - mean) * (each - mean), 0);
    const deviation = Math.sqrt(squares / (known.length - 1));
    return DEVIATIONS.map((times) => mean + times * deviation);
  }
  const sorted = Float64Array.from(known).sort();
  if (scale === "percentile") return PERCENTILES.map((percent) => percentile(sorted, percent));
  const [first, middle, third] = [25, 50, 75].map((percent) => percentile(sorted, percent));
  return [first, middle, third, third + HINGE * (third - first)];
}

/** Four rising edges of values (NaN where missing), zeros left out; null where there is nothing to spread. */
export function spreadEdges(scale, values, whole) {
  const there = values.filter((value) => !Number.isNaN(value));
  const known = there.every((value) => value >= 0) ? there.filter((value) => value > 0) : there;
  if (known.length < FEWEST) return null;
  const edges = edgesOf(scale, known, whole);
  return edges && edges.every((edge, n) => n === 0 || edges[n - 1] < edge) ? edges : null;
}

/** The declared classes. */
export const DECLARED = { scale: "classes", whole: NaN };

/** How values are classed: edges, colours of the classes, and the scale that they are of. The declared classes, with edges of
 *  their own, stand where the scale that is asked for has none. `spread`: that scale, and the value of all areas together. */
export function classing(block, declared, { scale, whole }, values) {
  const named = SPREAD.includes(scale) && !(scale === "excess" && !block.ratio);
  const breaks = named ? spreadEdges(scale, values, whole) : null;
  if (!breaks) return { breaks: declared, steps: block.steps, scale: "classes" };
  return { breaks: breaks, steps: block.ramps[scale === "sd" || scale === "excess" ? "diverging" : "sequential"], scale: scale };
}
