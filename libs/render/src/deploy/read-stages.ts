import { type Diagnostic, error, ok, type Result } from '@fleetwright/diagnostics';
import { type Clusters, clusters, parseClusters, parseRelease, type Release, release } from '@fleetwright/model/engine';
import type { FileTree } from 'kustomize-ts';
import { readBack } from 'kustomize-ts/yaml';
import { type Format, fleetFormat, releaseFormat } from '../format.ts';
import { type Documents, openDocuments } from './documents.ts';
import { isLabel, isStageName, isVariantName, sortedEntries } from './names.ts';
import { type Entry, parseFolder, type Stage } from './stage.ts';

/** Stages as far as they could be read, in code-unit order of their names, with everything that is wrong with them. */
export interface ReadStages {
  readonly stages: readonly Stage[];
  readonly errors: readonly Diagnostic[];
}

/** Where the stages lie in the work tree. */
export const stagesRoot = 'clusters/stages';

/**
 * Reads what every stage knows and runs; `tree` has paths from `clusters/stages`. Errors: FW3001 for what no promotion
 * would have written, FW3002 for apps without a fleet or of another environment, FW3003 for an unknown format.
 */
export function readStages(tree: FileTree, documents: Documents = openDocuments()): ReadStages {
  const errors: Diagnostic[] = [];
  const reading: Reading = {
    tree,
    errors,
    fleets: { schema: clusters, parse: parseClusters, known: documents.clusters, formats: fleetFormat },
    releases: { schema: release, parse: parseRelease, known: documents.releases, formats: releaseFormat },
  };
  const stages: Stage[] = [];
  for (const [name, folders] of sortedEntries(foldersOf(tree))) {
    if (!isStageName(name)) errors.push(badName(name, 'stage'));
    else {
      const stage = readStage(name, [...folders].toSorted(), reading);
      if (stage) stages.push(stage);
    }
  }
  return { stages, errors };
}

/** The folders of each stage, and its pins' hold files. */
function foldersOf(tree: FileTree): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  for (const path of tree.keys()) {
    const first = path.indexOf('/');
    const second = path.indexOf('/', first + 1);
    const end = second < 0 && path.endsWith(holdFile) ? path.length : second;
    if (first < 0 || end < 0) continue; // a freeze, or a hold of an app: nothing that g depends on
    const stage = path.slice(0, first);
    const folders = found.get(stage) ?? new Set();
    found.set(stage, folders.add(path.slice(first + 1, end)));
  }
  return found;
}

const holdFile = '.hold.yaml';

/** What is read from, where errors go, and what has been read. */
interface Reading {
  readonly tree: FileTree;
  readonly errors: Diagnostic[];
  readonly fleets: Kind<Clusters>;
  readonly releases: Kind<Release>;
}

/** Documents of one kind, those known by content. */
interface Kind<T> {
  readonly schema: { safeParse(data: unknown): { readonly success: boolean; readonly data?: T } };
  readonly parse: (text: string, file: string) => Result<T>;
  readonly known: Map<string, T>;
  readonly formats: Format;
}

function readStage(name: string, folders: readonly string[], reading: Reading): Stage | undefined {
  const { errors } = reading;
  if (!folders.includes('fleet')) {
    const apps = folders.filter((folder) => !folder.endsWith(holdFile)).join(', ');
    if (apps !== '') errors.push(noFleet(name, apps));
    return undefined;
  }
  const fleet = readDocument(`${name}/fleet/clusters.yaml`, reading.fleets, reading);
  if (!fleet) return undefined;
  errors.push(...fleetProblems(name, fleet));
  const entries = new Map<string, Entry>();
  for (const folder of folders) {
    if (folder === 'fleet' || folder.endsWith(holdFile)) continue;
    const entry = readEntry(name, folder, fleet, reading);
    if (entry) entries.set(folder, entry);
  }
  errors.push(...pinProblems(name, folders));
  return { name, fleet, entries };
}

function readEntry(stage: string, folder: string, fleet: Clusters, reading: Reading): Entry | undefined {
  const { errors, tree } = reading;
  const { app, cluster } = parseFolder(folder);
  if (!isLabel(app) || (cluster !== undefined && !isLabel(cluster))) {
    errors.push(badName(`${stage}/${folder}`, 'app'));
    return undefined;
  }
  const path = `${stage}/${folder}/config/release.yaml`;
  const found = readDocument(path, reading.releases, reading);
  if (!found) return undefined;
  const entry: Entry = { stage, app, cluster, folder, release: found };
  const problems = [...releaseProblems(entry, fleet), ...missingFolders(entry, tree)];
  errors.push(...problems);
  return problems.length === 0 ? entry : undefined;
}

function fleetProblems(stage: string, fleet: Clusters): Diagnostic[] {
  const file = `${stage}/fleet/clusters.yaml`;
  const problems: Diagnostic[] = [];
  if (fleet.stage !== stage) problems.push(notPromoted(file, `it is what the stage "${fleet.stage}" would know`));
  for (const hub of Object.keys(fleet.hubs))
    if (!isLabel(hub)) problems.push(notPromoted(file, `"${hub}" cannot name a hub`));
  for (const [name, cluster] of Object.entries(fleet.clusters)) {
    if (!isLabel(name)) problems.push(notPromoted(file, `"${name}" cannot name a cluster`));
    if (!fleet.hubs[cluster.hub])
      problems.push(notPromoted(file, `${name} is on a hub "${cluster.hub}" that is not in it`));
  }
  return problems;
}

function releaseProblems({ stage, app, folder, release: found }: Entry, fleet: Clusters): Diagnostic[] {
  const file = `${stage}/${folder}/config/release.yaml`;
  const problems: Diagnostic[] = [];
  if (found.app !== app) problems.push(notPromoted(file, `it is a release of the app "${found.app}"`));
  if (found.environment !== fleet.environment) {
    const message = `${stage} belongs to ${fleet.environment}, but holds a release of ${app} for ${found.environment}`;
    problems.push(
      error(
        'FW3002',
        message,
        `promote the release for ${fleet.environment}: \`fleetwright promote ${app} --to ${stage}\``,
        at(file),
      ),
    );
  }
  for (const name of [found.team, found.namespace, ...found.namespaces]) {
    if (!isLabel(name)) problems.push(notPromoted(file, `"${name}" cannot name a team or a namespace`));
  }
  for (const variant of found.variants) {
    if (!isVariantName(variant)) problems.push(notPromoted(file, `"${variant}" cannot name a variant`));
  }
  return problems;
}

function missingFolders({ stage, folder, release: found }: Entry, tree: FileTree): Diagnostic[] {
  const variants = found.variants.flatMap((variant) => [`config/${variant}`, `config/${variant}/facts`]);
  return ['config/common', 'images', ...variants].flatMap((name) => {
    const path = `${stage}/${folder}/${name}/kustomization.yaml`;
    return tree.has(path) ? [] : [notPromoted(path, 'it is absent, but release.yaml needs it')];
  });
}

/** A pin is a folder and its own hold file; one without the other is an error. */
function pinProblems(stage: string, folders: readonly string[]): Diagnostic[] {
  const present = new Set(folders);
  return folders.flatMap((folder) => {
    if (!folder.includes('@')) return [];
    const isHold = folder.endsWith(holdFile);
    const pin = isHold ? folder.slice(0, -holdFile.length) : folder;
    if (present.has(isHold ? pin : `${pin}${holdFile}`)) return [];
    const message = isHold ? 'a hold of a pin that is not there' : `a pin without its hold file (${pin}${holdFile})`;
    return [error('FW3001', message, 'a pin and its hold file come and go together', at(`${stage}/${folder}`))];
  });
}

/** A document of a stage. The format is looked at first: what follows it is only known for the formats we understand. */
function readDocument<T>(
  path: string,
  { schema, parse, known, formats }: Kind<T>,
  { tree, errors }: Reading,
): T | undefined {
  const text = tree.get(path);
  if (text === undefined) {
    errors.push(notPromoted(path, 'it is absent'));
    return undefined;
  }
  const before = known.get(text);
  if (before !== undefined) return before;
  const format = /^format: (\d+)$/m.exec(text)?.[1];
  if (format !== undefined && !formats.understood.includes(Number(format))) {
    errors.push(unknownFormat(path, format, formats));
    return undefined;
  }
  // Mostly it is as we wrote it, and right.
  const { data } = schema.safeParse(readBack(text));
  const parsed = data === undefined ? parse(text, `${stagesRoot}/${path}`) : ok(data);
  if (parsed.ok) {
    known.set(text, parsed.value);
    return parsed.value;
  }
  errors.push(...parsed.errors);
  return undefined;
}

function at(path: string): { readonly file: string } {
  return { file: `${stagesRoot}/${path}` };
}

function notPromoted(path: string, problem: string): Diagnostic {
  const [stage = '', folder = ''] = path.split('/');
  const hint = `stages change by promotion only: bring back what main has, or run \`fleetwright promote ${parseFolder(folder).app} --to ${stage}\``;
  return error('FW3001', problem, hint, at(path));
}

function badName(path: string, what: 'stage' | 'app'): Diagnostic {
  const rule =
    'names are lower-case letters, digits and hyphens; dots only in those of stages, a pin is <app>@<cluster>';
  return error(
    'FW3001',
    `"${path}" cannot be the folder of a ${what === 'app' ? "stage's app" : 'stage'}`,
    rule,
    at(path),
  );
}

function noFleet(stage: string, apps: string): Diagnostic {
  const message = `${stage} holds ${apps}, but does not know its clusters`;
  return error('FW3002', message, `promote them first: \`fleetwright promote fleet --to ${stage}\``, at(stage));
}

function unknownFormat(path: string, format: string, { understood }: Format): Diagnostic {
  const message = `format ${format} is not one that this version of Fleetwright understands (${understood.join(', ')})`;
  return error('FW3003', message, 'use the version that wrote it, or a newer one', at(path));
}
