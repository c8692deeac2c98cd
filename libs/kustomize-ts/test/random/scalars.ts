import type { Dice } from './dice.ts';

/** Data of a document that is going to be written as YAML. */
export type Value = string | number | boolean | null | Raw | readonly Value[] | Fields;

/** A mapping, its keys in order. */
export interface Fields {
  readonly [key: string]: Value;
}

/** YAML that is written as it stands. */
export class Raw {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

export function isFields(value: Value | undefined): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Raw);
}

/** Texts that YAML 1.1 or 1.2 would take for something else, or that need care in one of the styles. */
const oddTexts = [
  'yes',
  'no',
  'on',
  'off',
  'y',
  'n',
  'Y',
  'N',
  'true',
  'True',
  'FALSE',
  'null',
  'Null',
  '~',
  '',
  ' ',
  'NaN',
  '.nan',
  '.inf',
  '-.Inf',
  '0',
  '-0',
  '+1',
  '0777',
  '0o17',
  '0x1F',
  '0b101',
  '1_000',
  '1e3',
  '1E+3',
  '1.',
  '.5',
  '1.0',
  '3.10',
  '1:20',
  '190:20:30',
  '12e03',
  '0.1.2',
  '2001-01-01',
  '2001-12-14t21:59:43.10-05:00',
  '2001-12-14 21:59:43',
  '2001-1-1',
  '=',
  '<<',
  '*',
  '&',
  '!',
  '|',
  '>',
  '%',
  '@',
  '`',
  '-',
  '?',
  ':',
  '- a',
  '? a',
  ': a',
  'a: b',
  'a #b',
  '#a',
  'a:',
  'a,b',
  '[a]',
  '{a}',
  '{}',
  '[]',
  "it's",
  '"q"',
  "'q'",
  '\\',
  'a\\b',
  '%PATH%',
  '$(VAR)',
  '$$(X)',
  ' lead',
  'trail ',
  'two  spaces',
  'tab\there',
  'a\nb',
  'a\nb\n',
  'a\n\nb\n\n',
  '\na',
  '  a\nb',
  'a \nb',
  'a\n b\n',
  '\n',
  '\n\n',
  'a\r\nb',
  '\u0007',
  'é',
  'naïve — text',
  '日本語',
  '😀',
  'a😀b',
  '\u00a0',
  '\u2028',
  '\u2029',
  '\ufeff',
  '\u0085',
  '\u200b',
  '<b>&amp;</b>',
  '---',
  '...',
  '--- a',
  '!!str',
  '!tag x',
  '9007199254740993',
  '18446744073709551615',
  '18446744073709551616',
  '-9223372036854775809',
  '1e400',
  '0.1e-400',
  '1000000000000000000000',
  'word '.repeat(30).trim(),
  `${'x'.repeat(120)}`,
  `${'long words here '.repeat(8)}\nand a second line`,
  `${'a'.repeat(79)} b`,
  `k: ${'v '.repeat(60)}`,
] as const;

/** Scalars in notations of their own. */
const oddScalars = [
  '1',
  '0',
  '-1',
  '3.0',
  '1e3',
  '1E3',
  '1.5e-7',
  '123456789012',
  '0777',
  '0o17',
  '0x1F',
  '0b11',
  '1_000',
  '+1',
  '.5',
  '5.',
  '1e21',
  '1e20',
  '0.000001',
  '1e-7',
  '100000000000000000000',
  '18446744073709551615',
  '-0',
  '-0.0',
  '1:20',
  '2001-01-01',
  '2001-12-14t21:59:43.10-05:00',
  'true',
  'True',
  'yes',
  'No',
  'on',
  '~',
  'null',
  'Null',
  '""',
  "''",
  '"1"',
  "'true'",
  '!!str 1',
  '!!str true',
  '!!int "3"',
  '!!float 1',
  '!!bool "true"',
  '!!null ""',
  '!custom x',
  '!!binary aGVsbG8=',
  '"a\\tb\\u00e9\\x41"',
  "'it''s'",
  'plain text',
  'plain: no',
  '=',
  '.inf',
  '.nan',
  'y',
  'n',
] as const;

/** Those that no build fails on where any value may stand. */
const fineScalars = oddScalars.filter(
  (text) => !/^(?:\.inf|\.nan|!!bool "true"|!!null ""|!custom x|!!binary.*|!!float 1|=)$/.test(text),
);

const words = [
  'app',
  'web',
  'value',
  'prod',
  'a-b',
  'x',
  'info',
  'debug',
  '10',
  '8080',
  '100m',
  '1Gi',
  'http',
  '/path',
  'https://example.com/a?b=c#d',
  'a.b.c',
  'a_b',
  'v1.2.3',
];

/** A text: mostly plain, sometimes one that is easily read as something else. */
export function randomText(dice: Dice): string {
  return dice.chance(0.25) ? dice.pick(oddTexts) : dice.pick(words);
}

/** A text for a value that Kubernetes wants as a text: written with quotes where plain it would be something else. */
export function randomScalar(dice: Dice): Value {
  if (dice.chance(0.1)) return new Raw(dice.pick(dice.slip(0.1) ? oddScalars : fineScalars));
  if (dice.chance(0.2)) return dice.pick([0, 1, 3, 80, 8080, -1, 1.5, 100000]);
  if (dice.chance(0.1)) return dice.chance(0.5);
  return randomText(dice);
}

/** Names of objects: few, so that they meet. */
export function randomName(dice: Dice): string {
  if (dice.slip(0.04))
    return dice.pick([
      'my.name',
      'UPPER',
      'a_b',
      '123',
      'true',
      'x'.repeat(80),
      'ünï',
      'null',
      '1e3',
      'a:b',
      'yes',
      '0x1',
    ]);
  return dice.pick(['app', 'web', 'db', 'cache', 'config', 'creds', 'api', 'web-1', 'app-config']);
}

/** A namespace, mostly none. */
export function randomNamespace(dice: Dice): string | undefined {
  return dice.chance(0.75) ? undefined : dice.pick(['ns1', 'ns2', 'default', 'prod', 'kube-system']);
}

/** A key for labels, annotations and data. */
export function randomKey(dice: Dice): string {
  if (dice.chance(0.04))
    return dice.pick([
      'a/b',
      'example.com/some.key',
      'yes',
      '1',
      'true',
      'null',
      'a b',
      'k:',
      '__proto__',
      'constructor',
      'é',
      '~',
      '-x',
      '10',
      '9',
      '1x',
      'a~b',
      '<<x',
      '=',
    ]);
  return dice.pick([
    'app',
    'tier',
    'env',
    'team',
    'app.kubernetes.io/name',
    'example.com/owner',
    'key',
    'key1',
    'key10',
    'key2',
    'KEY',
    'config.yaml',
    'log.level',
  ]);
}

/** Keys with texts. */
export function randomStrings(dice: Dice, most: number, text: (dice: Dice) => Value = randomText): Fields {
  return Object.fromEntries(Array.from({ length: 1 + dice.int(most) }, () => [randomKey(dice), text(dice)] as const));
}

/** `fields` without those that are `undefined`. */
export function present(fields: Readonly<Record<string, Value | undefined>>): Fields {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const])),
  );
}
