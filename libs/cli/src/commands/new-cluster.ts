import { type Diagnostic, error, fail, ok, type Result } from '@fleetwright/diagnostics';
import type { Encoded } from '@fleetwright/model';
import { type FleetModel, resolveInventory } from '@fleetwright/model/engine';
import { insertProperty } from '@fleetwright/workspace';
import type { Context } from '../context.ts';
import { exitCode, failed, type Outcome } from '../outcome.ts';
import { key, literal } from '../templates/literal.ts';
import { loadVocabulary } from '../world.ts';
import { readByHand, writeByHand } from '../write.ts';

/** Options of `new cluster`. What is `undefined` is taken from the fleet, where only one thing can be meant. */
export interface NewClusterOptions {
  readonly name: string;
  readonly stage: string;
  readonly hub: string | undefined;
  readonly server: string | undefined;
  readonly kubernetes: string | undefined;
  /** `name=value`. */
  readonly labels: readonly string[];
  /** `name=value`. */
  readonly facts: readonly string[];
  readonly dryRun: boolean;
}

const file = 'clusters/inventory.ts';

/** Adds a cluster to the inventory, in the state `joining`. Nothing is rendered. */
export async function newClusterCommand(context: Context, options: NewClusterOptions): Promise<Outcome> {
  const { name, stage } = options;
  const loaded = await loadVocabulary(context.root);
  if (!loaded.ok) return failed(loaded.errors);
  const { fleet, inventory, problems } = loaded.value;
  if (!inventory) return failed(problems);
  const others = isObject(inventory.input) ? inventory.input : {};
  const entry = entryOf(options, fleet, others);
  if (!entry.ok) return failed(entry.errors);

  const text = readByHand(context.root, file);
  if (!text.ok) return failed(text.errors);
  const inserted = insertProperty(file, text.value, {
    name,
    write: (layout) => `${key(name)}: ${literal(entry.value, { ...layout, expand: 1 })}`,
  });
  const shown = `${key(name)}: ${literal(entry.value, { expand: 1 })},\n`;
  if (inserted === 'taken') return failed([taken(name)]);
  if (inserted === 'no-literal') return failed([notLiteral(shown)]);
  const document = { cluster: name, file, entry: entry.value };
  if (options.dryRun) return { exit: exitCode.ok, document, data: shown, diagnostics: [] };
  const written = await writeByHand(context, new Map([[file, inserted.text]]), new Map([[file, text.value]]));
  if (!written.ok) return failed(written.errors);
  const words = `Added the cluster ${name} to ${file}, joining: add-ons first.\nNext:\n${next(name, stage)}`;
  return { exit: exitCode.ok, document, words, diagnostics: written.warnings };
}

type Values = { readonly [name: string]: string | number | boolean };
type Clusters = { readonly [name: string]: Encoded };

/** The entry, checked against the vocabulary; fails with all that is missing and all that is wrong. */
function entryOf(
  options: NewClusterOptions,
  fleet: FleetModel,
  others: Clusters,
): Result<{ [field: string]: string | Values }> {
  const { name, stage, server } = options;
  const labels = pairs(options.labels, 'label');
  const facts = pairs(options.facts, 'fact');
  const hub = options.hub ?? hubOf(stage, fleet, others);
  const missing = [
    ...(hub === undefined ? [lack(name, 'hub', `--hub <${[...fleet.hubs.keys()].join(' or ')}>`)] : []),
    ...(server === undefined ? [lack(name, 'server', '--server https://<its API server, as the hub reaches it>')] : []),
    ...[...labelsOf(fleet)]
      .filter(([label]) => !labels.values.has(label))
      .map(([label, values]) => lack(name, `label "${label}"`, `--label ${label}=<${values.join(' or ')}>`)),
    ...[...fleet.facts]
      .filter(([fact]) => !facts.values.has(fact))
      .map(([fact, { type, values }]) =>
        lack(name, `fact "${fact}"`, `--fact ${fact}=<${values?.join(' or ') ?? type}>`),
      ),
  ];
  const entry = {
    stage,
    ...(hub !== undefined && { hub }),
    ...(server !== undefined && { server }),
    kubernetes: options.kubernetes ?? fleet.kubernetes.toSorted(byNumbers).at(-1) ?? '',
    state: 'joining',
    labels: inOrder(labels.values, [...labelsOf(fleet).keys()]),
    facts: inOrder(typed(facts.values, fleet), [...fleet.facts.keys()]),
  };
  const errors = [...labels.errors, ...facts.errors, ...missing, ...wrong(name, entry, fleet, others)];
  return errors.length > 0 ? fail(errors) : ok(entry);
}

/** What is wrong with what was said, by the rules of the inventory; what is missing was told already, and is filled in. */
function wrong(
  name: string,
  entry: { labels: Values; facts: Values },
  fleet: FleetModel,
  others: Clusters,
): Diagnostic[] {
  const labels = Object.fromEntries([...labelsOf(fleet)].map(([label, [first = '']]) => [label, first]));
  const facts = Object.fromEntries(
    [...fleet.facts].map(([fact, { type, values }]) => [fact, values?.[0] ?? some[type]]),
  );
  const [hub = ''] = fleet.hubs.keys();
  const server = 'https://filled-in.invalid';
  const filled = { hub, server, ...entry, labels: { ...labels, ...entry.labels }, facts: { ...facts, ...entry.facts } };
  const errorsOf = (cluster: Encoded): readonly Diagnostic[] => {
    const resolved = resolveInventory({ file, input: { ...others, [name]: cluster } }, fleet);
    return resolved.ok ? [] : resolved.errors;
  };
  const first = errorsOf(filled);
  // What is not even written as it must be keeps the rest from being looked at: with that filled in, it is.
  const [stage = ''] = fleet.stages.keys();
  const fields = Object.entries({ stage, hub, server, kubernetes: fleet.kubernetes[0] ?? '' });
  const good = fields.filter(([field]) => first.some(({ at }) => at?.path?.[0] === name && at.path[1] === field));
  const all = good.length > 0 ? [...first, ...errorsOf({ ...filled, ...Object.fromEntries(good) })] : first;
  // It is not in the file yet, so there is no line to point to.
  const found = all.map(({ at, ...rest }) => (at?.path?.[0] === name ? rest : { ...rest, ...(at && { at }) }));
  const once = [...new Map(found.map((diagnostic) => [JSON.stringify(diagnostic), diagnostic])).values()];
  return Object.hasOwn(others, name) ? [taken(name), ...once] : once;
}

const some = { text: 'filled-in', integer: 1, boolean: true, 'one-of': '' } as const;

/** The hub of the stage's clusters when they share one, or the only one there is. */
function hubOf(stage: string, fleet: FleetModel, others: Clusters): string | undefined {
  const used = new Set<string>();
  for (const cluster of Object.values(others))
    if (isObject(cluster) && cluster['stage'] === stage && typeof cluster['hub'] === 'string') used.add(cluster['hub']);
  const [only, ...more] = used.size > 0 ? used : fleet.hubs.keys();
  return more.length === 0 ? only : undefined;
}

/** The labels that a cluster has to have: the built-in one is not said. */
function labelsOf(fleet: FleetModel): ReadonlyMap<string, readonly string[]> {
  return new Map([...fleet.labels].filter(([label]) => label !== 'kubernetes'));
}

/** Takes `name=value` apart; the last one of a name counts. */
function pairs(said: readonly string[], flag: 'label' | 'fact') {
  const values = new Map<string, string>();
  const errors: Diagnostic[] = [];
  for (const text of said) {
    const [, name, value] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
    if (name !== undefined && value !== undefined) values.set(name, value);
    else
      errors.push(
        error(
          'FW1041',
          `--${flag} ${JSON.stringify(text)} is not <name>=<value>`,
          flag === 'label' ? 'as in --label size=small' : 'as in --fact domain=eu-1.example.com',
          undefined,
        ),
      );
  }
  return { values, errors };
}

/** Facts as their types have them; what does not fit stays text, which the inventory's own rules refuse. */
function typed(facts: ReadonlyMap<string, string>, fleet: FleetModel): ReadonlyMap<string, string | number | boolean> {
  const values = new Map<string, string | number | boolean>(facts);
  for (const [fact, text] of facts) {
    const type = fleet.facts.get(fact)?.type;
    if (type === 'integer' && /^-?\d+$/.test(text)) values.set(fact, Number(text));
    if (type === 'boolean' && /^(true|false)$/.test(text)) values.set(fact, text === 'true');
  }
  return values;
}

/** In the order of the fleet, what it does not know last. */
function inOrder(values: ReadonlyMap<string, string | number | boolean>, order: readonly string[]): Values {
  const known = order.filter((name) => values.has(name));
  const others = [...values.keys()].filter((name) => !order.includes(name));
  return Object.fromEntries([...known, ...others].map((name) => [name, values.get(name) ?? '']));
}

/** Compares versions such as `1.9` and `1.10`. */
function byNumbers(a: string, b: string): number {
  const [[majorA = 0, minorA = 0], [majorB = 0, minorB = 0]] = [a.split('.').map(Number), b.split('.').map(Number)];
  return majorA - majorB || minorA - minorB;
}

function isObject(value: Encoded | undefined): value is Clusters {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function lack(name: string, what: string, flag: string): Diagnostic {
  return error('FW1041', `the cluster ${name} needs the ${what}`, `give it: ${flag}`, undefined);
}

function taken(name: string): Diagnostic {
  const hint = 'choose another name, or change the entry that is there';
  return error('FW5014', `there is a cluster ${name} already`, hint, { file, path: [name] });
}

function notLiteral(entry: string): Diagnostic {
  const message = `${file} does not give defineInventory an object of its own, so nothing can be added to it`;
  return error('FW5014', message, `add this where your clusters stand: ${entry.replaceAll(/\s+/g, ' ').trim()}`, {
    file,
    path: [],
  });
}

function next(name: string, stage: string): string {
  return `  npx fleetwright render\n  git add --all && git commit -m '${name}: joining'\n  npx fleetwright promote fleet --to ${stage}\n`;
}
