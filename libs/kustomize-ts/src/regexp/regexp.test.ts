import { describe, expect, it } from 'vitest';
import { Refusal } from '../refusal.ts';
import { compileRegexp } from './regexp.ts';

function problemOf(pattern: string): string {
  try {
    compileRegexp(pattern);
  } catch (problem) {
    if (problem instanceof Refusal) return problem.message;
  }
  return '';
}

describe('compileRegexp', () => {
  // Each as `regexp.MatchString` of Go 1.26 answers.
  it.each<[pattern: string, yes: readonly string[], no: readonly string[]]>([
    ['^(?:web)$', ['web'], ['web2', 'aweb', '']],
    ['^(?:a|bc|)$', ['a', 'bc', ''], ['b', 'abc']],
    ['^(?:a)|(b)$', ['ax', 'xb'], ['xax']],
    ['web', ['web', 'my-web-2'], ['we', '']],
    ['^a.c$', ['abc', 'a😀c'], ['a\nc', 'ac']],
    ['(?s)^a.c$', ['a\nc'], []],
    ['(?m)^b$', ['a\nb\nc'], ['ab']],
    ['^b$', ['b'], ['a\nb\nc', 'b\n']],
    ['(?i)k', ['K', '\u212a'], ['x']],
    ['(?i)[^k]', ['x'], ['K', '\u212a']],
    ['(?i)\\w', ['\u017f'], ['-']],
    ['\\bfoo\\b', ['a foo b'], ['afoo']],
    ['\\Bfoo', ['afoo'], ['foo']],
    ['^[[:alpha:]]+\\d{2,3}$', ['ab12', 'a123'], ['a1', 'a1234', '12']],
    ['^[]a-c-]$', [']', 'b', '-'], ['d']],
    ['^\\p{Greek}\\PL$', ['α1'], ['αα', 'a1']],
    ['^[^\\d\\S]$', [' '], ['1', 'a']],
    ['^\\Qa.b*\\E+$', ['a.b*', 'a.b**'], ['axb']],
    ['^\\x41\\x{1F600}\\101\\.$', ['A😀A.'], ['A😀A!']],
    ['^(?P<n>a)(?<m>b)$', ['ab'], ['a']],
    ['^a{0}b{2,}$', ['bb', 'bbb'], ['ab', 'b']],
    ['^x{,2}$', ['x{,2}'], ['xx']],
    ['^(a*)*$', ['', 'aaa'], ['b']],
    ['a(?i)b(?-i)c|(?i:D)', ['aBc', 'd'], ['aBC', 'Abc']],
  ])('%s', (pattern, yes, no) => {
    const regexp = compileRegexp(pattern);
    expect(yes.filter((text) => !regexp.test(text))).toEqual([]);
    expect(no.filter((text) => regexp.test(text))).toEqual([]);
  });

  // The words of Go 1.26.
  it.each([
    ['^(?:()$', 'missing closing ): `^(?:()$`'],
    ['a)', 'unexpected ): `a)`'],
    ['a**', 'invalid nested repetition operator: `**`'],
    ['|*', 'missing argument to repetition operator: `*`'],
    ['a{1001}', 'invalid repeat count: `{1001}`'],
    ['(a{1000}){2}', 'invalid repeat count: `{2}`'],
    ['a{3,2}', 'invalid repeat count: `{3,2}`'],
    ['[z-a]', 'invalid character class range: `z-a`'],
    ['[a', 'missing closing ]: `[a`'],
    ['[[:foo:]]', 'invalid character class range: `[:foo:]`'],
    ['\\p{Foo}', 'invalid character class range: `\\p{Foo}`'],
    ['\\p{Old_Italic}', 'invalid character class range: `\\p{Old_Italic}`'],
    ['(?=a)', 'invalid or unsupported Perl syntax: `(?=`'],
    ['(?<n', 'invalid named capture: `(?<n`'],
    ['(?P<a-b>x)', 'invalid named capture: `(?P<a-b>`'],
    ['\\1', 'invalid escape sequence: `\\1`'],
    ['\\Z', 'invalid escape sequence: `\\Z`'],
    ['a\\', 'trailing backslash at end of expression: ``'],
    [`${'('.repeat(1001)}a${')'.repeat(1001)}`, 'expression nests too deeply'],
  ])('refuses %s', (pattern, words) => {
    expect(problemOf(pattern)).toContain(`error parsing regexp: ${words}`);
  });

  it('takes time proportional to the text', () => {
    const evil = compileRegexp('^(a+)+$');
    expect(evil.test(`${'a'.repeat(20_000)}b`)).toBe(false);
    expect(compileRegexp('(x+x+)+y').test('x'.repeat(20_000))).toBe(false);
  });

  it('reads groups in groups without end', () => {
    const deep = `${'(?:'.repeat(20_000)}a${')'.repeat(20_000)}`;
    expect(compileRegexp(deep).test('a')).toBe(true);
  });
});
