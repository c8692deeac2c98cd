import { count } from '../../../../libs/cli/src/words.ts';
import type { Candidate, Place } from './objects.ts';
import type { Sort } from './targets.ts';

/** Something that keeps a run from being good. */
export interface Problem {
  /**
   * `not-built`: there are no objects to send · `unknown-kind`: neither Kubernetes nor a CustomResourceDefinition has it · `refused`: by the
   * server · `not-refused`: the server takes what is wrong on purpose.
   */
  readonly problem: 'not-built' | 'unknown-kind' | 'refused' | 'not-refused';
  /** The object, the kind or the folder that it is about. */
  readonly subject: string;
  readonly message: string;
  readonly hint: string;
  readonly places: readonly Place[];
}

/** What the server accepts and warns of: `policy/v1beta1 … is deprecated`. */
export interface Warning {
  /** The kind: what is deprecated is so for all objects of it. */
  readonly subject: string;
  readonly message: string;
  readonly places: readonly Place[];
}

/** What was sent of a kind. */
export interface KindCount {
  readonly apiVersion: string;
  readonly kind: string;
  /** In all that was built. */
  readonly objects: number;
  /** Without those that have the same bytes. */
  readonly sent: number;
  readonly refused: number;
}

/** What a run found. Sizes in bytes, times in seconds. */
export interface Report {
  /** The version of the API server. */
  readonly kubernetes: string;
  /** Kustomizations that were built: of the work tree by their sort, and those of goldens. */
  readonly built: { readonly [sort in Sort | 'golden']: number };
  readonly kinds: readonly KindCount[];
  /** Objects that are wrong on purpose, and how many of them the server refused for what is wrong. */
  readonly planted: { readonly sent: number; readonly refused: number };
  readonly problems: readonly Problem[];
  readonly warnings: readonly Warning[];
  /** Kinds that Fleetwright knows and nothing here has; empty when only a part was asked for. */
  readonly neverSent: readonly string[];
  readonly seconds: number;
  /** Memory of each program when all was sent; what programs share is divided among them. */
  readonly memory: { readonly [program: string]: number };
}

/** `Deployment shop/web`, as messages name an object. */
export function subjectOf({ kind, namespace, name }: Candidate): string {
  return `${kind} ${namespace === '' ? '' : `${namespace}/`}${name}`;
}

/**
 * Those that say the same of the same subject, as one with all places: an object of 16 clusters differs in facts and is refused for one
 * thing. Sorted, since answers come in any order.
 */
export function merged<T extends Pick<Problem, 'subject' | 'message' | 'places'>>(found: readonly T[]): readonly T[] {
  const byText = Map.groupBy(found, ({ subject, message }) => `${subject}: ${message}`);
  return [...byText.keys()].toSorted().flatMap((key) => {
    const same = byText.get(key) ?? [];
    const places = same.flatMap((each) => each.places).toSorted(byPath);
    return same.slice(0, 1).map((first) => ({ ...first, places }));
  });
}

function byPath(a: Place, b: Place): number {
  const [first, second] = [a, b].map(({ built, file = '' }) => `${built} ${file}`);
  return first === second ? 0 : (first ?? '') < (second ?? '') ? -1 : 1;
}

/** What to do about a refusal. */
export function hintFor(message: string): string {
  if (/field not declared in schema|unknown field/.test(message)) {
    return 'the kind has no such field in this version: take it out where the object is made';
  }
  if (message.includes('no namespace')) return 'say metadata.namespace: the kind belongs to one';
  return 'mend the value where the object is made (a kind in libs/render/src/kinds, a definition, a patch), then `fleetwright render`';
}

/** For people: a row for each kind, with a heading. */
export function kindsText(kinds: readonly KindCount[]): string {
  const rows = kinds.map(({ apiVersion, kind, objects, sent, refused }) => [
    `${apiVersion} ${kind}`,
    ...[objects, sent, refused].map(String),
  ]);
  const all = [['kind', 'objects', 'different', 'refused'], ...rows];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  const cell = (text: string, column: number): string =>
    column === 0 ? text.padEnd(widths[0] ?? 0) : text.padStart(widths[column] ?? 0);
  return all.map((row) => `${row.map(cell).join('  ')}\n`).join('');
}

/** For people: what is wrong, each with its places and a hint; then warnings, and what there is to say of the whole. */
export function wordsOf(report: Report): string {
  const { problems, warnings } = report;
  const parts = [
    ...problems.map(({ subject, message, hint, places }) =>
      block(`error: ${subject}: ${message}`, [...placeLines(places), `  hint: ${hint}`]),
    ),
    ...warnings.map(({ subject, message, places }) => block(`warning: ${subject}: ${message}`, placeLines(places))),
    summary(report),
  ];
  return parts.join('');
}

function block(first: string, others: readonly string[]): string {
  return `${[first, ...others].join('\n')}\n`;
}

const shownPlaces = 3;

function placeLines(places: readonly Place[]): readonly string[] {
  const lines = places
    .slice(0, shownPlaces)
    .map(({ built, file }) => `  in ${built}${file === undefined ? '' : `, from ${file}`}`);
  return places.length > shownPlaces ? [...lines, `  and ${places.length - shownPlaces} more`] : lines;
}

function summary({ kinds, built, planted, problems, warnings, neverSent, ...report }: Report): string {
  const sum = (of: 'objects' | 'sent' | 'refused'): number => {
    let total = 0;
    for (const row of kinds) total += row[of];
    return total;
  };
  const memory = Object.entries(report.memory).map(([name, bytes]) => `${name} ${Math.round(bytes / 2 ** 20)} MB`);
  const lines = [
    `Built ${count(built.overlay, 'overlay')}, ${count(built.hub, 'kustomization')} of hubs, ${count(built.variant, 'variant')} and ${count(built.golden, 'folder')} of goldens: ${count(sum('objects'), 'object')}, ${sum('sent')} of them different, of ${count(kinds.length, 'kind')}.`,
    `Kubernetes ${report.kubernetes} accepted ${sum('sent') - sum('refused')} and refused ${sum('refused')}; of ${count(planted.sent, 'object')} that are wrong on purpose it refused ${planted.refused}.`,
    ...(neverSent.length === 0 ? [] : [`Never sent, because nothing here has one: ${neverSent.join(', ')}.`]),
    `${Math.round(report.seconds)} s; ${memory.join(', ')}.`,
    problems.length === 0
      ? `No problem, ${count(warnings.length, 'warning')}.`
      : `${count(problems.length, 'problem')}, ${count(warnings.length, 'warning')}.`,
  ];
  return `${lines.join('\n')}\n`;
}
