import { constants, cpus, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { benchRender } from './render.ts';
import { asDocument, asText } from './report.ts';

const usage = `usage: npm run bench -- render [--apps <n>] [--clusters <n>] [--rounds <n>] [--json]

Measures \`fleetwright render\` on a synthetic fleet in a temporary folder: from nothing against writing the same bytes in a
plain loop, and as a check against reading and comparing them, for a quarter, a half and all of the clusters. It judges
nothing: figures and aims stand side by side.

  --apps <n>       number of apps, the platform app among them (default: 100)
  --clusters <n>   number of clusters of the largest fleet (default: 300)
  --rounds <n>     rounds that count, after one that does not (default: 5)
  --json           print one JSON document
`;

// An exit takes the temporary folder away; a signal alone would not.
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => process.exit(128 + constants.signals[signal]));
process.exitCode = await main();

async function main(): Promise<number> {
  const parsed = parse(process.argv.slice(2));
  if (!parsed) {
    console.error(usage);
    return 64;
  }
  const { apps, clusters, rounds, json } = parsed;
  const sizes = [...new Set([Math.round(clusters / 4), Math.round(clusters / 2), clusters])];
  const progress = (words: string): void => console.error(words);
  const findings = await benchRender({ apps, clusters: sizes, rounds, progress });
  const [cpu] = cpus();
  const machine = {
    date: new Date().toISOString().slice(0, 10),
    cpu: cpu?.model ?? 'unknown',
    processors: cpus().length,
    memoryBytes: totalmem(),
    platform: `${process.platform} ${process.arch}`,
    node: process.versions.node,
    rounds,
  };
  console.log(json ? JSON.stringify(asDocument(machine, findings), undefined, 2) : asText(machine, findings));
  return 0;
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
    // Fewer clusters than that would leave a stage of the smallest fleet without one.
    if (positionals.join(' ') !== 'render' || !whole || apps < 2 || clusters < 40) return undefined;
    return { apps, clusters, rounds, json: values.json };
  } catch {
    return undefined;
  }
}
