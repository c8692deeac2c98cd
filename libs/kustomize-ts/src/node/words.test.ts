import { describe, expect, test } from 'vitest';
import { type Flag, readWords } from './words.ts';

const flags: Readonly<Record<string, Flag>> = {
  env: { takes: 'texts', short: 'e' },
  help: { takes: 'nothing', short: 'h' },
  json: { takes: 'nothing' },
  output: { takes: 'text', short: 'o' },
  reorder: { takes: 'text', deprecated: 'do not.' },
};

function read(...words: readonly string[]) {
  const { truths, texts, positionals, warnings } = readWords(words, flags);
  return { ...Object.fromEntries(truths), ...Object.fromEntries(texts), positionals, warnings };
}

// As kustomize 5.8.1 reads them.
test.each([
  [['-o=out.yaml', 'a'], { output: ['out.yaml'], positionals: ['a'] }],
  [['-o='], { output: ['='] }],
  [['-oout', '-e=A=B', '--env', 'C'], { output: ['out'], env: ['A=B', 'C'] }],
  [['-o', '--json'], { output: ['--json'] }],
  [['--output', '--', 'a'], { output: ['--'], positionals: ['a'] }],
  [['--output=', '-'], { output: [''], positionals: ['-'] }],
  [['-ho', 'x'], { help: true, output: ['x'] }],
  [['-h=false', '--json=T'], { help: false, json: true }],
  [['a', '--', '--json', '-x'], { positionals: ['a', '--json', '-x'] }],
  [
    ['--reorder=a', '--reorder', 'b'],
    { reorder: ['a', 'b'], warnings: Array(2).fill('Flag --reorder has been deprecated, do not.') },
  ],
])('%j', (words, found) => {
  expect(read(...words)).toMatchObject(found);
});

describe('what cannot be understood', () => {
  test.each([
    [['-o'], "flag needs an argument: 'o' in -o"],
    [['-ho'], "flag needs an argument: 'o' in -o"],
    [['--env'], 'flag needs an argument: --env'],
    [['-hxo'], "unknown shorthand flag: 'x' in -xo"],
    [['--foo=1'], 'unknown flag: --foo'],
    [['--toString'], 'unknown flag: --toString'],
    [['--=x'], 'bad flag syntax: --=x'],
    [['---x'], 'bad flag syntax: ---x'],
    [
      ['--json=maybe'],
      'invalid argument "maybe" for "--json" flag: strconv.ParseBool: parsing "maybe": invalid syntax',
    ],
    [['-h=x'], 'invalid argument "x" for "-h, --help" flag: strconv.ParseBool: parsing "x": invalid syntax'],
  ])('%j', (words, message) => {
    expect(() => read(...words)).toThrow(message);
  });
});
