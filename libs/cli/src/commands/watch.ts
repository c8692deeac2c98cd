import { setTimeout as sleep } from 'node:timers/promises';
import type { Context } from '../context.ts';
import { affectedBy, ofThese } from '../watch/affected.ts';
import { watchTree } from '../watch/changes.ts';
import { newSession } from '../watch/session.ts';
import { sourcesBelow } from '../watch/sources.ts';
import type { RenderOptions } from './render.ts';

/** Editors write several files, or one in several steps; what comes within this time is one change. In milliseconds. */
const settle = 15;

/** How long nothing must have changed before what spans apps is checked. In milliseconds. */
const pause = 400;

/** How long a change waits that found the work tree taken by another run. In milliseconds. */
const retry = 1000;

/**
 * Renders everything, or the apps that are named, and then of these what each change of a definition makes necessary, until the
 * process is interrupted: an app's own files, or all of it after a change of the fleet. A line is said for each run, errors before it. The work tree is taken for
 * each run alone. What spans apps is checked after an app was written, in the pause that follows.
 */
export async function watchCommand(context: Context, options: RenderOptions): Promise<never> {
  const { root, say } = context;
  const session = newSession(context, options);
  const changes = await watchTree(root, (cause) => say(`Some files cannot be watched: ${String(cause)}\n`));
  while (!(await session.run('all', performance.now()))) await sleep(retry);
  say('Watching apps/ and clusters/; Ctrl-C ends it.\n');
  for (;;) {
    const isThere = await changes.within(session.unchecked() ? pause : undefined);
    if (!isThere) {
      session.check();
      continue;
    }
    const began = performance.now();
    await sleep(settle);
    const taken = changes.take();
    if (taken.some(({ path }) => path.startsWith('clusters/'))) session.renew();
    const affected = ofThese(options.apps, affectedBy(taken, sourcesBelow(root)));
    if (affected !== 'all' && affected.size === 0) continue;
    if (await session.run(affected, began)) continue;
    changes.putBack(taken);
    await sleep(retry);
  }
}
