import { type Flag, readWords, UsageError, type Words } from './words.ts';

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
}

/** How the program `helm` is called. */
export interface HelmFlags {
  readonly command: string;
  readonly apiVersions: readonly string[];
  readonly kubeVersion: string;
  readonly debug: boolean;
}

const nothing = { takes: 'nothing' } as const;
const text = { takes: 'text' } as const;
const texts = { takes: 'texts' } as const;

const flags = {
  'as-current-user': nothing,
  'enable-alpha-plugins': nothing,
  'enable-exec': nothing,
  'enable-helm': nothing,
  'enable-managedby-label': {
    takes: 'nothing',
    deprecated:
      'The flag `enable-managedby-label` has been deprecated. Use the `managedByLabel` option in the `buildMetadata` field instead.',
  },
  env: { ...texts, short: 'e' },
  'helm-api-versions': texts,
  'helm-command': text,
  'helm-debug': nothing,
  'helm-kube-version': text,
  help: { takes: 'nothing', short: 'h' },
  json: nothing,
  'load-restrictor': text,
  mount: texts,
  network: nothing,
  'network-name': text,
  output: { takes: 'text', short: 'o' },
  reorder: { takes: 'text', deprecated: "use the new 'sortOptions' field in kustomization.yaml instead." },
  'stack-trace': nothing,
  strict: nothing,
} as const satisfies Record<string, Flag>;

type Name = keyof typeof flags;

/** The names of all flags, with their dashes. */
export const flagNames: readonly string[] = Object.keys(flags).map((name) => `--${name}`);

/**
 * Reads the words behind `build`; `'help'` when they ask for it. `warn` gets what is to be said of deprecated flags, in kustomize's words, which
 * comes before any error. Throws a {@link UsageError}.
 */
export function readFlags(
  words: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
  warn: (line: string) => void,
): BuildFlags | 'help' {
  const read = readWords(words, flags);
  for (const line of read.warnings) warn(line);
  const isSet = (name: Name): boolean => read.truths.get(name) ?? false;
  if (isSet('help')) return 'help';
  const [folder = '.', more] = read.positionals;
  if (more !== undefined) throw new UsageError('specify one path to kustomization.yaml');
  if (folder === '') throw new UsageError('must build at directory: directory path cannot be empty');
  const reorder = textOf(read, 'reorder');
  return {
    folder,
    output: given(read, 'output'),
    loadRestrictor: oneOf(
      'load-restrictor',
      given(read, 'load-restrictor') ?? 'LoadRestrictionsRootOnly',
      loadRestrictors,
    ),
    reorder: reorder === undefined ? 'unspecified' : oneOf('reorder', reorder, orders),
    enableAlphaPlugins: isSet('enable-alpha-plugins'),
    enableManagedByLabel: isSet('enable-managedby-label') || environment['KUSTOMIZE_ENABLE_MANAGEDBY_LABEL'] === 'on',
    helm: isSet('enable-helm') ? { ...helmFlags(read), debug: isSet('helm-debug') } : undefined,
    json: isSet('json'),
    strict: isSet('strict'),
  };
}

const loadRestrictors = ['LoadRestrictionsRootOnly', 'LoadRestrictionsNone'] as const;
const orders = ['legacy', 'none'] as const;

function textOf({ texts: all }: Words, name: Name): string | undefined {
  return all.get(name)?.at(-1);
}

/** The text of a flag; an empty one is none. */
function given(words: Words, name: Name): string | undefined {
  const found = textOf(words, name);
  return found === '' ? undefined : found;
}

function helmFlags(words: Words): Omit<HelmFlags, 'debug'> {
  return {
    command: textOf(words, 'helm-command') ?? 'helm',
    apiVersions: words.texts.get('helm-api-versions') ?? [],
    kubeVersion: textOf(words, 'helm-kube-version') ?? '',
  };
}

/** One of the values that a flag may have. */
function oneOf<const T extends string>(name: string, value: string, legal: readonly T[]): T {
  const found = legal.find((one) => one === value);
  if (found !== undefined) return found;
  throw new UsageError(`illegal flag value --${name} ${value}; legal values: [${legal.join(' ')}]`);
}
