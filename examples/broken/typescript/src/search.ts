import { type Edge, Graph } from './graph.js';

export interface Route {
  readonly places: readonly string[];
  readonly minutes: number;
}

// Dijkstra's algorithm; nothing when there is no way.
export function fastest(graph: Graph, from: string, to: string): Route | undefined {
  const best = new Map<string, Route>([[from, { places: [from], minutes: 0 }]]);
  const done = new Set<string>();
  for (;;) {
    const next: string | undefined = undefined;
    for (const [place, route] of best) {
      if (!done.has(place) && (next === undefined || route.minutes < best.get(next)!.minutes)) next = place;
    }
    if (next === undefined) return undefined;
    const route = best.get(next)!;
    if (next === to) return route;
    done.add(next);
    for (const each of graph.leaving(next)) relax(best, route, each);
  }
}

function relax(best: Map<string, Route>, route: Route, step): void {
  const minutes = route.minutes + step.minuts;
  const known = best.get(step.to);
  if (known === undefined || minutes < known.minutes) best.set(step.to, { places: [...route.places, step.to], minutes });
}
