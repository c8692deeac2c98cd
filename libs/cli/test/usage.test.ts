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

it('flags that exclude each other are both named, and a value that is given twice', () => {
  const lines = [
    'render --check --watch',
    'render --check --force',
    'promote web --to dev --to staging',
    '--wait 1 status --wait 2',
    'rollback web --stage prod --cluster eu-1 --only-this --why INC-7',
    'unhold web --cluster eu-1 --stage dev',
    'retire web --stage dev --why old',
  ];
  const first = lines.map((line) => said(...line.split(' ')).split('\n')[0]);
  expect(first).toMatchInlineSnapshot(`
    [
      "64: error: --check and --watch exclude each other: one writes nothing, the other whatever was saved",
      "64: error: --check and --force exclude each other: one writes nothing, the other overwrites",
      "64: error: --to is given twice: dev and staging",
      "64: error: --wait is given twice: 1 and 2",
      "64: error: --cluster and --only-this exclude each other: a pin keeps every release of the stage from its cluster",
      "64: error: --cluster and --stage exclude each other: a pin ends whatever stage it is in",
      "64: error: --stage and --why exclude each other: the entry of a stage goes last, when all was said",
    ]
  `);
  const document = parse(['--json', 'render', 'web', '--watch'], '0');
  expect(document.type === 'print' && document.stdout).toMatch(/"--json and --watch exclude each other/);
  expect(said('render', 'hello', '--watch')).toBe('understood');
  expect(said('retire', 'web', '--confirm', 'a/b', '--confirm', 'a/c')).toBe('understood');
});

it('all that is missing is named at once, and that no command is given', () => {
  expect(said('why')).toMatch(/^64: error: why needs <app> and --stage <stage>\n/);
  expect(said('why', 'web')).toMatch(/--stage <stage>/);
  expect(said()).toMatch(/\nerror: no command is given\n$/);
  expect(said('new')).toMatch(/\nerror: no command is given to `new`\n$/);
});

it('--json may stand before the command, for all of them', () => {
  for (const line of ['--json status', 'status --json', '--wait 5 new --json stage x --from y'])
    expect(parse(line.split(' '), '0')).toMatchObject({ type: 'run', invocation: { json: true } });
  const none = parse(['--wait', '5', 'nope', '--json'], '0');
  expect(none.type === 'print' && JSON.parse(none.stdout)).toMatchObject({
    schema: 'fleetwright/usage/v1',
    diagnostics: [{ message: "unknown command 'nope'", hint: 'did you mean "move"?' }],
  });
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
