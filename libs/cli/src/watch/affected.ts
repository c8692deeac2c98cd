import { posix } from 'node:path';

/** What a change makes it necessary to render: everything (of what is watched), or these apps. */
export type Affected = 'all' | ReadonlySet<string>;

/** A file that changed, by its path from the root. */
export interface FileEvent {
  readonly path: string;
  /** Whether it came or went, rather than got another text. */
  readonly isNew: boolean;
}

/** Whether a change of a file or folder can matter: what is generated, and what editors leave for a moment, cannot. */
export function isOfInterest(path: string): boolean {
  const parts = path.split('/');
  if (parts.some((part) => part.startsWith('.') || part.endsWith('~') || part === 'node_modules')) return false;
  if (parts[0] === 'clusters') return parts.length <= 2 && (parts.length < 2 || path.endsWith('.ts'));
  return parts[0] === 'apps' && parts[2] !== 'rendered';
}

/**
 * What has to be rendered after these changes: everything after one of the fleet's own definitions, and when an app came or
 * went; otherwise the apps whose definition or images changed, and those that import what did. `sources` are the texts of
 * the definitions below `apps`, by path; `exists` tells whether an app is there.
 */
export function affectedBy(events: readonly FileEvent[], sources: ReadonlyMap<string, string>): Affected {
  const apps = new Set<string>();
  for (const { path, isNew } of events) {
    const [area, app = '', file] = path.split('/');
    if (area === 'clusters' || (isNew && file === 'app.ts')) return 'all';
    if (path === `apps/${app}/images.yaml` && sources.has(`apps/${app}/app.ts`)) apps.add(app);
    for (const user of usersOf(path, sources)) {
      const [, name = '', definition] = user.split('/');
      if (definition === 'app.ts') apps.add(name);
    }
  }
  return apps;
}

/** What of that is to be rendered where only some apps are watched; `names` empty: all. */
export function ofThese(names: readonly string[], affected: Affected): Affected {
  if (names.length === 0 || affected === 'all') return affected;
  return new Set([...affected].filter((app) => names.includes(app)));
}

/** The files that import `file`, directly or by others, and itself. */
function usersOf(file: string, sources: ReadonlyMap<string, string>): ReadonlySet<string> {
  const users = new Set([file]);
  // Grows while it is walked.
  for (const used of users)
    for (const [path, text] of sources) if (importsOf(path, text).includes(used)) users.add(path);
  return users;
}

/** The files that a definition names in an import. A comment that looks like one costs a rendering, and nothing else. */
function importsOf(path: string, text: string): readonly string[] {
  const specifiers = text.matchAll(/\b(?:from|import)\s*\(?\s*(['"])(\.{1,2}\/[^'"]+)\1/g);
  return [...specifiers].map(([, , specifier = '']) => posix.join(posix.dirname(path), specifier));
}
