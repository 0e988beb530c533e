"""View model → component: heads, feet, tiles, ranking, legend, tables, the map."""
