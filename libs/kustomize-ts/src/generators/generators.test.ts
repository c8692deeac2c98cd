import { describe, expect, it } from 'vitest';
import type { Scope } from '../build/scope.ts';
import type { SecretArgs } from '../kustomization/types.ts';
import { builtInSchema } from '../merge/openapi.ts';
import { Refusal } from '../refusal.ts';
import { behaviorOf, needsHash, removeBuildAnnotations } from '../resource/changes.ts';
import type { Resource } from '../resource/resource.ts';
import { bytesOfText } from '../text/utf8.ts';
import { toYaml } from '../yaml/to-yaml.ts';
import { configMapGenerator } from './config-map.ts';
import { secretGenerator } from './secret.ts';

function scopeWith(files: Readonly<Record<string, string | Uint8Array>>): Scope {
  const read = (path: string): Uint8Array => {
    const content = files[path] ?? '';
    return typeof content === 'string' ? bytesOfText(content) : content;
  };
  return { file: 'k.yaml', root: '', schema: builtInSchema, read, readText: () => '', helm: undefined };
}

const noArgs: SecretArgs = {
  name: 'x',
  namespace: '',
  behavior: '',
  literals: [],
  files: [],
  envs: [],
  options: undefined,
  type: '',
};

function data(args: Partial<SecretArgs>, files: Readonly<Record<string, string | Uint8Array>> = {}): string {
  return text(configMapGenerator({ ...noArgs, ...args }, scopeWith(files)));
}

/** Without what is the same each time. */
function text(resources: readonly Resource[]): string {
  return toYaml(resources.map(removeBuildAnnotations))
    .replace('apiVersion: v1\n', '')
    .replace('metadata:\n  name: x\n', '');
}

describe('configMapGenerator', () => {
  it('takes lines of env files as they are behind the equals sign', () => {
    const env = '\ufeffA=1\n# no\n  B= two words \r\n\nC\n=no key\nD="kept"\nE=a=b';
    expect(data({ envs: ['.env'] }, { '.env': env })).toBe(
      'data:\n  A: "1"\n  B: \' two words \'\n  C: ""\n  D: \'"kept"\'\n  E: a=b\nkind: ConfigMap\n',
    );
  });

  it('stops at a line that is too long for the scanner of Go, as kustomize does', () => {
    const long = (length: number): string => `A=1\nB=${'x'.repeat(length - 2)}\nC=3\n`;
    expect(data({ envs: ['.env'] }, { '.env': long(65_536) })).toBe('data:\n  A: "1"\nkind: ConfigMap\n');
    expect(data({ envs: ['.env'] }, { '.env': long(65_535) })).toContain('  C: "3"\n');
  });

  it('takes one pair of quotes off literals', () => {
    expect(data({ literals: ['a="x"', `b='y`, 'c=""z""', 'd="'] })).toBe(
      `data:\n  a: x\n  b: '''y'\n  c: '"z"'\n  d: '"'\nkind: ConfigMap\n`,
    );
  });

  it('puts what is no text into binaryData, on lines of 70 characters', () => {
    const bytes = Uint8Array.from({ length: 60 }, () => 255);
    expect(data({ files: ['dir/bin', 'short=s'] }, { 'dir/bin': bytes, s: Uint8Array.of(128) })).toBe(
      `binaryData:\n  bin: |\n    ${'/'.repeat(70)}\n    ${'/'.repeat(10)}\n  short: gA==\nkind: ConfigMap\n`,
    );
  });

  it('has what the options say, and remembers behavior and hash', () => {
    const options = {
      labels: new Map([['b', '1'] as const, ['a', 'x'] as const]),
      annotations: new Map([['n', 'yes']]),
      disableNameSuffixHash: true,
      immutable: true,
    };
    const [made] = configMapGenerator({ ...noArgs, namespace: 'ns', behavior: 'merge', options }, scopeWith({}));
    expect(made && [behaviorOf(made), needsHash(made)]).toEqual(['merge', false]);
    expect(made && text([made])).toBe(
      'immutable: true\nkind: ConfigMap\nmetadata:\n  annotations:\n    "n": "yes"\n  labels:\n    a: x\n    b: "1"\n  name: x\n  namespace: ns\n',
    );
    const [plain] = configMapGenerator(noArgs, scopeWith({}));
    expect(plain && [behaviorOf(plain), needsHash(plain)]).toEqual(['unspecified', true]);
  });

  it.each<[Partial<SecretArgs>, string]>([
    [{ name: '' }, 'a configmap must have a name'],
    [{ literals: ['=v'] }, 'invalid literal source =v, expected key=value'],
    [{ literals: ['v'] }, 'invalid literal source v, expected key=value'],
    [{ literals: ['a=1', 'a=2'] }, 'configmap x illegally repeats the key `a`'],
    [{ literals: ['f=1'], files: ['d/f'] }, 'configmap x illegally repeats the key `f`'],
    [{ files: ['=f'] }, 'missing key name for file path "f" in source "=f"'],
    [{ files: ['f='] }, 'missing file path for key name "f" in source "f="'],
    [{ files: ['a=b=c'] }, `source "a=b=c" key name or file path contains '='`],
    [{ envs: ['bad'] }, 'line [65 61 255] has invalid utf8 bytes : A=\ufffd'],
  ])('refuses %j', (args, message) => {
    const make = (): string => data(args, { bad: Uint8Array.of(65, 61, 255) });
    expect(make).toThrow(Refusal);
    expect(make).toThrow(message);
  });

  it('says in which line of an env file a key is there again', () => {
    let at: unknown;
    try {
      data({ envs: ['.env'] }, { '.env': 'A=1\n\nA=2\n' });
    } catch (problem) {
      at = problem instanceof Refusal ? problem.diagnostics[0]?.at : problem;
    }
    expect(at).toEqual({ file: '.env', line: 3 });
  });
});

describe('secretGenerator', () => {
  it('has all in base64, and a type', () => {
    const make = (type: string): string => text(secretGenerator({ ...noArgs, type, literals: ['a=é'] }, scopeWith({})));
    expect(make('')).toBe('data:\n  a: w6k=\nkind: Secret\ntype: Opaque\n');
    expect(make('kubernetes.io/tls')).toContain('type: kubernetes.io/tls\n');
  });
});
