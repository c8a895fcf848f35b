import { Graph, edge } from './graph.js';
import { fastest } from './search.js';

const graph = new Graph();
graph.add(edge('Basel', 'Olten', 27));
graph.add(edge('Olten', 'Bern', 28));
graph.add(edge('Basel', 'Bern', 61));

const route = fastest(graph, 'Basel', 'Bern');
export const summary: string = `${route.places.join(' - ')}: ${route.minuts} minutes`;
