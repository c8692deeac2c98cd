import { nearest } from '@fleetwright/diagnostics';
import { kinds, kubernetesVersions } from './generated/schemas.gen.ts';
import { anyOf, pathText, type SchemaIssue, valueText } from './issue.ts';
import { type KindInfo, type KubernetesVersion, namedKind } from './kind.ts';
import type { Report } from './rules/rule.ts';
import { type CompiledLimits, type Node, type ObjectNode, objectNode, type Unique, versionsOf } from './schema.ts';

/**
 * Everything that is wrong with an object for one version of Kubernetes, all at once, in the order of the object;
 * nothing when it is right. Closed: a field that the version does not have is an issue. A field whose value is
 * undefined counts as absent. An object of an unknown kind gives one issue.
 *
 * @param faultless Maps and lists in which nothing was wrong, with what they were checked against: they are not looked into
 * again. For objects of one kind that share most of their parts, which must not change between the calls.
 */
export function validateObject(
  object: unknown,
  version: KubernetesVersion,
  faultless?: WeakMap<object, unknown>,
): readonly SchemaIssue[] {
  const pointer: (string | number)[] = [];
  const issues: SchemaIssue[] = [];
  const report: Report = (at, problem, text, hint) => {
    const whole = [...pointer, ...at];
    issues.push({ pointer: whole, problem, message: `${pathText(whole)} ${text}`, hint });
  };
  if (!isMap(object)) {
    report(
      [],
      'wrong-value',
      `must be a map, and is ${valueText(object)}`,
      'an object has apiVersion, kind and metadata',
    );
    return issues;
  }
  const { apiVersion, kind } = object;
  const known = namedKind(apiVersion, kind);
  if (!known?.info.versions.includes(version)) return [unknownKind(apiVersion, kind, known?.info, version)];
  checkObject(object, objectNode(known.name, version), {
    version,
    info: known.info,
    pointer,
    report,
    issues,
    faultless,
  });
  return issues;
}

/** Where a validation is. */
interface Walk {
  readonly version: KubernetesVersion;
  readonly info: KindInfo;
  /** The way to the value that is being looked at. */
  readonly pointer: (string | number)[];
  /** Adds an issue; `at` counts from the pointer. */
  readonly report: Report;
  /** What it has found. */
  readonly issues: readonly SchemaIssue[];
  readonly faultless: WeakMap<object, unknown> | undefined;
}

function add({ report }: Walk, problem: SchemaIssue['problem'], text: string, hint: string): void {
  report([], problem, text, hint);
}

function check(value: unknown, node: Node, walk: Walk): void {
  const { faultless, issues } = walk;
  if (!faultless || typeof value !== 'object' || value === null) {
    checkAnew(value, node, walk);
    return;
  }
  if (faultless.get(value) === node) return;
  const before = issues.length;
  checkAnew(value, node, walk);
  if (issues.length === before) faultless.set(value, node);
}

function checkAnew(value: unknown, node: Node, walk: Walk): void {
  if (node.type === 'object') checkObject(value, node, walk);
  else if (node.type === 'scalar') {
    const { accepts, expected, hint } = node.scalar;
    if (!accepts(value))
      add(walk, 'wrong-value', `must be ${expected}, and is ${valueText(value)}`, absentOr(value, hint));
    else if (node.limits) checkLimits(value, node.limits, walk);
  } else if (node.type === 'enum') {
    if (typeof value !== 'string' || !node.values.has(value)) badChoice(value, [...node.values], walk);
  } else if (node.type === 'list') checkList(value, node, walk);
  else checkMap(value, node, walk);
}

function checkObject(value: unknown, node: ObjectNode, walk: Walk): void {
  if (!isMap(value)) {
    const fields = `it has the fields ${[...node.fields.keys()].join(', ')}`;
    add(walk, 'wrong-value', `must be a map, and is ${valueText(value)}`, absentOr(value, fields));
    return;
  }
  for (const key in value) {
    const item = value[key];
    if (item === undefined) continue;
    const field = node.fields.get(key);
    walk.pointer.push(key);
    if (field) check(item, field, walk);
    else unknownField(key, node, walk);
    walk.pointer.pop();
  }
  for (const key of node.required) {
    if (value[key] !== undefined) continue;
    walk.report([key], 'missing-field', `is missing in ${subject(walk)}`, neededHint(node, key));
  }
  for (const rule of node.rules) rule.check(value, walk.report, walk.info);
}

function checkList(value: unknown, node: Node & { type: 'list' }, walk: Walk): void {
  if (!Array.isArray(value)) {
    add(
      walk,
      'wrong-value',
      `must be a list, and is ${valueText(value)}`,
      absentOr(value, 'write the items in a list'),
    );
    return;
  }
  for (let index = 0; index < value.length; index++) {
    walk.pointer.push(index);
    check(value[index], node.item, walk);
    walk.pointer.pop();
  }
  if (node.unique !== undefined && value.length > 1) checkUnique(value, node.unique, walk);
  if (node.limits) checkSize(value.length, node.limits.minItems, node.limits.maxItems, 'items', walk);
}

/** Two items with one key: server-side apply, which Argo CD uses, refuses the list or loses one of them. */
function checkUnique(list: readonly unknown[], unique: Exclude<Unique, undefined>, walk: Walk): void {
  const seen = new Map<string, number>();
  for (const [index, item] of list.entries()) {
    const key = unique === 'value' ? String(item) : keyOf(item, unique);
    if (key === undefined) continue; // reported already, or not needed
    const first = seen.get(key);
    if (first === undefined) {
      seen.set(key, index);
      continue;
    }
    const words = unique === 'value' ? '' : `${unique.map(({ field }) => field).join(', ')} `;
    const text = `repeats ${words}${key} of ${pathText([...walk.pointer, first])}`;
    walk.report([index], 'wrong-value', text, 'remove one of them, or change what tells them apart');
  }
}

/** `8080, TCP`: the values of an item's keys; undefined when it lacks one. */
function keyOf(item: unknown, unique: Exclude<Unique, 'value' | undefined>): string | undefined {
  if (!isMap(item)) return undefined;
  let text = '';
  for (const { field, default: standard } of unique) {
    const value = item[field] ?? standard;
    if (typeof value !== 'string' && typeof value !== 'number') return undefined;
    text = text === '' ? String(value) : `${text}, ${value}`;
  }
  return text;
}

function checkMap(value: unknown, node: Node & { type: 'map' }, walk: Walk): void {
  if (!isMap(value)) {
    add(walk, 'wrong-value', `must be a map, and is ${valueText(value)}`, absentOr(value, 'write names with values'));
    return;
  }
  let size = 0;
  for (const key in value) {
    const item = value[key];
    if (item === undefined) continue;
    size++;
    walk.pointer.push(key);
    check(item, node.value, walk);
    walk.pointer.pop();
  }
  if (node.limits) checkSize(size, node.limits.minProperties, node.limits.maxProperties, 'entries', walk);
}

function checkLimits(value: unknown, limits: CompiledLimits, walk: Walk): void {
  if (typeof value === 'string') {
    checkSize(Array.from(value).length, limits.minLength, limits.maxLength, 'characters', walk);
    if (limits.pattern && !limits.pattern.test(value)) {
      add(
        walk,
        'wrong-value',
        `must match ${limits.pattern.source}, and is ${valueText(value)}`,
        'use a value of that form',
      );
    }
  }
  if (typeof value === 'number') {
    const { minimum = -Infinity, maximum = Infinity } = limits;
    if (value >= minimum && value <= maximum) return;
    add(
      walk,
      'wrong-value',
      `must be ${rangeText(limits.minimum, limits.maximum)}, and is ${value}`,
      'use a number in that range',
    );
  }
}

function checkSize(size: number, least: number | undefined, most: number | undefined, what: string, walk: Walk): void {
  if (size >= (least ?? 0) && size <= (most ?? Infinity)) return;
  add(
    walk,
    'wrong-value',
    `must have ${rangeText(least, most)} ${what}, and has ${size}`,
    `change the number of ${what}`,
  );
}

function rangeText(least: number | undefined, most: number | undefined): string {
  if (least !== undefined && most !== undefined) return `${least} to ${most}`;
  return least === undefined ? `at most ${most}` : `at least ${least}`;
}

function badChoice(value: unknown, choices: readonly string[], walk: Walk): void {
  const near = typeof value === 'string' ? nearest(value, choices) : undefined;
  const hint =
    near !== undefined
      ? `did you mean ${JSON.stringify(near)}?`
      : absentOr(value, `choose one of ${choices.join(', ')}`);
  add(walk, 'wrong-value', `must be ${anyOf(choices)}, and is ${valueText(value)}`, hint);
}

function unknownField(key: string, node: ObjectNode, walk: Walk): void {
  add(walk, 'unknown-field', `is not a field of ${subject(walk)}`, unknownHint(key, node));
}

function unknownHint(key: string, node: ObjectNode): string {
  if (key === 'status' && node.fields.has('apiVersion')) return 'leave it out: the cluster writes the status';
  const versions = versionsOf(node.name, key, kubernetesVersions);
  if (versions.length > 0)
    return `only Kubernetes ${anyOf(versions)} has it; leave it out, or use it where every cluster has that version`;
  const known = [...node.fields.keys()];
  const near = nearest(key, known);
  return near !== undefined ? `did you mean ${JSON.stringify(near)}?` : `the fields here are ${known.join(', ')}`;
}

function neededHint(node: ObjectNode, key: string): string {
  return node.fields.get(key)?.type === 'list' ? `add ${key}, a list` : `add ${key}`;
}

/** `Deployment (apps/v1) in Kubernetes 1.34`; kinds that an add-on brings do not depend on the version. */
function subject({ info, version }: Walk): string {
  const builtIn = !info.group.includes('.') || info.group.endsWith('.k8s.io');
  const own = builtIn && info.group !== 'gateway.networking.k8s.io';
  return `${info.kind} (${info.apiVersion})${own ? ` in Kubernetes ${version}` : ''}`;
}

/** The one issue of an object whose kind is not known, or not in this version. */
function unknownKind(
  apiVersion: unknown,
  kind: unknown,
  info: KindInfo | undefined,
  version: KubernetesVersion,
): SchemaIssue {
  if (typeof apiVersion !== 'string') return unnamed('apiVersion', apiVersion);
  if (typeof kind !== 'string') return unnamed('kind', kind);
  const name = `${kind} (${apiVersion})`;
  const pointer = ['kind'];
  if (info) {
    const message = `${name} is not served by Kubernetes ${version}`;
    return { pointer, problem: 'wrong-value', message, hint: `Kubernetes ${anyOf(info.versions)} serves it` };
  }
  const message = `${name} is not a kind that Fleetwright knows`;
  return { pointer, problem: 'wrong-value', message, hint: kindHint(apiVersion, kind) };
}

function unnamed(field: string, value: unknown): SchemaIssue {
  const missing = value === undefined;
  const message = missing ? `${field} is missing` : `${field} must be a string, and is ${valueText(value)}`;
  const problem = missing ? 'missing-field' : 'wrong-value';
  return { pointer: [field], problem, message, hint: 'every object names its apiVersion and kind' };
}

function kindHint(apiVersion: string, kind: string): string {
  const known = Object.values(kinds);
  const same = known.find((info) => info.kind === kind);
  if (same) return `the apiVersion of ${kind} is ${same.apiVersion}, not ${apiVersion}`;
  const near = nearest(
    kind,
    known.map((info) => info.kind),
  );
  return near !== undefined ? `did you mean ${near}?` : `the kinds are ${known.map((info) => info.kind).join(', ')}`;
}

/** Null is never a value of Kubernetes; it is what YAML makes of a field with nothing after the colon. */
function absentOr(value: unknown, hint: string): string {
  return value === null ? 'leave the field out, or give it a value' : hint;
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
