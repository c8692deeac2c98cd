import { spawnSync } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { build, type Cache, type Files, type LoadRestrictor } from 'kustomize-ts';

/**
 * What came of building one kustomization with both. `remote`, `helm` and `program`: both fail, ours since it would need a network, Helm or a
 * program of its own.
 */
export type Verdict =
  | 'equal'
  | 'different'
  | 'both fail'
  | 'remote'
  | 'helm'
  | 'program'
  | 'only ours fails'
  | 'only kustomize fails';

export const verdicts: readonly Verdict[] = [
  'equal',
  'different',
  'only ours fails',
  'only kustomize fails',
  'both fail',
  'remote',
  'helm',
  'program',
];

/** Both of a kustomization. */
export interface Comparison {
  readonly folder: string;
  readonly verdict: Verdict;
  /** Whether both warn of the same, in the same order. */
  readonly sameWarnings: boolean;
  /** The errors of ours, joined, and of kustomize; the first lines that differ when neither fails. */
  readonly ours: string;
  readonly theirs: string;
  readonly ourMillis: number;
  readonly theirMillis: number;
}

/** What both build with. */
export interface Setting {
  /** The kustomize to run. */
  readonly binary: string;
  /** Paths start at the top of the disk. */
  readonly files: Files;
  readonly cache: Cache;
  readonly loadRestrictor: LoadRestrictor;
}

interface Side {
  readonly ok: boolean;
  readonly text: string;
  readonly warnings: readonly string[];
  readonly code: string;
  readonly millis: number;
}

/** Builds a folder with kustomize-ts and with the binary. */
export function compare(folder: string, setting: Setting): Comparison {
  const place = realpathSync(folder);
  const ours = timed(() => ourBuild(place, setting));
  const theirs = timed(() => theirBuild(place, setting));
  const verdict = judge(ours, theirs);
  const shown =
    verdict === 'different'
      ? firstDifference(ours.text, theirs.text)
      : [ours.ok ? '' : ours.text, theirs.ok ? '' : theirs.text];
  return {
    folder,
    verdict,
    sameWarnings: ours.warnings.join('\n') === theirs.warnings.join('\n'),
    ours: shown[0] ?? '',
    theirs: shown[1] ?? '',
    ourMillis: ours.millis,
    theirMillis: theirs.millis,
  };
}

function timed(run: () => Omit<Side, 'millis'>): Side {
  const started = performance.now();
  const side = run();
  return { ...side, millis: performance.now() - started };
}

function ourBuild(place: string, { files, cache, loadRestrictor }: Setting): Omit<Side, 'millis'> {
  const result = build(files, place.replace(/^\/+/, ''), { cache, loadRestrictor });
  const diagnostics = result.ok ? result.warnings : result.errors;
  const warnings = diagnostics.filter(({ severity }) => severity === 'warning').map(({ message }) => message);
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  if (result.ok) return { ok: true, text: result.value.yaml, warnings, code: '' };
  return {
    ok: false,
    text: errors.map(({ code, message }) => `${code} ${message}`).join('\n'),
    warnings,
    code: errors[0]?.code ?? '',
  };
}

function theirBuild(place: string, { binary, loadRestrictor }: Setting): Omit<Side, 'millis'> {
  // Without git, and with a proxy that nobody is: nothing is fetched, and neither builder has a network.
  const nowhere = 'http://127.0.0.1:9';
  const { stdout, stderr, status } = spawnSync(binary, ['build', place, '--load-restrictor', loadRestrictor], {
    encoding: 'utf8',
    env: { PATH: '', HOME: '/nonexistent', HTTP_PROXY: nowhere, HTTPS_PROXY: nowhere },
    maxBuffer: 2 ** 30,
    timeout: 120_000,
  });
  const lines = stderr.split('\n').map((line) => steady(line));
  const end = lines.findIndex((line) => line.startsWith('Error: '));
  const warnings = (end === -1 ? lines : lines.slice(0, end)).filter((line) => line !== '');
  if (status === 0) return { ok: true, text: stdout, warnings, code: '' };
  return {
    ok: false,
    text: end === -1 ? `ended with ${status}: ${stderr.slice(0, 2000)}` : lines.slice(end).join('\n').trim(),
    warnings,
    code: '',
  };
}

/** A line without the time of day; names that kustomize lists in any order are sorted. */
function steady(line: string): string {
  const text = line.replace(/^\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d /, '');
  return text.replace(
    /^(well-defined vars that were never replaced: )(.*)$/,
    (_, said: string, names: string) => said + names.split(',').sort().join(','),
  );
}

const needs: ReadonlyMap<string, Verdict> = new Map([
  ['FW6006', 'remote'],
  ['FW6007', 'program'],
  ['FW6008', 'helm'],
]);

function judge(ours: Side, theirs: Side): Verdict {
  if (ours.ok && theirs.ok) return ours.text === theirs.text ? 'equal' : 'different';
  if (ours.ok) return 'only kustomize fails';
  if (theirs.ok) return 'only ours fails';
  return needs.get(ours.code) ?? 'both fail';
}

function firstDifference(ours: string, theirs: string): [string, string] {
  const [our, their] = [ours.split('\n'), theirs.split('\n')];
  let at = 0;
  while (our[at] === their[at]) at += 1;
  const from = Math.max(at - 3, 0);
  return [our.slice(from, at + 5).join('\n'), their.slice(from, at + 5).join('\n')];
}
