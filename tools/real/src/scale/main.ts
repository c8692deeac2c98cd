import { constants, cpus, loadavg, totalmem } from 'node:os';
import { buildBinaries } from '../build/build.ts';
import { type Plan, parsePlan, usage } from './arguments.ts';
import { type HubFindings, measureHub } from './measure.ts';
import { asDocument, asText, type Machine } from './report.ts';
import type { Progress } from './steps.ts';
import { makeStage, SyntheticHub } from './synthetic.ts';

// An exit takes the temporary folder away, and the kernel the programs; a signal alone would leave the folder.
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => process.exit(128 + constants.signals[signal]));

const plan = parsePlan(process.argv.slice(2));
if (typeof plan === 'string') {
  console.error(`${plan}\n\n${usage}`);
  process.exitCode = 64;
} else {
  await main(plan).catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  });
}

async function main({ apps, hubs, rate, json }: Plan): Promise<void> {
  await buildBinaries(process.stderr);
  console.error(`making a fleet of ${apps} apps`);
  const stages = await makeStage(apps);
  const found: HubFindings[] = [];
  try {
    for (const [index, size] of hubs.entries()) {
      const progress = progressOf(
        `${index + 1} of ${hubs.length}: ${size.clusters} clusters, buckets: ${size.buckets}`,
      );
      const hub = new SyntheticHub(stages, size);
      found.push(await measureHub(hub, { rate, load: () => loadavg()[0] ?? 0, ...progress }));
    }
  } finally {
    // What was measured before something failed took long enough to be told.
    const machine = machineOf();
    if (found.length > 0) {
      console.log(json ? JSON.stringify(asDocument(machine, found), undefined, 2) : asText(machine, found));
    }
  }
}

/** Each step on a line of its own, with the time since the hub's start; on a terminal also how far it is. */
function progressOf(head: string): Progress {
  const began = performance.now();
  const isTerminal = process.stderr.isTTY;
  const clear = isTerminal ? '\r\u001B[K' : '';
  return {
    tell: (words) => console.error(`${clear}${head}: ${Math.round((performance.now() - began) / 1000)} s: ${words}`),
    tick(words) {
      if (isTerminal) process.stderr.write(`${clear}  ${words}`);
    },
  };
}

function machineOf(): Machine {
  const [cpu] = cpus();
  return {
    date: new Date().toISOString().slice(0, 10),
    cpu: cpu?.model ?? 'unknown',
    processors: cpus().length,
    memoryBytes: totalmem(),
    platform: `${process.platform} ${process.arch}`,
    node: process.versions.node,
  };
}
