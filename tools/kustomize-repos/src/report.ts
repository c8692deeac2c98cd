import { type Comparison, type Verdict, verdicts } from './compare.ts';

/** What was found below one folder. */
export interface Report {
  readonly name: string;
  readonly comparisons: readonly Comparison[];
}

/** Verdicts that say that the builders do not agree. */
const differences: ReadonlySet<Verdict> = new Set(['different', 'only ours fails', 'only kustomize fails']);

/** Whether the builders agree on all of it. */
export function agrees({ comparisons }: Report): boolean {
  return !comparisons.some(({ verdict }) => differences.has(verdict));
}

/** A Markdown table with a row for each folder, and the sum. */
export function tableOf(reports: readonly Report[]): string {
  const all: Report = { name: 'all', comparisons: reports.flatMap(({ comparisons }) => comparisons) };
  const head = ['', 'kustomizations', ...verdicts, 'other warnings', 'kustomize-ts, ms', 'kustomize, ms'];
  const rows = [...reports, all].map(({ name, comparisons }) => [
    name,
    String(comparisons.length),
    ...verdicts.map((verdict) => String(comparisons.filter((one) => one.verdict === verdict).length)),
    String(comparisons.filter(({ sameWarnings }) => !sameWarnings).length),
    sum(comparisons.map(({ ourMillis }) => ourMillis)),
    sum(comparisons.map(({ theirMillis }) => theirMillis)),
  ]);
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return `${[line(head), line(head.map((_, index) => (index === 0 ? '---' : '--:'))), ...rows.map((row) => line(row))].join('\n')}\n`;
}

/** Every kustomization on which they do not agree, or do not warn of the same, with what each said. */
export function listOf({ comparisons }: Report): string {
  return comparisons
    .filter(({ verdict, sameWarnings }) => differences.has(verdict) || !sameWarnings)
    .map(({ folder, verdict, sameWarnings, ours, theirs }) => {
      const title = `${folder}: ${verdict}${sameWarnings ? '' : ', other warnings'}\n`;
      return `${title}${indented('kustomize-ts', ours)}${indented('kustomize', theirs)}`;
    })
    .join('');
}

function indented(who: string, text: string): string {
  return text === ''
    ? ''
    : `  ${who}:\n${text
        .slice(0, 1500)
        .split('\n')
        .map((line) => `    ${line}\n`)
        .join('')}`;
}

function sum(numbers: readonly number[]): string {
  let total = 0;
  for (const number of numbers) total += number;
  return total.toFixed(0);
}
