import { smallFleet } from './small-fleet.ts';

const digest = `sha256:${'0'.repeat(64)}`;
/** An images.yaml without mistakes. */
export const goodImages = `server:\n  name: registry.example.com/web\n  tag: "1.0"\n  digest: ${digest}\n`;

/** An app without mistakes: its name is in line 4, its configuration in line 6, its process in line 7, its patch in line 8. */
export function goodApp(name: string): string {
  return `import { defineApp, fact, patch, raw, text } from '#fleet';

export default defineApp({
  name: '${name}',
  team: 'shop',
  config: { MODE: 'a', DOMAIN: fact.domain },
  processes: { web: { type: 'web', image: 'server', ports: { http: 8080 }, args: ['serve'], scale: { type: 'fixed', replicas: 1 } } },
  patches: [patch('Deployment', '${name}', { why: 'INC-1', merge: { spec: { minReadySeconds: 7 } } })],
});
`;
}

/** Text of an app in which `before` is replaced. */
function changed(before: string, after: string): string {
  const text = goodApp('NAME');
  if (text.split(before).length !== 2) throw new Error(`${before} is not there once`);
  return text.replace(before, () => after);
}

const mebibyte = 1024 * 1024;
const bytes = (text: string, ...more: number[]): Uint8Array => Buffer.concat([Buffer.from(text), Buffer.from(more)]);
const deep = (how: string): string =>
  `let deep: any = 1;\nfor (let i = 0; i < 50_000; i++) deep = ${how};\nexport default`;
const inPatch = (value: string): string => changed('{ spec: { minReadySeconds: 7 } }', value);
const withDeep = (how: string): string => inPatch('deep').replace('export default', () => deep(how));

/** A file of an app that cannot be: the row of the fault model, what stands in it, and what is said of it: `line code`, and words. */
export type Poison = readonly [row: string, content: string | Uint8Array, said: string, words: string];

/** Definitions; `NAME` stands for the app's. */
export const poisonedApps: Readonly<Record<string, Poison>> = {
  'bytes-that-are-no-text': ['G10', bytes(`${goodApp('NAME')}// `, 0xff), '10 FW5006', 'not UTF-8'],
  'utf-16': ['G10', new Uint8Array(Buffer.from(`\ufeff${goodApp('NAME')}`, 'utf16le')), '1 FW5006', 'not UTF-8'],
  nul: ['G10', changed("'serve'", "'ser\0ve'"), '7 FW1001', 'U+0000'],
  'nul-by-escape': ['G10', changed("'serve'", "'ser\\0ve'"), '7 FW1005', 'NUL'],
  'half-a-character': ['G10', changed("'serve'", "'\\ud800'"), '7 FW1005', 'half a character'],
  'turned-direction': ['G10', changed("'serve'", "'a' /* \u202e */"), '7 FW1001', 'U+202E'],
  'twins-of-normal-forms': ['G10', changed("MODE: 'a'", "'caf\u00e9': 'a', 'cafe\u0301': 'b'"), '6 FW1015', 'name'],
  'fifty-megabytes': ['G14', `${goodApp('NAME')}//${'x'.repeat(50 * mebibyte)}`, '1 FW5006', '10 MiB'],
  'too-much-configuration': ['G14', changed("'a'", `'x'.repeat(${mebibyte})`), '6 FW2002', '1048576'],
  'too-long-an-annotation': [
    'G14',
    changed("type: 'web'", "type: 'web', annotations: { a: 'x'.repeat(262_144) }"),
    '7 FW2002',
    '262144',
  ],
  'deep-maps': ['G15', withDeep('{ a: deep }'), '10 FW1005', 'nested deeper than 100'],
  'deep-lists': ['G15', withDeep('[deep]'), '10 FW1005', 'nested deeper than 100'],
  'a-circle': [
    'G15',
    withDeep('{ deep }').replace('deep = { deep }', 'deep = {}, deep.deep = deep'),
    '10 FW1005',
    'deep',
  ],
  'a-bomb-of-references': ['G16', withDeep('[deep, deep]').replace('50_000', '60'), '10 FW1005', '250,000'],
  'reserved-keys': ['G17', inPatch(`JSON.parse('{"__proto__":{"polluted":1}}')`), '8 FW1005', '"__proto__"'],
  'reserved-keys-of-an-override': [
    'G17',
    changed("team: 'shop',", `team: 'shop', environments: { prod: JSON.parse('{"constructor":{"prototype":{}}}') },`),
    '5 FW1005',
    '"constructor"',
  ],
  'not-a-number': ['G24', changed('replicas: 1', 'replicas: 0 / 0'), '7 FW1005', 'NaN'],
  'more-than-exact': ['G24', inPatch('{ spec: { minReadySeconds: 9007199254740993 } }'), '8 FW1005', '2^53'],
  'much-more-than-exact': ['G24', changed('replicas: 1', 'replicas: 1e21'), '7 FW1005', '2^53'],
  'undefined-in-a-list': ['G24', changed("['serve']", "['serve', undefined]"), '7 FW1005', 'undefined'],
};

/** Files of images. */
export const poisonedImages: Readonly<Record<string, Poison>> = {
  'images-of-other-bytes': ['G10', bytes(goodImages, 0xed, 0xa0, 0x80), '5 FW5006', 'not UTF-8'],
  'images-with-a-mark': ['G10', `\ufeff${goodImages}`, '1 FW1031', 'do not show'],
  'images-with-nul': ['G10', `${goodImages}# \0\n`, '5 FW1031', 'do not show'],
  'images-with-nul-by-escape': ['G10', goodImages.replace('"1.0"', '"\\0"'), '3 FW1031', 'NUL'],
  'images-turned': ['G10', `${goodImages}# \u2066\n`, '5 FW1031', 'do not show'],
  'images-with-twins': ['G10', `${goodImages}caf\u00e9: {}\ncafe\u0301: {}\n`, '5 FW1031', 'name'],
  'images-of-fifty-megabytes': ['G14', `${goodImages}#${'x'.repeat(50 * mebibyte)}`, '1 FW5006', '10 MiB'],
  'images-with-a-bomb': [
    'G16',
    `a: &a [x, x]\n${['b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'].map((key, index) => `${key}: &${key} [${Array.from({ length: 10 }, () => `*${'abcdefgh'[index]}`).join(', ')}]\n`).join('')}`,
    '1 FW1031',
    'anchors and aliases',
  ],
  'images-with-reserved-keys': ['G17', '__proto__: { polluted: 1 }\n', '1 FW1031', '__proto__'],
  'images-with-a-merge': ['G18', `${goodImages}<<: { name: a }\n`, '5 FW1031', '<<'],
  'images-said-twice': ['G18', goodImages + goodImages, '5 FW1031', 'twice, first in line 1'],
  'images-with-a-tag': ['G18', `${goodImages}x: !!js/function y\n`, '5 FW1031', 'tag'],
  'images-in-two-documents': ['G18', `${goodImages}---\n{}\n`, '5 FW1031', 'multiple documents'],
};

/** The small fleet with an app for each of the poisoned files. */
export function poisonedFleet(): Readonly<Record<string, string | Uint8Array>> {
  const files: Record<string, string | Uint8Array> = { ...smallFleet };
  for (const [name, [, content]] of Object.entries(poisonedApps)) {
    files[`apps/${name}/app.ts`] = typeof content === 'string' ? content.replaceAll('NAME', name) : content;
    files[`apps/${name}/images.yaml`] = goodImages;
  }
  for (const [name, [, content]] of Object.entries(poisonedImages)) {
    files[`apps/${name}/app.ts`] = goodApp(name);
    files[`apps/${name}/images.yaml`] = content;
  }
  return files;
}
