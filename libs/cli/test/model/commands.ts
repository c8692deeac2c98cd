import { faultyDisk } from '@fleetwright/workspace';
import fc from 'fast-check';
import { declareSplit, type Edit, edit, relocate } from './edits.ts';
import { clusterNames, firstStages, splitOff, stageNames } from './fleet.ts';
import type { Real } from './real.ts';
import { commit, expectAllWell, type Model, move, perform, type Step, step } from './steps.ts';

/* The steps of the model: what people do to a fleet, in any order. */

const stage = fc.constantFrom(...stageNames, ...firstStages);
const app = fc.constantFrom('web', 'web', 'web', 'api', 'base', 'fleet');
const cluster = fc.constantFrom(...clusterNames);
/** Whether what was done is left uncommitted. */
const left = fc.constantFrom(false, false, false, false, true);
const why = ['--why', 'INC-7'];

/** Changes definitions, then renders and commits, or does not. */
async function change(
  model: Model,
  real: Real,
  edits: Edit,
  how: 'saved' | 'rendered' | 'committed' | 'undone',
): Promise<boolean> {
  const before = real.state();
  edits(real);
  model.unrendered ||= real.state().tree !== before.tree;
  if (how === 'saved' || !(await perform(model, real, ['render']))) return false;
  if (how === 'committed' || how === 'undone') commit(model, real, 'Change definitions');
  return true;
}

const how = fc.constantFrom('committed', 'committed', 'committed', 'committed', 'rendered', 'saved');
const edits = fc
  .tuple(edit, how)
  .map(([[name, act], then]) =>
    step(`${name}, ${then}`, async (model, real) => void (await change(model, real, act, then))),
  );

const fixed: readonly Step[] = [
  step('render', async (model, real) => void (await perform(model, real, ['render']))),
  step('commit', async (model, real) => {
    commit(model, real, 'Commit');
    if (model.unrendered) return;
    // Everything is rendered and committed: nothing is left to be done.
    await perform(model, real, ['render']);
    if (real.tree.changed().length > 0) throw new Error(`a render changed ${real.tree.changed().join(', ')}`);
  }),
  step('wait', async (_model, real) => real.wait(4)),
  step('look', async (model, real) => {
    await perform(model, real, ['status']);
    await perform(model, real, ['why', 'web', '--stage', 'prod-eu']);
  }),
];

const only = fc.constantFrom<readonly string[]>(
  [],
  [],
  ['--only', 'config'],
  ['--only', 'images'],
  ['--skip-order', 'INC-7'],
);
const promotions = fc.oneof(
  stage.map((to) => ['promote', '--all-due', '--to', to]),
  fc.tuple(app, stage, only).map(([name, to, flags]) => ['promote', name, '--to', to, ...flags]),
);
/** All that is due, stage after stage. */
const train = fc.integer({ min: 1, max: 4 }).map((stages) =>
  step(`train to ${stageNames[stages - 1]}`, async (model, real) => {
    for (const to of stageNames.slice(0, stages)) {
      await move(model, real, ['promote', '--all-due', '--to', to], false);
      real.wait(3);
    }
  }),
);

/** Commits of the history, counted from the newest. */
const back = fc.constantFrom<readonly string[]>([], [], ['--to', 'HEAD~3'], ['--to', 'HEAD~8'], ['--to', 'HEAD~14']);
const flags = fc.constantFrom<readonly string[]>([], [], ['--only-this'], ['--cluster', 'eu-1'], ['--cluster', 'us-1']);
const until = fc.constantFrom<readonly string[]>([], [], ['--until', '2h']);
const place = fc.oneof(
  stage.map((of) => ['--stage', of]),
  fc.constant(['--all']),
);
const movements = fc.oneof(
  { weight: 4, arbitrary: promotions },
  {
    weight: 4,
    arbitrary: fc
      .tuple(app, stage, back, flags)
      .map(([name, of, to, more]) => ['rollback', name, '--stage', of, ...to, ...more, ...why]),
  },
  fc.tuple(app, cluster, back).map(([name, on, to]) => ['pin', name, '--cluster', on, ...to, ...why]),
  fc.tuple(app, stage, until).map(([name, of, end]) => ['hold', name, '--stage', of, ...end, ...why]),
  fc.tuple(app, stage).map(([name, of]) => ['hold', name, '--stage', of, '--release', 'HEAD', ...why]),
  place.map((where) => ['hold', ...where, ...why]),
);
/** `HEAD~3` as a commit of the history; git knows it, and users give shas. */
const resolved = (real: Real, args: readonly string[]): readonly string[] =>
  args.map((text) => {
    if (!/^HEAD(~\d+)?$/.test(text)) return text;
    const depth = Number(real.tree.git('rev-list', '--count', '--first-parent', 'HEAD'));
    return real.tree.git('rev-parse', `HEAD~${Math.min(Number(text.slice(5) || 0), depth - 1)}`).trim();
  });
const moves = fc
  .tuple(movements, left)
  .map(([args, leave]) =>
    step(
      `${args.join(' ')}${leave ? ', left' : ''}`,
      async (model, real) => void (await move(model, real, resolved(real, args), leave)),
    ),
  );

/** Ends a hold, a freeze or a pin that is there. */
const endings = fc.nat().map((number) =>
  step(`end hold ${number}`, async (model, real) => {
    const holds = [...real.state().files.keys()].filter((path) => /(\.hold|\/freeze)\.yaml$/.test(path)).sort();
    const [, , of = '', file = ''] = (holds[number % holds.length] ?? '').split('/');
    const [name = '', on] = file.replace('.hold.yaml', '').split('@');
    const where = on === undefined ? ['--stage', of] : ['--cluster', on];
    if (holds.length === 0) return;
    const args = file === '' ? ['--all'] : file === 'freeze.yaml' ? ['--stage', of] : [name, ...where];
    await move(model, real, ['unhold', ...args, '--yes'], false);
  }),
);

const relocations = fc
  .tuple(fc.constantFrom('canary-1', 'eu-1', 'eu-2', 'us-1'), fc.constantFrom('canary', 'prod-eu', 'prod-us'))
  .map(([name, to]) =>
    step(`${name} to ${to}`, async (model, real) => {
      if (!real.tree.read('clusters/fleet.ts').includes(`'${to}'`) && to === 'prod-us') return;
      const begun = real.tree.read('clusters/inventory.ts');
      const moved =
        (await change(model, real, relocate(name, to), 'committed')) &&
        (await move(model, real, ['move', name, '--to', to], false));
      if (moved) return;
      // As a person would who sees that it cannot be.
      await change(model, real, ({ tree }) => tree.write('clusters/inventory.ts', begun), 'undone');
    }),
  );
const split = step('new stage prod-us --from prod-eu', async (model, real) => {
  if (real.tree.read('clusters/fleet.ts').includes(splitOff)) return;
  const begun = ['clusters/fleet.ts', 'clusters/inventory.ts'].map((file) => [file, real.tree.read(file)] as const);
  const done =
    (await change(model, real, declareSplit, 'committed')) &&
    (await move(model, real, ['new', 'stage', 'prod-us', '--from', 'prod-eu'], false));
  if (done) return;
  await change(
    model,
    real,
    ({ tree }) => {
      for (const [file, text] of begun) tree.write(file, text);
    },
    'undone',
  );
});

/** The next thing to do to retire api. */
const retire = step('retire api', async (model, real) => {
  const ran = await real.run(['retire', 'api', '--dry-run', '--json']);
  const next = ran.stdout.split(/(?=\{\s*"step")/).find((text) => /"state": "next"/.test(text)) ?? '';
  const [, name] = /"step": "([\w-]+)"/.exec(next) ?? [];
  const [, of = ''] = /"stage": "([\w-]+)"/.exec(next) ?? [];
  if (name === 'declare') await move(model, real, ['retire', 'api', ...why], false);
  if (name === 'promote') await move(model, real, ['promote', 'api', '--to', of], false);
  if (name === 'remove') await move(model, real, ['retire', 'api', '--stage', of, '--yes'], false);
});

const generated = /^(apps\/[^/]+\/rendered|clusters\/(rendered|facts|overlays|hubs))\//;
/** Somebody edits a generated file: it is named, nothing is written, until --force says so. */
const byHand = fc.nat().map((number) =>
  step(`hand edit ${number}`, async (model, real) => {
    if (model.unrendered || real.tree.changed().length > 0) return;
    const files = [...real.state().files.keys()].filter((path) => generated.test(path)).sort();
    const file = files[number % files.length] ?? '';
    const [before, begun] = [real.state(), real.tree.read(file)];
    real.tree.write(file, `${begun}# by hand\n`);
    const ran = await real.run(['render']);
    if (ran.exit === 0 || !ran.stderr.includes(file))
      throw new Error(`the hand edit of ${file} was not named:\n${ran.stderr}`);
    if (real.tree.read(file) === begun) throw new Error(`the hand edit of ${file} was overwritten`);
    await perform(model, real, ['render', '--force']);
    if (real.state().tree !== before.tree) throw new Error(`render --force did not restore ${file}`);
  }),
);
/** Somebody edits what a stage holds: it is told, and no promotion starts from it. */
const inStage = fc.nat().map((number) =>
  step(`hand edit of a stage ${number}`, async (_model, real) => {
    if (real.tree.changed().length > 0) return;
    const files = [...real.state().files.keys()]
      .filter((path) => /^clusters\/stages\/[^/]+\/[^/]+\/.*\.yaml$/.test(path))
      .sort();
    const file = files[number % files.length] ?? '';
    real.tree.write(file, `${real.tree.read(file)}# by hand\n`);
    const ran = await real.run(['render', '--check']);
    if (ran.exit === 0 || !/FW3\d{3}/.test(ran.stderr))
      throw new Error(`the hand edit of ${file} was not told:\n${ran.stderr}`);
    real.tree.git('checkout', '--', file);
  }),
);

/** A run is killed at some call of the disk; the next command finishes what it began, or nothing was begun. */
const killed = fc
  .tuple(fc.oneof(fc.constant(['render']), movements), edit, fc.nat(120))
  .map(([args, [name, act], call]) =>
    step(`${name}, then ${args.join(' ')}, killed at call ${call}`, async (model, real) => {
      const how = args[0] === 'render' ? 'saved' : 'committed';
      if (!(await change(model, real, act, how)) && how === 'committed') return;
      const line = resolved(real, args);
      await real.run(line, faultyDisk(call, 'kill'));
      real.bury();
      // Any command finishes what was begun; this one then does the rest.
      const next = await real.run(['render']);
      if (next.exit !== 0) throw new Error(`after ${line.join(' ')}, killed at call ${call}:\n${next.stderr}`);
      model.unrendered = false;
      await expectAllWell(model, real, `${line.join(' ')}, killed at call ${call}`, real.state());
    }),
  );
/** Two at once: one waits for the other. */
const together = fc.tuple(movements, movements).map(([one, other]) =>
  step(`${one.join(' ')} & ${other.join(' ')}`, async (model, real) => {
    const before = real.state();
    const ran = await Promise.all([one, other].map((args) => real.run(resolved(real, args))));
    const line = `${one.join(' ')} (${ran[0]?.exit}) & ${other.join(' ')} (${ran[1]?.exit})`;
    if (ran.some(({ exit }) => ![0, 1, 64].includes(exit)))
      throw new Error(`${line}\n${ran.map(({ stderr }) => stderr).join('\n')}`);
    await expectAllWell(model, real, line, real.state(), before);
  }),
);

/** Sequences of steps. */
export function sequences(maxCommands: number, replayPath?: string): fc.Arbitrary<Iterable<Step>> {
  const often = [edits, edits, edits, train, moves, moves, moves, moves, moves, endings];
  const seldom = [relocations, fc.constant(split), fc.constant(retire), byHand, inStage, killed, together];
  const all = [...often, ...seldom, ...fixed.map((one) => fc.constant(one))];
  return fc.commands<Model, Real, false>(all, {
    maxCommands,
    size: 'max',
    ...(replayPath !== undefined && { replayPath }),
  });
}
