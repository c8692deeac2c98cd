import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../programs.ts';
import { chooseClusters, readInventory } from './choose.ts';
import { collect } from './collect.ts';
import { startControl } from './control.ts';
import { writeState } from './state.ts';
import { Supervisor } from './supervisor.ts';
import { bringUp, untilFine } from './up.ts';

/** What the process that holds a fleet tells the one that started it. */
export type Message =
  | { readonly kind: 'progress'; readonly label: string; readonly done: number; readonly total: number }
  | { readonly kind: 'note'; readonly words: string }
  | { readonly kind: 'ready' }
  | { readonly kind: 'failed'; readonly words: string };

// The process that holds a fleet: the parent of all its programs, which die with it. Started by `startHolder`, with the fleet's name, its folder,
// the numbers of hubs and spokes, and the names of clusters with Rollouts. Until it is told `stay`, it ends with whoever started it.
const [name = '', folder = '', hubs = '', spokes = '', ...rollouts] = process.argv.slice(2);
const supervisor = new Supervisor(folder);
let stay = false;
process.once('disconnect', () => {
  if (!stay) void end(1);
});
process.on('message', (message) => {
  if (message === 'stay') stay = true;
});
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.once(signal, () => void end(0));

await main().catch(async (error: unknown) => {
  // As long as its API servers can be asked for it.
  await collect(folder, join(folder, 'failure')).catch(() => undefined);
  tell({ kind: 'failed', words: error instanceof Error ? error.message : String(error) });
  await end(1);
});

async function main(): Promise<void> {
  const url = await startControl(supervisor, folder);
  const chosen = chooseClusters(await readInventory(repositoryRoot), { hubs: Number(hubs), spokes: Number(spokes) });
  const progress = (label: string, done: number, total: number): void => tell({ kind: 'progress', label, done, total });
  const state = await bringUp({
    name,
    folder,
    chosen,
    rollouts,
    supervisor,
    control: { url, pid: process.pid },
    tell: progress,
    note: (words) => tell({ kind: 'note', words }),
  });
  writeState(folder, state);
  await untilFine(state.hubs, progress);
  tell({ kind: 'ready' });
}

function tell(message: Message): void {
  if (process.connected) process.send?.(message);
  if (message.kind !== 'progress') console.error(JSON.stringify(message));
}

async function end(code: number): Promise<void> {
  rmSync(join(folder, 'state.json'), { force: true });
  await supervisor.stop();
  process.exit(code);
}
