import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { appOf, fleet, found, valueOf } from '../../test/resolve.ts';
import type { Encoded } from '../define/encode.ts';
import { holds, variantFor, variantsOf } from './variants.ts';

const process = { web: { type: 'web', image: 'x' } };
const rule = (name: string, when: Encoded): Encoded => ({ name, when, set: {} });
const app = (...rules: Encoded[]) => appOf({ processes: process, rules });
const names = (...args: Parameters<typeof variantsOf>) => valueOf(variantsOf(...args)).map(({ name }) => name);

describe('variants', () => {
  test('are named by matching rules and labels read, default when none', () => {
    expect(names(app(), 'dev', fleet, [])).toEqual(['default']);
    expect(names(app(rule('large', { size: 'large' })), 'dev', fleet, ['gpu'])).toEqual([
      'gpu-no',
      'gpu-no.large',
      'gpu-yes',
      'gpu-yes.large',
    ]);
  });

  test('come only in combinations that can be', () => {
    const exclusive = app(rule('big', { size: 'large' }), rule('little', { size: 'small' }));
    expect(names(exclusive, 'dev', fleet, [])).toEqual(['big', 'little']);
    expect(names(app(rule('always', {}), rule('new', { kubernetes: '1.36' })), 'dev', fleet, [])).toEqual([
      'always',
      'always.new',
    ]);
  });

  test('are not more than 64', () => {
    const labels = new Map(fleet.labels);
    for (let index = 0; index < 7; index++) labels.set(`l${index}`, ['a', 'b']);
    const many = { ...fleet, labels };
    const rules = [0, 1, 2, 3, 4, 5, 6].map((index) => rule(`r${index}`, { [`l${index}`]: 'a' }));
    expect(() => appOf({ processes: process, rules }, many)).toThrow('FW1021');
    expect(found(variantsOf(app(), 'dev', many, [...labels.keys()]))).toEqual(['FW1021 rules']);
  });

  test('are not two of one name', () => {
    const model = app(rule('gpu-yes', { size: 'large' }), rule('gpu-no', { size: 'small' }));
    expect(found(variantsOf(model, 'dev', fleet, ['gpu']))).toEqual(['FW1022 rules']);
  });

  test('there is exactly one for every cluster that there can be', () => {
    const values = (label: string) => fc.subarray([...(fleet.labels.get(label) ?? [])], { minLength: 1 });
    const when = fc.record(
      { size: values('size'), gpu: values('gpu'), kubernetes: values('kubernetes') },
      { requiredKeys: [] },
    );
    const one = (label: string) => fc.constantFrom(...(fleet.labels.get(label) ?? []));
    const cluster = fc.record({ size: one('size'), gpu: one('gpu'), kubernetes: one('kubernetes') });
    fc.assert(
      fc.property(
        fc.array(when, { maxLength: 4 }),
        fc.subarray(['gpu', 'kubernetes']),
        cluster,
        (conditions, reads, labels) => {
          const model = app(...conditions.map((condition, index) => rule(`r${index}`, condition)));
          const variants = valueOf(variantsOf(model, 'prod', fleet, reads));
          const rules = Object.fromEntries(model.rulesIn('prod').map(({ name, when }) => [name, when]));
          const taken = variants.filter(({ name }) => name === variantFor({ rules, reads }, labels));
          expect(taken).toHaveLength(1);
          expect(taken[0]?.rules).toEqual(
            model
              .rulesIn('prod')
              .filter((said) => holds(said.when, labels))
              .map(({ name }) => name),
          );
        },
      ),
    );
  });
});

test('a condition needs every label that it names', () => {
  expect(holds({}, {})).toBe(true);
  expect(holds({ size: ['large', 'huge'] }, { size: 'large', gpu: 'no' })).toBe(true);
  expect(holds({ size: ['large'] }, { gpu: 'no' })).toBe(false);
  expect(holds({ constructor: ['x'] }, {})).toBe(false);
});
