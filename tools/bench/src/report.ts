import type { Machine } from './machine.ts';
import type { Against, Findings, Measured } from './render.ts';

/** Where, when and how often it was measured. */
export interface Setup extends Machine {
  readonly rounds: number;
}

/** What the project would like to reach; printed beside the figures, and nothing else. */
const aims = { coldRatio: 3, checkRatio: 4, peakBytes: 1_000_000_000 } as const;

/** The findings as one document. */
export function asDocument(machine: Setup, { sizes, phases }: Findings): object {
  return {
    schema: 'fleetwright/bench-render/v1',
    machine,
    aims,
    sizes,
    phases: { cold: Object.fromEntries(phases.cold), check: Object.fromEntries(phases.check) },
  };
}

/** The findings as tables. */
export function asText(machine: Setup, { sizes, phases }: Findings): string {
  const { date, cpu, processors, platform, node, rounds } = machine;
  const fleets = sizes.map(({ clusters, overlays, files, bytes, peakBytes }) => [
    ...[clusters, overlays, files].map(String),
    (bytes / 1e6).toFixed(1),
    peakBytes === undefined ? '?' : `${Math.round(peakBytes / 1e6)} MB`,
  ]);
  return [
    `${date}, ${cpu}, ${processors} processors, ${platform}, Node ${node}; medians of ${rounds} rounds`,
    '',
    table([
      ['clusters', 'overlays', 'files', 'MB', 'peak memory'],
      ...fleets,
      ['', '', '', 'aim', `< ${aims.peakBytes / 1e6} MB`],
    ]),
    '',
    'render from nothing, against raw writes of the same bytes:',
    ...comparison(sizes, 'cold', aims.coldRatio),
    '',
    'render --check when nothing differs, against raw compares of the same bytes:',
    ...comparison(sizes, 'check', aims.checkRatio),
    '',
    'Where the time of the largest fleet goes, under the profiler (which costs some itself):',
    spent(phases),
  ].join('\n');
}

function comparison(sizes: readonly Measured[], of: 'cold' | 'check', aim: number): string[] {
  const rows = sizes.map((one) => [String(one.clusters), ...cells(one[of].wall), ...cells(one[of].cpu)]);
  return [
    table([
      ['clusters', 'time', 'raw', 'ratio', 'processors', 'raw', 'ratio'],
      ...rows,
      ['', '', 'aim', `${aim}x`, '', '', ''],
    ]),
    perCluster(sizes, of),
  ];
}

function cells(against: Against | undefined): string[] {
  if (!against) return ['?', '?', '?'];
  return [seconds(against.command), seconds(against.raw), `${against.ratio.toFixed(1)}x`];
}

/** What one more cluster costs, from each size to the next: the same everywhere when time is linear in clusters. */
function perCluster(sizes: readonly Measured[], of: 'cold' | 'check'): string {
  const steps = sizes.slice(1).map((next, index) => {
    const before = sizes[index] ?? next;
    const more = next.clusters - before.clusters;
    const { wall, cpu } = next[of];
    const each = (now: number, then: number): string => `${((now - then) / more).toFixed(1)} ms`;
    const time = each(wall.command, before[of].wall.command);
    const processors = cpu && before[of].cpu ? ` (processors ${each(cpu.command, before[of].cpu.command)})` : '';
    return `${before.clusters} to ${next.clusters} ${time}${processors}`;
  });
  return `Each further cluster: ${steps.join(', ')}`;
}

function spent({ cold, check }: Findings['phases']): string {
  const names = [...new Set([...cold.keys(), ...check.keys()])];
  const both = (name: string): number => (cold.get(name) ?? 0) + (check.get(name) ?? 0);
  const rows = names
    .sort((a, b) => both(b) - both(a))
    .map((name) => [name, seconds(cold.get(name) ?? 0), seconds(check.get(name) ?? 0)]);
  return table([['', 'render', '--check'], ...rows]);
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(2)} s`;
}

function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((cells) => cells[column]?.length ?? 0)));
  const line = (cells: readonly string[]): string =>
    cells.map((cell, column) => cell.padStart(widths[column] ?? 0)).join('  ');
  return rows.map((cells) => line(cells).trimEnd()).join('\n');
}
