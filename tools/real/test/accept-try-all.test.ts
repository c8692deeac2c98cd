import { expect, test } from 'vitest';
import { noProgress } from '../../../libs/cli/src/progress.ts';
import type { Answer } from '../src/accept/api.ts';
import { Crds } from '../src/accept/crds.ts';
import type { Candidate } from '../src/accept/objects.ts';
import { type Server, tryAll } from '../src/accept/try-all.ts';

const accepted: Answer = { accepted: true, message: '', warnings: [] };

function object(kind: string, name: string, namespace = ''): Candidate {
  const places = [{ built: `clusters/overlays/eu-1/${name}`, file: undefined }];
  return { apiVersion: 'v1', kind, namespace, name, yaml: `kind: ${kind}\nname: ${name}\n`, places };
}

const objects = [object('Secret', 'token', 'shop'), object('Namespace', 'shop')];

/** A server that knows all kinds of `v1` and `apps/v1`, and what it was asked. */
function serverThat(answer: (candidate: Candidate) => Answer): { readonly server: Server; readonly asked: string[] } {
  const asked: string[] = [];
  const server: Server = {
    resource: async (apiVersion, kind) =>
      /^(apps\/)?v1$/.test(apiVersion)
        ? { base: `/api/${apiVersion}`, name: kind.toLowerCase(), namespaced: kind !== 'Namespace' }
        : undefined,
    served: async () => undefined,
    define: async ({ name }) => void asked.push(`define ${name}`),
    makeNamespace: async (name) => void asked.push(`make ${name}`),
    tryOut: async (candidate) => {
      asked.push(`try ${candidate.kind} ${candidate.name}`);
      return answer(candidate);
    },
  };
  return { server, asked };
}

/** As a real one answers to what is planted. */
function strict({ yaml, name, kind }: Candidate): Answer {
  const says = yaml.includes('fieldTooMuch') || yaml.includes('replica:');
  if (says) return { accepted: false, message: '500 .x: field not declared in schema', warnings: [] };
  if (name === 'Planted_Name') return { accepted: false, message: '422 a lowercase RFC 1123 subdomain', warnings: [] };
  return kind === 'Service' ? { accepted: false, message: '422 Unsupported value', warnings: [] } : accepted;
}

test('a Namespace is tried before any is made, other objects when theirs is there', async () => {
  const { server, asked } = serverThat(strict);
  const { problems, planted } = await tryAll(server, objects, new Crds([]), noProgress);
  expect(problems).toEqual([]);
  expect(planted).toEqual({ sent: 5, refused: 5 });
  expect(asked.slice(0, 3)).toEqual(['try Namespace shop', 'make shop', 'try Secret token']);
});

test('a refusal is told with its place, and nothing of its kind is planted then', async () => {
  const { server } = serverThat((candidate) =>
    candidate.kind === 'Secret'
      ? { accepted: false, message: '422 Invalid: no', warnings: ['it is old'] }
      : strict(candidate),
  );
  const found = await tryAll(server, objects, new Crds([]), noProgress);
  expect(found.problems).toMatchObject([
    {
      problem: 'refused',
      subject: 'Secret shop/token',
      message: '422 Invalid: no',
      places: [{ built: 'clusters/overlays/eu-1/token' }],
    },
  ]);
  expect(found.warnings).toMatchObject([{ subject: 'v1 Secret', message: 'it is old' }]);
  expect([...found.refused].map(({ name }) => name)).toEqual(['token']);
  expect(found.planted).toEqual({ sent: 4, refused: 4 });
});

test('a server that takes what is wrong fails the run', async () => {
  const { server } = serverThat(() => accepted);
  const { problems, planted } = await tryAll(server, objects, new Crds([]), noProgress);
  expect(planted).toEqual({ sent: 5, refused: 0 });
  expect(problems.map(({ problem, message }) => `${problem}: ${message}`)).toEqual(
    Array.from({ length: 5 }, () => 'not-refused: the server did not refuse what is wrong'),
  );
});

test('so does one that refuses it for something else, as one would that refuses everything', async () => {
  const { server } = serverThat((candidate) =>
    candidate.name.startsWith('Planted')
      ? { accepted: false, message: '403 Forbidden', warnings: [] }
      : strict(candidate),
  );
  const { problems } = await tryAll(server, objects, new Crds([]), noProgress);
  expect(problems).toMatchObject([
    { problem: 'not-refused', message: 'it was refused for something else: 403 Forbidden' },
  ]);
});

test('a kind that nobody defines is named with its group, and its objects count as refused', async () => {
  const { server, asked } = serverThat(strict);
  const boxes = ['a', 'b'].map((name) => ({ ...object('Box', name, 'shop'), apiVersion: 'example.com/v1' }));
  const found = await tryAll(server, boxes, new Crds([]), noProgress);
  expect(found.problems).toMatchObject([{ problem: 'unknown-kind', subject: 'example.com/v1 Box', places: [{}, {}] }]);
  expect(found.problems[0]?.message).toContain('"example.com"');
  expect(found.refused.size).toBe(2);
  expect(asked.filter((each) => each.includes('Box'))).toEqual([]);
});

test('a definition that has not the version is told too', async () => {
  const { server, asked } = serverThat(strict);
  const crd = `kind: CustomResourceDefinition\nmetadata:\n  name: boxes.example.com\nspec:\n  group: example.com\n  names:\n    kind: Box\n`;
  const box = { ...object('Box', 'a', 'shop'), apiVersion: 'example.com/v9' };
  const { problems } = await tryAll(server, [box], new Crds([crd]), noProgress);
  expect(asked[0]).toBe('define boxes.example.com');
  expect(problems.map(({ message }) => message)).toEqual([
    'boxes.example.com is defined, but not served as example.com/v9',
  ]);
});
