import { loadavg } from 'node:os';
import { machineOf } from '../../../bench/src/machine.ts';
import { buildBinaries } from '../build/build.ts';
import { type HubFindings, measureHub } from './measure.ts';
import type { Plan } from './plan.ts';
import { asDocument, asText } from './report.ts';
import type { Progress } from './steps.ts';
import { makeStage, SyntheticHub } from './synthetic.ts';

/** Measures hubs, one after the other, and prints what was found; also where one of them failed. @throws Error as {@link measureHub} does */
export async function runHubScale({ apps, hubs, rate }: Plan, json: boolean): Promise<void> {
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
