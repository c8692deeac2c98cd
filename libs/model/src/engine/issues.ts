import { codes, type Diagnostic, type DiagnosticCode, error, type Location, nearest } from '@fleetwright/diagnostics';
import { z } from 'zod';
import type { Encoded } from '../define/encode.ts';
import { isLate } from '../define/late-value.ts';
import { fieldsAt } from './fields.ts';
import type { Path } from './origin.ts';
import { didYouMean, oneOf, pathText, shown, shownScalar, valueAt } from './words.ts';

/** Where a path of the validated data was said, or deleted. */
export interface Place {
  readonly at: Location;
  readonly deleted: boolean;
}

/** What a failed validation is about. */
export interface Subject {
  readonly schema: z.ZodType;
  readonly value: Encoded;
  /** Leads to `value`; messages begin with it. */
  readonly path: Path;
  /** What the empty path is called. Default: the definition. */
  readonly root?: string;
  /** The hint where none fits better. */
  readonly reference?: string;
  /** `path` included. */
  locate(this: void, path: Path): Place;
}

/** What zod found, in our words: a code, the allowed names, and the place of whoever said the offending value. */
export function diagnose(failure: z.ZodError, subject: Subject): Diagnostic[] {
  const unknown = failure.issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys' ? issue.keys.map((key) => ({ path: issue.path, key })) : [],
  );
  return failure.issues.flatMap((issue) => {
    const path = keysOf(issue.path);
    // A misspelt required field is one mistake, not two.
    if (isMissing(issue, subject, path) && unknown.some(({ path: at, key }) => isTypoOf(at, key, path))) return [];
    return explain(issue, path, subject);
  });
}

type Issue = z.core.$ZodIssue;
const rangeHint = 'give a value in that range';
const nullHint = 'leave the field out; null takes away only what an override finds';
const definitionReference = 'see its type in the definition API';

function explain(issue: Issue, path: Path, subject: Subject): Diagnostic[] {
  const { at, deleted } = subject.locate([...subject.path, ...path]);
  const name = pathText([...subject.path, ...path], subject.root);
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownField(key, path, subject));
  if (issue.code === 'invalid_key') {
    return issue.issues.map((inner) => explainValue(inner, path.at(-1) ?? '', name, at, subject));
  }
  if (isMissing(issue, subject, path)) {
    const missing = missingField(issue, path, subject, at, deleted);
    return issue.code === 'invalid_union' ? [missing, ...unknownToAll(path.slice(0, -1), subject)] : [missing];
  }
  const value = valueAt(subject.value, path);
  if (value === null && !deleted && issue.code === 'invalid_type') {
    return [
      error('FW1011', `${name} is null`, path.length === 0 ? (subject.reference ?? definitionReference) : nullHint, at),
    ];
  }
  return [explainValue(issue, value, name, at, subject)];
}

function explainValue(
  issue: Issue,
  value: Encoded | undefined,
  name: string,
  at: Location,
  { reference = definitionReference }: Subject,
): Diagnostic {
  const not = value === undefined ? '' : `, not ${shown(value)}`;
  const wrong = (says: string, hint: string): Diagnostic => error('FW1011', `${name} ${says}${not}`, hint, at);
  if (issue.code === 'custom') return explainRule(issue, value, name, at, reference);
  if (issue.code === 'invalid_type') {
    const expected = typeWords[issue.expected] ?? issue.expected;
    return wrong(`must be ${expected}`, typeHint(issue.expected, value) ?? reference);
  }
  const options = issue.code === 'invalid_value' ? issue.values : optionsOf(issue);
  if (options.length > 0)
    return wrong(`must be ${oneOf(options.map(shownScalar))}`, choice(value, options.map(String)));
  if (issue.code === 'too_small') return wrong(`must ${size(issue.origin, 'at least', issue.minimum)}`, rangeHint);
  if (issue.code === 'too_big') return wrong(`must ${size(issue.origin, 'at most', issue.maximum)}`, rangeHint);
  return wrong(issue.message, reference);
}

/** A rule of ours, which brings its code and hint; its message goes on from the name, and "must be …" from the value too. */
function explainRule(
  { message, params }: z.core.$ZodIssueCustom,
  value: Encoded | undefined,
  name: string,
  at: Location,
  reference: string,
): Diagnostic {
  const { code, hint } = broken(params, reference);
  const scalar = value !== undefined && !isLate(value) && typeof value !== 'object';
  if (!message.startsWith('must be'))
    return error(code, `${name}${scalar ? ` (${shown(value)})` : ''} ${message}`, hint, at);
  const not = value === undefined || message.includes(', not ') ? '' : `, not ${shown(value)}`;
  return error(code, `${name} ${message}${not}`, hint, at);
}

function typeHint(expected: string, value: Encoded | undefined): string | undefined {
  if ((expected === 'number' || expected === 'int') && typeof value === 'string' && /^\d+$/.test(value)) {
    return `write it without quotes: ${value}`;
  }
  const scalar = typeof value === 'number' || typeof value === 'boolean';
  return expected === 'string' && scalar ? `write it in quotes: '${value}'` : undefined;
}

/** The values of the field that tells the members of a union apart. */
function optionsOf(issue: Issue): readonly string[] {
  return issue.code === 'invalid_union' && 'options' in issue && Array.isArray(issue.options)
    ? issue.options.map(String)
    : [];
}

/** Fields that no member of a union has, of an object that does not say which member it is. */
function unknownToAll(path: Path, subject: Subject): Diagnostic[] {
  const owner = valueAt(subject.value, path);
  if (typeof owner !== 'object' || owner === null) return [];
  const allowed = fieldsAt(subject.schema, subject.value, path);
  return Object.keys(owner).flatMap((key) => (allowed.includes(key) ? [] : [unknownField(key, path, subject)]));
}

function unknownField(key: string, path: Path, { schema, value, path: above, root, locate }: Subject): Diagnostic {
  const allowed = fieldsAt(schema, value, path);
  const near = nearest(key, allowed);
  const said = valueAt(value, [...path, 'type']);
  const type = typeof said === 'string' ? ` (of type ${said})` : '';
  const holder = pathText([...above, ...path], root);
  const hint = `${didYouMean(near)}Its fields are ${[...allowed].sort().join(', ')}`;
  return error('FW1010', `${holder}${type} has no field "${key}"`, hint, locate([...above, ...path, key]).at);
}

function missingField(issue: Issue, path: Path, subject: Subject, at: Location, deleted: boolean): Diagnostic {
  const field = String(path.at(-1) ?? '');
  const holder = pathText([...subject.path, ...path.slice(0, -1)], subject.root);
  if (deleted) {
    const hint = 'null may only take away optional fields; say another value';
    return error('FW1012', `${holder} needs "${field}", which is deleted here`, hint, at);
  }
  const options = optionsOf(issue).map(shownScalar);
  const overriding = ['environments', 'rules'].includes(String(at.path?.[0]));
  const nothing = overriding ? '; there is nothing here that the override could change' : '';
  const hint = options.length > 0 ? `add "${field}": ${oneOf(options)}${nothing}` : `add "${field}"`;
  return error('FW1012', `${holder} needs "${field}"`, hint, at);
}

function isMissing(issue: Issue, subject: Subject, path: Path): boolean {
  return (
    path.length > 0 &&
    issue.code !== 'unrecognized_keys' &&
    issue.code !== 'invalid_key' &&
    valueAt(subject.value, path) === undefined
  );
}

function isTypoOf(at: readonly PropertyKey[], key: string, missing: Path): boolean {
  const field = missing.at(-1);
  const sameObject = at.length === missing.length - 1 && at.every((step, index) => step === missing[index]);
  return sameObject && typeof field === 'string' && nearest(key, [field]) === field;
}

const typeWords: Record<string, string> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  object: 'an object',
  record: 'an object',
  array: 'a list',
};

function size(origin: string, bound: string, limit: number | bigint): string {
  if (origin === 'string') return limit === 1 ? 'not be empty' : `have ${bound} ${limit} characters`;
  if (origin === 'array')
    return limit === 1 && bound === 'at least' ? 'not be empty' : `have ${bound} ${limit} elements`;
  return `be ${bound} ${limit}`;
}

function choice(value: Encoded | undefined, allowed: readonly string[]): string {
  const near = typeof value === 'string' ? nearest(value, allowed) : undefined;
  return near !== undefined ? `did you mean "${near}"?` : `one of ${allowed.join(', ')}`;
}

function keysOf(path: readonly PropertyKey[]): Path {
  return path.map((key) => (typeof key === 'number' ? key : String(key)));
}

function broken(
  params: Record<string, unknown> | undefined,
  reference: string,
): { code: DiagnosticCode; hint: string } {
  const parsed = z.object({ code: z.string(), hint: z.string() }).safeParse(params);
  if (!parsed.success) return { code: 'FW1011', hint: reference };
  return isCode(parsed.data.code)
    ? { code: parsed.data.code, hint: parsed.data.hint }
    : { code: 'FW1011', hint: parsed.data.hint };
}

function isCode(code: string): code is DiagnosticCode {
  return Object.hasOwn(codes, code);
}
