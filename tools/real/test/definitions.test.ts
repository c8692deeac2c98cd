import { describe, expect, test } from 'vitest';
import { withRepositoryUrl, withServers } from '../src/repository/definitions.ts';

describe('withServers', () => {
  test('servers of those that run, and the state of those that do not: nothing else', () => {
    const text = `import { defineInventory } from '#fleet';

// 'one': { server: 'in a comment' }
export default defineInventory({
  'one-1': {
    server: 'https://one.example.com', // one's
    facts: { server: 'https://mine.example.com' },
  },
  two: {
    stage: 'dev',
    server: "https://two.example.com",
    state: 'joining',
  },
  'three-1': { server: \`https://three.example.com\`, labels: {} },
  'four': {
    server: 'https://four.example.com',
  },
});
`;
    expect(
      withServers(text, new Map([['one-1', "https://127.0.0.1:1/it's"]])),
    ).toBe(`import { defineInventory } from '#fleet';

// 'one': { server: 'in a comment' }
export default defineInventory({
  'one-1': {
    server: 'https://127.0.0.1:1/it\\'s', // one's
    facts: { server: 'https://mine.example.com' },
  },
  two: {
    stage: 'dev',
    server: "https://two.example.com",
    state: 'gone',
  },
  'three-1': { server: \`https://three.example.com\`, state: 'gone', labels: {} },
  'four': {
    server: 'https://four.example.com',
    state: 'gone',
  },
});
`);
  });

  test.for<[why: string, text: string, says: string | RegExp]>([
    ['a cluster is missing', "defineInventory({ two: { server: '' } })", 'clusters/inventory.ts has no entry for one'],
    ['a cluster has no server', 'defineInventory({ one: { stage: "dev" } })', 'there is no server in { stage: "dev" }'],
    ['a cluster is made elsewhere', 'defineInventory({ one: made() })', 'one is not written as an object'],
    [
      'clusters are made elsewhere',
      'defineInventory({ ...all })',
      '...all is no entry of a cluster that can be changed here',
    ],
    ['there is no inventory', 'export default {};', 'has 0 calls of defineInventory with an object'],
  ])('what cannot be changed is said: %s', ([, text, says]) => {
    expect(() => withServers(text, new Map([['one', 'https://127.0.0.1:1']]))).toThrow(says);
  });
});

describe('withRepositoryUrl', () => {
  test('the URL of the repository, and no other', () => {
    const text =
      "export const fleet = defineFleet({ url: 'a', repository: { revision: 'main', url: 'a' }, other: { url: 'a' } });";
    expect(withRepositoryUrl(text, 'http://127.0.0.1:1/fleet.git')).toBe(
      "export const fleet = defineFleet({ url: 'a', repository: { revision: 'main', url: 'http://127.0.0.1:1/fleet.git' }, other: { url: 'a' } });",
    );
  });

  test('a repository without a URL is said', () => {
    expect(() => withRepositoryUrl('defineFleet({ repository: {} })', 'x')).toThrow(
      'clusters/fleet.ts: there is no url in {}',
    );
  });
});
