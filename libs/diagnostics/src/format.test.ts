import { describe, expect, it } from 'vitest';
import type { Diagnostic } from './diagnostic.ts';
import { format, sortDiagnostics } from './format.ts';
import { error, fail, hasErrors, warning } from './make.ts';

const file = 'apps/web/app.ts';
const found: readonly Diagnostic[] = [
  error('FW1013', 'there is no team "shpo"', 'did you mean "shop"?', { file, line: 12, column: 5 }),
  error('FW1011', 'must be a whole number', 'use a number', { file, line: 9, column: 14 }),
  error('FW1012', 'processes is missing', 'add it', { file, path: ['environments', 'prod', 0] }),
  warning('FW1032', '2 images have no digest', 'add digest: sha256:…\nor say why not', undefined),
  error('FW1013', 'there is no team "shpo"', 'did you mean "shop"?', { file, line: 12, column: 5 }),
  error('FW1001', 'does not parse', 'correct it', { file: 'apps/api/app.ts' }),
  error('FW1031', 'is not YAML', 'mend it', { file: 'apps/web/images.yaml', line: 3 }),
  { code: 'FW5002', severity: 'error', message: 'not inside a Fleetwright work tree' },
];

describe('format', () => {
  it('prints by place, repetitions once, hints below and aligned', () => {
    expect(format(found)).toBe(`warning FW1032: 2 images have no digest
  hint: add digest: sha256:…
        or say why not
error FW5002: not inside a Fleetwright work tree
apps/api/app.ts error FW1001: does not parse
  hint: correct it
apps/web/app.ts (environments.prod.0) error FW1012: processes is missing
  hint: add it
apps/web/app.ts:9:14 error FW1011: must be a whole number
  hint: use a number
apps/web/app.ts:12:5 error FW1013: there is no team "shpo"
  hint: did you mean "shop"?
apps/web/images.yaml:3 error FW1031: is not YAML
  hint: mend it
`);
  });

  it('prints the same text for the same set, in whatever order it was found', () => {
    expect(format(found.toReversed())).toBe(format(found));
    expect(sortDiagnostics(found.toReversed()).map(({ code }) => code)).toEqual(
      sortDiagnostics(found).map(({ code }) => code),
    );
  });

  it('keeps two diagnostics that differ in their hint alone', () => {
    const at = { file, line: 1 };
    const text = format([error('FW1010', 'no such field', 'a', at), error('FW1010', 'no such field', 'b', at)]);
    expect(text.match(/no such field/g)).toHaveLength(2);
    const reversed = [error('FW1010', 'no such field', 'b', at), error('FW1010', 'no such field', 'a', at)];
    expect(format(reversed)).toBe(text);
  });

  it('shows what a terminal would obey, and prints a message as one line', () => {
    const hostile = error(
      'FW1001',
      'throws "\u001b[2J\u009b2K\u0007\t…\n  line2\r\nline3 \u202e"\n',
      'mend \u001b[31mthis\nand\r that',
      { file: 'apps/\u001b]0;web\n/app.ts', path: ['a\u001bb'] },
    );
    const expected = String.raw`apps/\x1b]0;web ⏎ /app.ts (a\x1bb) error FW1001: throws "\x1b[2J\x9b2K\x07\x09… ⏎ line2 ⏎ line3 \u202e"
  hint: mend \x1b[31mthis
        and\x0d that
`;
    expect(format([hostile])).toBe(expected);
    // Of all escapes, only our own colours are left: on and off for place, severity and hint.
    expect(format([hostile], { color: true }).split('\u001b')).toHaveLength(7);
  });

  it('prints nothing of nothing', () => {
    expect(format([])).toBe('');
  });

  it('colours place, severity and hint when asked, and nothing else', () => {
    const [escape, end] = ['\u001b[', '\u001b[0m'];
    const diagnostics = [
      error('FW1010', 'no such field', 'leave it out', { file, line: 1, column: 2 }),
      warning('FW1032', 'no digest', 'add one', { file, line: 2, column: 2 }),
    ];
    expect(format(diagnostics, { color: true })).toBe(
      `${escape}1m${file}:1:2${end} ${escape}31merror${end} FW1010: no such field
  ${escape}36mhint${end}: leave it out
${escape}1m${file}:2:2${end} ${escape}33mwarning${end} FW1032: no digest
  ${escape}36mhint${end}: add one
`,
    );
    expect(format(diagnostics)).not.toContain(escape);
  });
});

it('only an error stops what is being done', () => {
  const warnings = [warning('FW1032', 'no digest', 'add one', undefined)];
  expect(hasErrors([])).toBe(false);
  expect(hasErrors(warnings)).toBe(false);
  expect(hasErrors([...warnings, error('FW1010', 'no such field', 'leave it out', undefined)])).toBe(true);
  expect(fail(warnings)).toEqual({ ok: false, errors: warnings });
});
