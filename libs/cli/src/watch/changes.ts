import { setTimeout as sleep } from 'node:timers/promises';
import { watch } from 'chokidar';
import { type FileEvent, isOfInterest } from './affected.ts';
import { fromRoot } from './sources.ts';

/** Changes of definitions, as they come. */
export interface Changes {
  /** Waits for a change, not longer than `ms`, if that is given; whether there is one. */
  within(ms: number | undefined): Promise<boolean>;
  /** What changed since it was last asked. */
  take(): readonly FileEvent[];
  /** Puts back what was taken. */
  putBack(events: readonly FileEvent[]): void;
}

/** Watches the definitions of the work tree at `root`, from when it gives something on. What cannot be watched is told to `failed`. */
export async function watchTree(root: string, failed: (cause: unknown) => void): Promise<Changes> {
  const events: FileEvent[] = [];
  let some = Promise.withResolvers<void>();
  const add = (event: FileEvent): void => {
    events.push(event);
    some.resolve();
  };
  // `add` for every file there is would be a rendering at once.
  const ignored = (path: string): boolean => !isOfInterest(fromRoot(root, path));
  const watcher = watch(['apps', 'clusters'], { cwd: root, ignoreInitial: true, ignored });
  watcher.on('all', (event, path) => {
    if (event !== 'addDir' && event !== 'unlinkDir') add({ path: fromRoot(root, path), isNew: event !== 'change' });
  });
  watcher.on('error', failed);
  await new Promise<void>((resolve) => void watcher.once('ready', () => resolve()));
  return {
    async within(ms) {
      const change = some.promise.then(() => true);
      return ms === undefined ? change : Promise.race([change, sleep(ms, false)]);
    },
    take() {
      some = Promise.withResolvers();
      return events.splice(0);
    },
    putBack(taken) {
      for (const event of taken) add(event);
    },
  };
}
