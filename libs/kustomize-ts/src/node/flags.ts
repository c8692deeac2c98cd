import { type ParseArgsConfig, parseArgs } from 'node:util';

/** What `kustomize-ts build` was asked for. */
export interface BuildFlags {
  /** The folder of the kustomization, as given. */
  readonly folder: string;
  /** `undefined`: standard output. */
  readonly output: string | undefined;
  readonly loadRestrictor: 'LoadRestrictionsRootOnly' | 'LoadRestrictionsNone';
  readonly reorder: 'unspecified' | 'legacy' | 'none';
  readonly enableAlphaPlugins: boolean;
  readonly enableManagedByLabel: boolean;
  readonly helm: HelmFlags | undefined;
  readonly json: boolean;
  /** What finds nothing to change is an error. */
  readonly strict: boolean;
  /** Said about deprecated flags, in kustomize's words. */
  readonly warnings: readonly string[];
}

/** How the program `helm` is called. */
export interface HelmFlags {
  readonly command: string;
  readonly apiVersions: readonly string[];
  readonly kubeVersion: string;
  readonly debug: boolean;
}

/** A command line that cannot be understood; the message has kustomize's words where it has some. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

const flag = { type: 'boolean' } as const;
const text = { type: 'string' } as const;
const texts = { type: 'string', multiple: true } as const;

const options = {
  'as-current-user': flag,
  'enable-alpha-plugins': flag,
  'enable-exec': flag,
  'enable-helm': flag,
  'enable-managedby-label': flag,
  env: { ...texts, short: 'e' },
  'helm-api-versions': texts,
  'helm-command': text,
  'helm-debug': flag,
  'helm-kube-version': text,
  help: { ...flag, short: 'h' },
  json: flag,
  'load-restrictor': text,
  mount: texts,
  network: flag,
  'network-name': text,
  output: { ...text, short: 'o' },
  reorder: text,
  'stack-trace': flag,
  strict: flag,
} as const satisfies ParseArgsConfig['options'];

const deprecated = {
  reorder: "use the new 'sortOptions' field in kustomization.yaml instead.",
  'enable-managedby-label':
    'The flag `enable-managedby-label` has been deprecated. Use the `managedByLabel` option in the `buildMetadata` field instead.',
} as const;

/** The names of all flags, with their dashes. */
export const flagNames: readonly string[] = Object.keys(options).map((name) => `--${name}`);

/**
 * Reads the words behind `build`; `'help'` when they ask for it. Flags may stand anywhere and be written as kustomize takes them
 * (`--flag=value`, `--flag value`, `-ovalue`). Throws a {@link UsageError}.
 */
export function readFlags(
  words: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): BuildFlags | 'help' {
  const { values, positionals } = parse(words);
  if (values.help === true) return 'help';
  const [folder = '.', more] = positionals;
  if (more !== undefined) throw new UsageError('specify one path to kustomization.yaml');
  return {
    folder,
    output: values.output === '' ? undefined : values.output,
    loadRestrictor: oneOf('load-restrictor', values['load-restrictor'], [
      'LoadRestrictionsRootOnly',
      'LoadRestrictionsNone',
    ]),
    reorder: values.reorder === undefined ? 'unspecified' : oneOf('reorder', values.reorder, ['legacy', 'none']),
    enableAlphaPlugins: values['enable-alpha-plugins'] ?? false,
    enableManagedByLabel:
      values['enable-managedby-label'] === true || environment['KUSTOMIZE_ENABLE_MANAGEDBY_LABEL'] === 'on',
    helm: values['enable-helm'] === true ? helmFlags(values) : undefined,
    json: values.json ?? false,
    strict: values.strict ?? false,
    warnings: Object.entries(deprecated).flatMap(([name, way]) =>
      name in values ? [`Flag --${name} has been deprecated, ${way}`] : [],
    ),
  };
}

type Values = ReturnType<typeof parse>['values'];

function parse(words: readonly string[]) {
  try {
    return parseArgs({ args: words.flatMap(withoutTruth), options, allowPositionals: true });
  } catch (problem) {
    throw new UsageError(sentenceOf(problem));
  }
}

const booleans: ReadonlySet<string> = new Set(
  Object.entries(options).flatMap(([name, { type }]) => (type === 'boolean' ? [`--${name}`] : [])),
);
// As strconv.ParseBool of Go reads them.
const truths = new Map([
  ...['1', 't', 'T', 'true', 'TRUE', 'True'].map((word) => [word, true] as const),
  ...['0', 'f', 'F', 'false', 'FALSE', 'False'].map((word) => [word, false] as const),
]);

/** `--flag=true` as `--flag`, and `--flag=false` as nothing: both are usual in scripts. */
function withoutTruth(word: string): string[] {
  const [name = '', value] = word.split(/=(.*)/s, 2);
  if (value === undefined || !booleans.has(name)) return [word];
  const truth = truths.get(value);
  if (truth === undefined) throw new UsageError(`invalid argument "${value}" for "${name}" flag: true or false`);
  return truth ? [name] : [];
}

function helmFlags(values: Values): HelmFlags {
  return {
    command: values['helm-command'] ?? 'helm',
    apiVersions: values['helm-api-versions'] ?? [],
    kubeVersion: values['helm-kube-version'] ?? '',
    debug: values['helm-debug'] ?? false,
  };
}

/** One of the values that a flag may have; the first of them when it says none. */
function oneOf<const T extends string>(name: string, value: string | undefined, legal: readonly [T, ...T[]]): T {
  if (value === undefined || value === '') return legal[0];
  const found = legal.find((one) => one === value);
  if (found === undefined) {
    throw new UsageError(`illegal flag value --${name} ${value}; legal values: [${legal.join(' ')}]`);
  }
  return found;
}

function sentenceOf(problem: unknown): string {
  if (!(problem instanceof Error)) return String(problem);
  const unknown = /^Unknown option '(.+?)'/.exec(problem.message)?.[1];
  return unknown === undefined ? problem.message : `unknown flag: ${unknown}`;
}
