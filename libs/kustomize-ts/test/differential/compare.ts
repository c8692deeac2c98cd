import { buildCase, type CaseFiles, type CaseOptions, type Outcome } from '../builder.ts';
import type { Answer, Oracle } from '../oracle.ts';

/** A build that both builders do. */
export interface Build {
  readonly files: CaseFiles;
  readonly root: string;
  readonly options: CaseOptions;
}

/**
 * What came of comparing: `equal` and `both fail` are as it should be; `random` is what kustomize itself does not do twice alike, `stuck` what it
 * does not end within its time; all others are differences.
 */
export type Verdict =
  | 'equal'
  | 'both fail'
  | 'random'
  | 'stuck'
  | 'output'
  | 'only ours fails'
  | 'only theirs fails'
  | 'warnings'
  | 'our mistake';

export interface Comparison {
  readonly verdict: Verdict;
  /** What kind of difference it is: differences of one cause have mostly one class. */
  readonly class: string;
  readonly ours: Outcome | undefined;
  readonly theirs: Answer;
  /** Whether a message of ours is among the words of kustomize, where both fail. */
  readonly sameWords: boolean;
  readonly millis: number;
}

/** The verdicts that are not a difference. */
export const agreements: ReadonlySet<Verdict> = new Set(['equal', 'both fail', 'random', 'stuck']);

/**
 * Builds with both; kustomize builds three times, so that what it does at random is known. With `lazy` it builds once where the two agree, which takes a third
 * of the time: what is equal by luck counts as equal then.
 */
export async function compare(build: Build, oracle: Oracle, { lazy = false } = {}): Promise<Comparison> {
  const ask = (times: number): Promise<readonly Answer[]> =>
    oracle.build(build.files, build.root, build.options, times);
  const [theirs, ...more] = await ask(lazy ? 1 : 3);
  if (theirs === undefined) throw new Error('the oracle gave no answer');
  const started = performance.now();
  const found = ourOutcome(build);
  const millis = performance.now() - started;
  const base = { theirs, millis, sameWords: true };
  const isStuck = theirs.error.startsWith('panic: the process ended');
  const judgement = isStuck ? { verdict: 'stuck' as const, class: '', ours: found.outcome } : judged(found, theirs);
  const again = lazy && !agreements.has(judgement.verdict) ? await ask(2) : more;
  const isRandom = again.some((answer) => answer.ok !== theirs.ok || answer.stdout !== theirs.stdout);
  if (isRandom && !isStuck) return { ...base, verdict: 'random', class: '', ours: found.outcome };
  return { ...base, ...judgement };
}

type Found = { readonly outcome: Outcome } | { readonly outcome: undefined; readonly thrown: string };

function ourOutcome({ files, root, options }: Build): Found {
  try {
    return { outcome: buildCase(files, root, options) };
  } catch (thrown) {
    return { outcome: undefined, thrown: thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown) };
  }
}

function judged(
  found: Found,
  theirs: Answer,
): Pick<Comparison, 'verdict' | 'class' | 'ours'> & { readonly sameWords?: boolean } {
  const ours = found.outcome;
  if (ours === undefined)
    return { verdict: 'our mistake', class: found.thrown.split('\n').slice(0, 2).join(' '), ours };
  if (!ours.ok) {
    const [first] = ours.errors;
    const kind = `${first?.code ?? ''} ${plain(first?.message ?? '')}`;
    if (ours.errors.some(({ code }) => code === 'FW9999')) return { verdict: 'our mistake', class: kind, ours };
    if (theirs.ok) return { verdict: 'only ours fails', class: kind, ours };
    return {
      verdict: 'both fail',
      class: `${first?.code ?? ''} | ${plain(leaf(theirs.error))}`,
      ours,
      sameWords: ours.errors.some(({ message }) => says(theirs.error, message)),
    };
  }
  if (!theirs.ok) return { verdict: 'only theirs fails', class: plain(leaf(theirs.error)), ours };
  if (ours.stdout !== theirs.stdout)
    return { verdict: 'output', class: differenceClass(ours.stdout, theirs.stdout), ours };
  if (ours.warnings.join('\n') !== theirs.warnings.join('\n')) return { verdict: 'warnings', class: '', ours };
  return { verdict: 'equal', class: '', ours };
}

function says(theirs: string, ours: string): boolean {
  const flat = (text: string): string => text.replaceAll(/[\s"'`\\]+/g, ' ').trim();
  return flat(theirs).includes(flat(ours));
}

/** The end of a chain of errors, where its cause is. */
function leaf(text: string): string {
  return text.startsWith('panic: ') ? (text.split('\n')[0] ?? '') : text.slice(-160);
}

/** A message without what is of its build only. */
function plain(text: string): string {
  return text
    .replaceAll(/'[^']*'|"[^"]*"|`[^`]*`/g, '…')
    .replaceAll(/\S+\.\S+\.\S+\/\S+/g, 'ID')
    .replaceAll(/\d+/g, 'N')
    .replaceAll(/\s+/g, ' ')
    .slice(0, 160);
}

function differenceClass(ours: string, theirs: string): string {
  const [our, their] = [ours.split('\n'), theirs.split('\n')];
  const at = their.findIndex((line, index) => line !== our[index]);
  const index = at === -1 ? their.length : at;
  if ([...our].sort().join('\n') === [...their].sort().join('\n')) return `order, at ${shape(their[index])}`;
  return `ours ${shape(our[index])} theirs ${shape(their[index])}`;
}

function shape(line: string | undefined): string {
  if (line === undefined) return '(end)';
  const [, key = '', value = ''] = /^\s*(?:- )*([^:]*:)?\s*(.*)$/.exec(line) ?? [];
  return `${key}${/^["'|>[{&*!]/.exec(value)?.[0] ?? (value === '' ? '' : 'x')}`;
}
