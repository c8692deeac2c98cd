import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Diagnostic, error, fail, nearest, ok, type Result } from '@fleetwright/diagnostics';
import { type FleetModel, resolveDefinition } from '@fleetwright/model/engine';
import { parseEntry, parsePath, sinceBeginning } from '@fleetwright/promotion';
import { openRepository } from '@fleetwright/workspace';
import type { Context } from '../context.ts';
import { exitCode, failed, type Outcome } from '../outcome.ts';
import { type AppType, appData, appSource, type ImageName, imagesSource, parseImage } from '../templates/app.ts';
import { loadVocabulary } from '../world.ts';
import { writeByHand } from '../write.ts';

/** Options of `new app`. */
export interface NewAppOptions {
  readonly name: string;
  /** Default: the only team, or the only one beside the platform team. */
  readonly team: string | undefined;
  readonly type: AppType;
  /** `name:tag`, with or without `@digest`. Default: a place to be filled in. */
  readonly image: string | undefined;
  readonly dryRun: boolean;
}

/** Begins an app: its definition and its images.yaml. Nothing is rendered. */
export async function newAppCommand(context: Context, options: NewAppOptions): Promise<Outcome> {
  const loaded = await loadVocabulary(context.root);
  if (!loaded.ok) return failed(loaded.errors);
  const { fleet } = loaded.value;
  const { name, type } = options;
  const chosen = chooseTeam(options.team, fleet);
  const team = chosen.ok ? chosen.value : fleet.platform;
  const app = { name, type, team };
  const image = options.image === undefined ? placeholder(name, team) : parseImage(options.image);
  const definition = `apps/${name}/app.ts`;
  const images = { file: `apps/${name}/images.yaml`, text: imagesSource(name, image) };
  const source = { file: definition, define: 'app', input: appData(app) } as const;
  const checked = resolveDefinition(source, name, fleet, images);
  // The files are not there yet, so there is no line to point to.
  const found = checked.ok ? [] : checked.errors;
  // The slot and the objects are named after it: a name that cannot be is told once.
  const ofName = found.filter(({ at }) => at?.path?.[0] === 'name');
  const wrong = (ofName.length > 0 ? ofName : found).map(withoutPlace);
  const problems = [...(chosen.ok ? [] : chosen.errors), ...wrong, ...taken(context.root, name)];
  if (problems.length > 0) return failed(problems);

  const files = new Map([
    [definition, appSource(app, fleet)],
    [images.file, images.text],
  ]);
  const document = { ...app, files: Object.fromEntries(files) };
  if (options.dryRun) return { exit: exitCode.ok, document, data: shown(files), diagnostics: [] };
  const written = await writeByHand(context, files);
  if (!written.ok) return failed(written.errors);
  const words = next(name, fleet, options.image === undefined ? images.file : undefined);
  return { exit: exitCode.ok, document, words, diagnostics: written.warnings };
}

function withoutPlace({ code, severity, message, hint }: Diagnostic): Diagnostic {
  return { code, severity, message, ...(hint !== undefined && { hint }) };
}

/** Takes the team that is asked for, or the one that nobody could mistake. */
function chooseTeam(asked: string | undefined, fleet: FleetModel): Result<string> {
  const teams = [...fleet.teams.keys()];
  if (asked === undefined) {
    const others = teams.filter((team) => team !== fleet.platform);
    const [only, ...more] = others.length > 0 ? others : teams;
    if (only !== undefined && more.length === 0) return ok(only);
    const hint = `say --team ${teams.join(' or --team ')}`;
    return fail([error('FW1013', 'which team owns the app is not said', hint, undefined)]);
  }
  if (teams.includes(asked)) return ok(asked);
  const near = nearest(asked, teams);
  const hint = `${near === undefined ? '' : `did you mean "${near}"? `}The teams are ${teams.join(', ')} (${fleet.file})`;
  return fail([error('FW1013', `the team "${asked}" is not declared`, hint, undefined)]);
}

/** Where the name is in use: a folder of an app, or what a stage holds of one, or held of one that is gone. */
function taken(root: string, name: string): Diagnostic[] {
  if (!/^[A-Za-z0-9-]+$/.test(name)) return []; // what is no name is told by the model
  const stages = join(root, 'clusters', 'stages');
  const holding = (existsSync(stages) ? readdirSync(stages) : []).filter((stage) =>
    existsSync(join(stages, stage, name)),
  );
  const places = existsSync(join(root, 'apps', name)) ? [`apps/${name}`] : [];
  if (holding.length > 0) places.push(`clusters/stages of ${holding.sort().join(', ')}`);
  // Where nothing is in the stages (behind `init`), a fleet is being begun, whose names none has had.
  if (places.length === 0 && existsSync(stages)) {
    const held = stagesThatHeld(root, name);
    if (held.length > 0) places.push(`an app that is gone had it, in ${held.join(', ')}`);
  }
  if (places.length === 0) return [];
  const hint = 'choose another: the name of an app is for ever, in every stage and on every cluster';
  return [error('FW5014', `the name "${name}" is taken: ${places.join(', ')}`, hint, undefined)];
}

/** Stages that have held something of an app since the fleet began, in code-unit order. */
function stagesThatHeld(root: string, name: string): readonly string[] {
  const repository = openRepository(root);
  if (!repository.ok) return []; // outside git nothing can have been held
  const { changes } = sinceBeginning(repository.value.treeHistory(['clusters/stages/*/*']));
  const stages = [...changes.keys()].flatMap((path) => {
    const place = parsePath(path);
    return place?.place === 'entry' && parseEntry(place.entry).app === name ? [place.stage] : [];
  });
  return [...new Set(stages)].sort();
}

function placeholder(name: string, team: string): ImageName {
  return { name: `registry.example.com/${team}/${name}`, tag: '0.1.0', digest: undefined };
}

function shown(files: ReadonlyMap<string, string>): string {
  return [...files].map(([path, text]) => `// ${path}\n${text}`).join('\n');
}

function next(name: string, fleet: FleetModel, images: string | undefined): string {
  const [first = 'dev'] = fleet.stages.keys();
  const steps = [
    ...(images === undefined ? [] : [`  ${images}: the image is made up, name yours`]),
    '  npx fleetwright render',
    `  git add apps/${name} && git commit -m '${name}: begin'`,
    `  npx fleetwright promote ${name} --to ${first}`,
  ];
  return `Began the app ${name} in apps/${name}.\nNext:\n${steps.join('\n')}\n`;
}
