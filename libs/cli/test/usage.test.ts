import { expect, it } from 'vitest';
import { parse } from '../src/cli.ts';

/** What is printed about a command line that cannot be understood. */
function said(...args: string[]): string {
  const parsed = parse(args, '0');
  if (parsed.type !== 'print') return 'understood';
  return `${parsed.exit}: ${parsed.stderr}`;
}

it('whoever holds says why, and where; an example shows how', () => {
  const lines = [
    ['rollback', 'web', '--stage', 'prod'],
    ['rollback', 'web', '--stage', 'prod', '--why', ' '],
    ['pin', 'web', '--cluster', 'eu-1'],
    ['hold', '--all'],
    ['hold', 'web', '--why', 'INC-7'],
    ['hold', 'web', '--all', '--why', 'INC-7'],
    ['hold', '--stage', 'prod', '--release', '74ac599', '--why', 'INC-7'],
    ['hold', '--stage', 'prod', '--why', 'INC-7', '--until', 'tomorrow'],
    ['unhold', '--cluster', 'eu-1'],
    ['unhold', 'web'],
    ['promote', 'web', '--to', 'prod', '--skip-order', ''],
    ['promote', 'web', '--to', 'prod', '--only', 'both'],
    ['promote', '--to', 'prod'],
    ['promote', 'web', '--all-due', '--to', 'prod'],
  ];
  expect(
    lines.map((line) => said(...line).replace('Run with --help to see what there is.\n', '')),
  ).toMatchInlineSnapshot(`
    [
      "64: error: say why, with --why <reason>
    for example: fleetwright rollback web --stage prod --why "INC-7: orders fail"
    ",
      "64: error: say why, with --why <reason>
    for example: fleetwright rollback web --stage prod --why "INC-7: orders fail"
    ",
      "64: error: say why, with --why <reason>
    for example: fleetwright pin web --cluster eu-1 --why "INC-7: orders fail"
    ",
      "64: error: say why, with --why <reason>
    for example: fleetwright hold --all --why "INC-7: orders fail"
    ",
      "64: error: say where: --stage <stage>
    for example: fleetwright hold web --stage prod-eu
    ",
      "64: error: an app is held in one stage
    for example: fleetwright hold web --stage prod-eu
    ",
      "64: error: --release needs the app that it is of
    for example: fleetwright hold web-app --stage prod --release 74ac599
    ",
      "64: error: option '--until <when>' argument 'tomorrow' is invalid. a duration (2h, 3d), a day (2026-12-01) or a time (2026-12-01T09:00Z) is wanted.
    ",
      "64: error: --cluster needs the app that is pinned
    for example: fleetwright unhold web-app --cluster eu-1
    ",
      "64: error: say where: --stage <stage>
    for example: fleetwright unhold web --stage prod-eu
    ",
      "64: error: --skip-order says why, in words
    for example: fleetwright promote web --to prod --skip-order "INC-7: mended there first"
    ",
      "64: error: option '--only <half>' argument 'both' is invalid. Allowed choices are config, images.
    ",
      "64: error: name the apps to promote, or pass --all-due
    ",
      "64: error: name apps or pass --all-due, not both
    ",
    ]
  `);
  const fine = ['hold', '--stage', 'prod', '--why', 'INC-7', '--until', '2h'];
  expect(said(...fine)).toBe('understood');
});

it('with --json a mistake in usage is one document too', () => {
  const parsed = parse(['hold', 'web', '--json', '--stage', 'prod'], '0');
  expect(parsed).toMatchObject({ type: 'print', stderr: '', exit: 64 });
  expect(parsed.type === 'print' && JSON.parse(parsed.stdout)).toEqual({
    schema: 'fleetwright/hold/v1',
    exit: 64,
    diagnostics: [
      {
        code: 'FW5015',
        severity: 'error',
        message: 'say why, with --why <reason>',
        hint: 'for example: fleetwright hold web --stage prod --why "INC-7: orders fail"',
      },
    ],
  });
  const group = parse(['new', 'stage', '--json', 'x'], '0');
  expect(group.type === 'print' && JSON.parse(group.stdout)).toMatchObject({
    schema: 'fleetwright/new-stage/v1',
    diagnostics: [{ hint: 'fleetwright new stage --help' }],
  });
});
