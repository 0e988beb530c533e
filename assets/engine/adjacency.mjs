/* Which areas touch one another, from their polygons (data/geo/adjacency.py; tests/vectors/adjacency.json is read by both). */

/** Neighbours of every area of GeoJSON features that tile the ground: code → codes that share a corner with it. */
export function touching(features) {
  const corners = new Map();
  features.forEach(({ geometry, properties: { c } }) => {
    const polygons = geometry.type === "MultiPolygon" ? geometry.coordinates : [geometry.coordinates];
    polygons.flat(2).forEach((corner) => {
      const at = corner[0] + " " + corner[1];
      if (!corners.has(at)) corners.set(at, new Set());
      corners.get(at).add(c);
    });
  });
  const neighbours = new Map(features.map((feature) => [feature.properties.c, new Set()]));
  corners.forEach((together) => together.forEach((code) => together.forEach((other) => {
    if (other !== code) neighbours.get(code).add(other);
  })));
  return neighbours;
}
