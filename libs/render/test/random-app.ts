import type { Definition } from '@fleetwright/model';
import fc from 'fast-check';
import { words } from './app-fleet.ts';
import type { Facts } from './build-app.ts';

const { defineApp, fact, text } = words;

/** Text as people write it, and as they should not. */
export const awkward = fc.oneof(
  fc.constantFrom(
    '',
    'yes',
    'null',
    '0777',
    '1e3',
    '12:30:45',
    'a\nb',
    'a\nb\n',
    'a.b/c-d',
    '😀😀',
    'FACT',
    ' x ',
    '- a',
    '{a: b}',
    '$(VAR)',
    "'",
    '"',
    '# no',
    'é',
  ),
  fc.string({ maxLength: 12 }),
  fc.string({ unit: 'grapheme', maxLength: 6 }),
);

/** A value with facts in it or without. */
const value = fc.oneof(
  awkward,
  fc.constantFrom(fact.domain, fact.region),
  fc
    .tuple(
      awkward,
      awkward.filter((one) => one !== ''),
      awkward,
    )
    .map(([start, between, end]) => text(template(start, between, end), fact.domain, fact.shards)),
);

const named = <T>(values: fc.Arbitrary<T>): fc.Arbitrary<Record<string, T>> =>
  fc.dictionary(fc.stringMatching(/^[A-Z][A-Z0-9_]{0,8}$/), values, { maxKeys: 4 });

const shared = { args: fc.array(value, { maxLength: 3 }), env: named(value) };
const web = fc.record({
  type: fc.constant('web' as const),
  image: fc.constantFrom('web', 'db', 'tool'),
  ports: fc.constant({ http: 8080 }),
  ...shared,
  annotations: fc.dictionary(fc.constantFrom('example.com/a', 'example.com/b', 'note'), value),
  drainSeconds: fc.integer({ min: 1, max: 60 }),
});
const worker = fc.record({ type: fc.constant('worker' as const), image: fc.constantFrom('web', 'tool'), ...shared });
const job = fc.record({
  type: fc.constant('cron' as const),
  image: fc.constantFrom('web', 'db'),
  schedule: fc.constantFrom('0 3 * * *', '*/5 * * * *'),
  ...shared,
});

/** Apps of one to three processes, with facts wherever they may stand. Their only environment is dev, and they have one variant. */
export const randomApp: fc.Arbitrary<Definition> = fc
  .record({
    config: named(value),
    web,
    worker: fc.option(worker, { nil: undefined }),
    job: fc.option(job, { nil: undefined }),
  })
  .map(({ config, web, worker, job }) =>
    defineApp({
      name: 'web',
      team: 'shop',
      only: ['dev'],
      config,
      processes: Object.fromEntries(Object.entries({ web, mailer: worker, nightly: job }).flatMap(there)),
    }),
  );

function there<T>([name, value]: readonly [string, T | undefined]): readonly (readonly [string, T])[] {
  return value === undefined ? [] : [[name, value]];
}

/** Facts of a cluster. */
export const randomFacts: fc.Arbitrary<Facts> = fc.record({
  domain: awkward,
  region: fc.constantFrom('eu', 'us'),
  shards: fc.integer({ min: 1, max: 2 ** 31 - 1 }),
});

/** What a tagged template is called with. */
export function template(...literals: readonly string[]): TemplateStringsArray {
  return Object.assign([...literals], { raw: literals });
}
