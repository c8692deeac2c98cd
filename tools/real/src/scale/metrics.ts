/** One line of what a program tells Prometheus. */
export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** What a program tells Prometheus, in Prometheus' text format (https://prometheus.io/docs/instrumenting/exposition_formats/). */
export class Metrics {
  readonly #samples: ReadonlyMap<string, readonly Sample[]>;

  constructor(text: string) {
    this.#samples = Map.groupBy(text.split('\n').flatMap(sampleOf), ({ name }) => name);
  }

  /** The samples of a name that have these labels, whatever others they have. */
  all(name: string, labels: Readonly<Record<string, string>> = {}): readonly Sample[] {
    const wanted = Object.entries(labels);
    const found = this.#samples.get(name) ?? [];
    return found.filter((sample) => wanted.every(([key, value]) => sample.labels[key] === value));
  }

  /** Their sum; 0 where there are none. */
  sum(name: string, labels: Readonly<Record<string, string>> = {}): number {
    let sum = 0;
    for (const { value } of this.all(name, labels)) sum += value;
    return sum;
  }
}

const line = /^(?<name>[A-Za-z_:][\w:]*)(?:\{(?<labels>.*)\})? (?<value>\S+)/;
const label = /(?<key>\w+)="(?<value>(?:[^"\\]|\\.)*)"/g;

function sampleOf(text: string): readonly Sample[] {
  const groups = line.exec(text)?.groups;
  if (!groups) return [];
  const labels: readonly (readonly [string, string])[] = [...(groups['labels'] ?? '').matchAll(label)].map(
    ({ groups: pair }) => [pair?.['key'] ?? '', unescaped(pair?.['value'] ?? '')],
  );
  return [{ name: groups['name'] ?? '', labels: Object.fromEntries(labels), value: Number(groups['value']) }];
}

function unescaped(text: string): string {
  return text.replaceAll(/\\(.)/g, (_, character: string) => (character === 'n' ? '\n' : character));
}
