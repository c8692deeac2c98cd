/** The name under which what a stage knows of its clusters is promoted; no app may have it. */
export const FLEET = 'fleet';

/** What the paths of a stage depend on. */
export interface StageName {
  readonly name: string;
  readonly environment: string;
}

/** Directory of what `app` would be in `stage` as of a commit. For `fleet`, read stage for environment. */
export function renderedPath(app: string, stage: StageName): string {
  return app === FLEET ? `clusters/rendered/${stage.name}` : `apps/${app}/rendered/${stage.environment}`;
}

/** Directory of what `stage` runs (of `fleet`: knows); `entry` is an app, `fleet`, or a pin `<app>@<cluster>`. */
export function entryPath(stage: string, entry: string): string {
  return `clusters/stages/${stage}/${entry}`;
}

/** What a hold is on: an app or a pin in a stage, a stage (its freeze), everything (the freeze of all). */
export interface HeldPlace {
  /** `undefined`: every stage. */
  readonly stage: string | undefined;
  /** An app, `fleet` or a pin; `undefined`: the whole stage. */
  readonly entry: string | undefined;
}

/** The file of a hold or a freeze, from the root. */
export function holdPath({ stage, entry }: HeldPlace): string {
  const folder = stage === undefined ? 'clusters/stages' : `clusters/stages/${stage}`;
  return entry === undefined ? `${folder}/freeze.yaml` : `${folder}/${entry}.hold.yaml`;
}

/** What a file holds, read back from {@link holdPath}; `undefined` when it is no such file. */
export function parseHoldPath(path: string): HeldPlace | undefined {
  if (path === 'clusters/stages/freeze.yaml') return { stage: undefined, entry: undefined };
  const [, stage, file = ''] = /^clusters\/stages\/([^/]+)\/([^/]+)$/.exec(path) ?? [];
  if (stage === undefined) return undefined;
  if (file === 'freeze.yaml') return { stage, entry: undefined };
  return file.endsWith('.hold.yaml') ? { stage, entry: file.slice(0, -'.hold.yaml'.length) } : undefined;
}

/** The name of an entry, in its parts: an app or `fleet`, and for a pin its cluster. */
export function parseEntry(entry: string): { readonly app: string; readonly cluster: string | undefined } {
  const at = entry.indexOf('@');
  return at < 0 ? { app: entry, cluster: undefined } : { app: entry.slice(0, at), cluster: entry.slice(at + 1) };
}

/** What a directory is, read back from {@link renderedPath} and {@link entryPath}; `undefined` when it is neither. */
export type Place =
  | { readonly place: 'rendered'; readonly app: string; readonly of: string }
  | { readonly place: 'entry'; readonly stage: string; readonly entry: string };

/** Reads a directory path from the root of the work tree. `of` is an environment, or for `fleet` a stage. */
export function parsePath(path: string): Place | undefined {
  const [first, second, third, fourth, ...rest] = path.split('/');
  if (second === undefined || third === undefined || rest.length > 0) return undefined;
  if (first === 'clusters' && second === 'rendered' && fourth === undefined)
    return { place: 'rendered', app: FLEET, of: third };
  if (fourth === undefined) return undefined;
  if (first === 'apps' && third === 'rendered') return { place: 'rendered', app: second, of: fourth };
  if (first === 'clusters' && second === 'stages') return { place: 'entry', stage: third, entry: fourth };
  return undefined;
}
