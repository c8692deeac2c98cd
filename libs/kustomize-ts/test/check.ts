import { buildCase, type Outcome } from './builder.ts';
import { type Case, type ErrorMust, filesOf } from './cases.ts';

/** Something of a build that is not as the case says. */
export interface Miss {
  readonly what: string;
  readonly expected: string;
  readonly received: string;
}

/** Builds a case; what is not as it says, nothing when all is. Anything thrown is a miss: builds give errors back as data. */
export function checkCase(test: Case): Miss[] {
  let outcome: Outcome;
  try {
    outcome = buildCase(filesOf(test), test.root, test.options);
  } catch (thrown) {
    const received = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
    return [{ what: 'thrown', expected: '', received }];
  }
  return [
    ...(test.error === undefined ? checkOutput(test, outcome) : checkError(test, outcome)),
    ...checkWarnings(test, outcome),
  ];
}

function checkOutput(test: Case, outcome: Outcome): Miss[] {
  const expected = test.stdout ?? '';
  if (!outcome.ok) return [{ what: 'an error where there is none', expected, received: textOf(outcome) }];
  return outcome.stdout === expected ? [] : [{ what: 'standard output', expected, received: outcome.stdout }];
}

function checkError(test: Case, outcome: Outcome): Miss[] {
  const expected = test.error ?? '';
  if (outcome.ok) return [{ what: 'no error where there is one', expected, received: outcome.stdout }];
  const text = outcome.errors.map(({ message }) => message).join('\n');
  const faults = outcome.errors.filter(({ code }) => code === 'FW9999');
  const unmet = (test.errorMust ?? []).filter(
    (must) =>
      !meets(
        must,
        text,
        outcome.errors.map(({ message }) => message),
      ),
  );
  return [
    ...faults.map(({ message }) => ({ what: 'a mistake of ours', expected, received: message })),
    ...unmet.map((must) => ({ what: `error: ${JSON.stringify(must)}`, expected, received: textOf(outcome) })),
  ];
}

function meets(must: ErrorMust, text: string, messages: readonly string[]): boolean {
  if (must.errorContains !== undefined) return text.includes(must.errorContains);
  if (must.errorContainsAny !== undefined) return must.errorContainsAny.some((part) => text.includes(part));
  if (must.errorEquals !== undefined) return text === must.errorEquals || messages.includes(must.errorEquals);
  if (must.errorRegex !== undefined) return new RegExp(must.errorRegex, 'u').test(text);
  return text.includes("unable to find one of 'kustomization.yaml'");
}

function checkWarnings(test: Case, outcome: Outcome): Miss[] {
  const expected = (test.warnings ?? []).join('\n');
  // The order of a case of cases.json is no flag, as it was built; here it is given as one.
  const isFlag = test.area === 'differential';
  const warnings = outcome.warnings.filter((line) => isFlag || !line.startsWith('Warning: Sorting order is set both'));
  const received = warnings.join('\n');
  return expected === received ? [] : [{ what: 'warnings', expected, received }];
}

function textOf(outcome: Outcome): string {
  if (outcome.ok) return outcome.stdout;
  return outcome.errors
    .map(({ code, message, at }) => `${at?.file ?? '?'}:${at?.line ?? 0}:${at?.column ?? 0} ${code}: ${message}`)
    .join('\n');
}
