import { constants } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { benchKustomize, type Row } from './kustomize/bench.ts';
import { rowText } from './kustomize/report.ts';
import { machineOf } from './machine.ts';
import { benchRender } from './render.ts';
import { asDocument, asText, type Setup } from './report.ts';

const usage = `usage: npm run bench -- <benchmark> [flags]

render [--apps <n>] [--clusters <n>]
  \`fleetwright render\` on a synthetic fleet in a temporary folder: from nothing against writing the same bytes in a plain
  loop, and as a check against reading and comparing them, for a quarter, a half and all of the clusters.

kustomize
  kustomize-ts against kustomize 5.8.1 and against JSON: overlays of this repository's fleet, 50 overlays of one base, builds
  of 400, 4,000 and 40,000 objects, and both commands as processes. Needs \`npm run kustomize\` and \`npm run pack:kustomize-ts\`.

They judge nothing: figures and aims stand side by side.

  --apps <n>       number of apps, the platform app among them (default: 100)
  --clusters <n>   number of clusters of the largest fleet (default: 300)
  --rounds <n>     rounds that count, after one that does not (default: 5)
  --json           print one JSON document
`;

// An exit takes the temporary folder away; a signal alone would not.
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => process.exit(128 + constants.signals[signal]));
process.exitCode = await main();

type Options = NonNullable<ReturnType<typeof parse>>;

async function main(): Promise<number> {
  const parsed = parse(process.argv.slice(2));
  if (!parsed) {
    console.error(usage);
    return 64;
  }
  const run = parsed.benchmark === 'render' ? render : kustomize;
  await run(parsed, { ...machineOf(), rounds: parsed.rounds });
  return 0;
}

async function render({ apps, clusters, rounds, json }: Options, machine: Setup): Promise<void> {
  const sizes = [...new Set([Math.round(clusters / 4), Math.round(clusters / 2), clusters])];
  const findings = await benchRender({ apps, clusters: sizes, rounds, progress: tell });
  console.log(json ? JSON.stringify(asDocument(machine, findings), undefined, 2) : asText(machine, findings));
}

async function kustomize({ rounds, json }: Options, machine: Setup): Promise<void> {
  const root = resolve(import.meta.dirname, '../../..');
  const rows: Row[] = [];
  const row = (found: Row): void => {
    rows.push(found);
    if (!json) console.log(rowText(found));
  };
  const places = { programs: join(root, '.cache/bin'), packed: join(root, '.cache/packages/kustomize-ts') };
  await benchKustomize({ root, rounds, ...places, row, progress: tell });
  if (json) console.log(JSON.stringify({ schema: 'fleetwright/bench-kustomize/v1', machine, rows }, undefined, 2));
}

function tell(words: string): void {
  console.error(words);
}

function parse(args: string[]) {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        apps: { type: 'string', default: '100' },
        clusters: { type: 'string', default: '300' },
        rounds: { type: 'string', default: '5' },
        json: { type: 'boolean', default: false },
      },
    });
    const [apps, clusters, rounds] = [Number(values.apps), Number(values.clusters), Number(values.rounds)];
    const whole = [apps, clusters, rounds].every((value) => Number.isSafeInteger(value) && value > 0);
    const benchmark = positionals.join(' ');
    // Fewer clusters than that would leave a stage of the smallest fleet without one.
    if (!(benchmark === 'render' || benchmark === 'kustomize') || !whole || apps < 2 || clusters < 40) return undefined;
    return { benchmark, apps, clusters, rounds, json: values.json };
  } catch {
    return undefined;
  }
}
