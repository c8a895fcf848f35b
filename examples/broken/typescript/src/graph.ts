export interface Edge {
  readonly from: string;
  readonly to: string;
  readonly minutes: number;
}

export class Graph {
  private readonly edges = new Map<string, Edge[]>();

  add(edge: Edge): void {
    const known = this.edges.get(edge.from) ?? [];
    known.push(edge);
    this.edges.set(edge.from, known);
  }

  leaving(place: string): readonly Edge[] {
    return this.edges.get(place) ?? [];
  }
}

function edge(from: string, to: string, minutes: number): Edge {
  return { from, to, minutes };
}
