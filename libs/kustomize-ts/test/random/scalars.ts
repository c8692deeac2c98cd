import type { Dice } from './dice.ts';
import { fineScalars, oddScalars, oddTexts } from './odd-scalars.ts';

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

export function isList(value: Value | undefined): value is readonly Value[] {
  return Array.isArray(value);
}

export function isFields(value: Value | undefined): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Raw);
}

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
