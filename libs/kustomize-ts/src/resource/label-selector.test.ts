import { describe, expect, it } from 'vitest';
import { Refusal } from '../refusal.ts';
import { parseLabelSelector } from './label-selector.ts';

const labels = new Map([
  ['app', 'web'],
  ['tier', 'a'],
  ['n', '5'],
  ['empty', ''],
]);

describe('parseLabelSelector', () => {
  it.each([
    ['', true],
    ['app=web', true],
    ['app == web , tier!=b', true],
    ['app=web,tier=b', false],
    ['tier in (b, a)', true],
    ['tier notin (b,a)', false],
    ['gone notin (b,a)', true],
    ['gone!=x', true],
    ['app', true],
    ['!app', false],
    ['!gone', true],
    ['gone=', false],
    ['empty=', true],
    ['empty in ()', true],
    ['empty in (x,)', true],
    ['n>4,n<6', true],
    ['n>5', false],
    ['app>1', false],
    ['in in (in)', false],
  ])('%s', (text, answer) => {
    expect(parseLabelSelector(text)(labels)).toBe(answer);
  });

  // The words of kustomize 5.8.1.
  it.each([
    ['a=b=c', "found '=', expected: ',' or 'end of string'"],
    ['a in b', "unable to parse requirement: found 'b' expected: '('"],
    ['a in (b', "unable to parse requirement: found '', expected: ',' or ')'"],
    ['a in (b c)', "unable to parse requirement: found 'c', expected: ',' or ')'"],
    ['!', "unable to parse requirement: found '', expected: identifier"],
    ['a,', "found '', expected: identifier after ','"],
    ['()', "found '(', expected: !, identifier, or 'end of string'"],
    ['a b', "unable to parse requirement: found 'b', expected: '=', '!=', '==', 'in', notin'"],
    ['/a=b', 'unable to parse requirement: invalid label key "/a": prefix part must be non-empty'],
    ['a/b/c', 'unable to parse requirement: invalid label key "a/b/c": a qualified name must consist of'],
    ['a=-b', 'unable to parse requirement: invalid label value: "-b": at key: "a": a valid label must be'],
    [`a=${'x'.repeat(64)}`, 'must be no more than 63 characters'],
    ['a>x', "unable to parse requirement: for 'Gt', 'Lt' operators, the value must be an integer"],
  ])('refuses %s', (text, words) => {
    expect(() => parseLabelSelector(text)).toThrow(Refusal);
    expect(() => parseLabelSelector(text)).toThrow(words);
  });
});
