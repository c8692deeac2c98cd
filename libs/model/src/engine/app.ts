import { type Diagnostic, fail, hasErrors, ok, type Result } from '@fleetwright/diagnostics';
import type { Encoded } from '../define/encode.ts';
import type { PlatformSettings } from '../define/settings.ts';
import { box } from './box.ts';
import type { Boxed } from './boxed.ts';
import { checkDeclared, conditionOf, isKnown, type Outer } from './declared.ts';
import { readEscapes, type ScopedEscape } from './escapes.ts';
import { checkImages, readImages } from './image-use.ts';
import { diagnose } from './issues.ts';
import { baseOf, knownProcesses, merge, type TweakLayer } from './layers.ts';
import type { Path } from './origin.ts';
import { isObject, type Node } from './override.ts';
import { resolveRetired } from './retired.ts';
import { appSchema, platformSchema, settingsFields } from './schema.ts';
import { type Checked, type Reached, settingsChecker } from './settings.ts';
import type { AppModel, AppSettings, FleetModel, PlatformModel, RuleModel, Source } from './types.ts';
import { combinations, tooMany } from './variants.ts';
import { valueAt } from './words.ts';

/** What an image file says, as text. */
interface ImageText {
  readonly file: string;
  readonly text: string;
}

/** A rule of a definition as it stands there. */
interface SaidRule extends RuleModel {
  readonly environment: string | undefined;
  readonly tweak: TweakLayer;
}

/** A definition taken apart: what it says at first, and everything that may change it. */
interface Parts {
  readonly outer: Outer;
  readonly base: Node;
  readonly environments: ReadonlyMap<string, TweakLayer>;
  readonly rules: readonly SaidRule[];
  readonly rendered: readonly string[];
}

/**
 * A definition, validated: its outer shape, every name it uses, and its settings after merging, for every environment and every
 * set of rules that can match there. Overrides that can never apply are validated over the definition alone.
 *
 * @param folder The name of the folder below `apps/` that it stands in.
 * @param images The app's images.yaml; `undefined` when there is none.
 * @returns Errors of the 1000s, and FW2013–FW2015 where the definition alone shows them; each points at the layer that said the
 * offending value. Warnings: FW1032, one for each image slot.
 */
export function resolveDefinition(
  source: Source & { readonly define: 'app' | 'platform' },
  folder: string,
  fleet: FleetModel,
  images: ImageText | undefined,
): Result<AppModel | PlatformModel> {
  const { file, input, define } = source;
  if (isObject(input) && Object.hasOwn(input, 'retired')) return resolveRetired(source, folder, fleet);
  const schema = define === 'app' ? appSchema : platformSchema;
  const parsed = schema.safeParse(input);
  if (!parsed.success || !isObject(input)) {
    const locate = (path: Path) => ({ at: { file, path }, deleted: false });
    return fail(parsed.error ? diagnose(parsed.error, { schema, value: input, path: [], locate }) : []);
  }
  const { parts, errors } = takeApart(parsed.data, input, source, fleet);
  const escapes = readEscapes(input, file, fleet);
  const settings = openSettings(parts, file, settingsChecker(define, parsed.data.name, fleet));
  const checked = checkSettings(parts, source, fleet, settings);
  const slots = readImages(images, folder);
  const problems = [
    ...checkDeclared(parsed.data, file, folder, fleet),
    ...errors,
    ...escapes.errors,
    ...checked.problems,
    ...slots.errors,
    ...(define === 'app' ? checkImages(checked.reached, slots, fleet) : []),
  ];
  const unique = distinct(problems);
  if (hasErrors(unique)) return fail(unique);
  return ok(modelOf(source, parts, { escapes: escapes.escapes, images: slots.images, fleet, settings }), unique);
}

function takeApart(
  outer: Outer,
  input: { readonly [key: string]: Encoded },
  source: Source & { define: 'app' | 'platform' },
  fleet: FleetModel,
) {
  const { file, define } = source;
  const base = baseOf(input, settingsFields[define], file);
  const errors: Diagnostic[] = [];
  const known = (layer: TweakLayer): TweakLayer => {
    const { tweak, errors: found } = knownProcesses(layer, base, file);
    errors.push(...found);
    return tweak;
  };
  const tweaks = isObject(input['environments']) ? Object.entries(input['environments']) : [];
  const environments = tweaks.map(([name, tweak]): [string, TweakLayer] => [
    name,
    known({ layer: `environment ${name}`, path: ['environments', name], tweak }),
  ]);
  const rules = (outer.rules ?? []).map(({ name, environment, when }, index): SaidRule => {
    const tweak = known({
      layer: `rule ${name}`,
      path: ['rules', index, 'set'],
      tweak: valueAt(input, ['rules', index, 'set']) ?? {},
    });
    return { name, environment, when: conditionOf(when), tweak };
  });
  const rendered = [...fleet.environments.keys()].filter((name) => outer.only?.includes(name) ?? true);
  const parts: Parts = { outer, base, environments: new Map(environments), rules, rendered };
  return { parts, errors };
}

function rulesIn(parts: Parts, environment: string): readonly SaidRule[] {
  return parts.rules.filter((rule) => rule.environment === undefined || rule.environment === environment);
}

/** The settings in an environment where the rules match, in the order of the definition. */
function mergedSettings(parts: Parts, file: string, environment: string, rules: readonly string[]): Node {
  const own = parts.environments.get(environment);
  const matching = rulesIn(parts, environment).filter((rule) => rules.includes(rule.name));
  return merge(parts.base, [...(own ? [own] : []), ...matching.map((rule) => rule.tweak)], file);
}

/** The settings of a definition, looked at. */
interface Settings {
  /** Those in an environment where the rules match, in the order of the definition. */
  in(this: void, environment: string, rules: readonly string[]): Checked;
  /** Any others. */
  check(this: void, settings: Node): Checked;
}

/** Every kind of every variant asks, and validating is most of what a definition costs: each settings are looked at once. */
function openSettings(parts: Parts, file: string, check: Settings['check']): Settings {
  const known = new Map<string, Checked>();
  const settingsIn = (environment: string, rules: readonly string[]): Checked => {
    const key = [environment, ...rules].join('/');
    const checked = known.get(key) ?? check(mergedSettings(parts, file, environment, rules));
    known.set(key, checked);
    return checked;
  };
  return { in: settingsIn, check };
}

function checkSettings(parts: Parts, { file }: Source, fleet: FleetModel, settings: Settings) {
  const problems: Diagnostic[] = [];
  const reached: Reached[] = [];
  const applied = new Set<TweakLayer>();
  for (const environment of parts.rendered) {
    const rules = rulesIn(parts, environment).filter((rule) => isKnown(rule.when, fleet));
    const sets = combinations(rules, [], fleet.labels);
    if (!sets) problems.push(tooMany(file, environment));
    for (const set of sets ?? []) {
      const checked = settings.in(environment, set.rules);
      problems.push(...checked.problems);
      reached.push({ ...checked, environment });
      for (const rule of rules) if (set.rules.includes(rule.name)) applied.add(rule.tweak);
    }
    const own = parts.environments.get(environment);
    if (own) applied.add(own);
  }
  if (reached.length === 0) problems.push(...settings.check(parts.base).problems);
  const never = [...parts.environments.values(), ...parts.rules.map((rule) => rule.tweak)].filter(
    (tweak) => !applied.has(tweak),
  );
  for (const tweak of never) {
    const found = settings.check(merge(parts.base, [tweak], file)).problems;
    problems.push(...found.filter(({ at }) => tweak.path.every((key, index) => at?.path?.[index] === key)));
  }
  return { problems, reached };
}

/** What else the model needs. */
interface Known {
  readonly escapes: readonly ScopedEscape[];
  readonly images: AppModel['images'];
  readonly fleet: FleetModel;
  readonly settings: Settings;
}

function modelOf(
  { define, file }: Source & { readonly define: 'app' | 'platform' },
  parts: Parts,
  { escapes, images, fleet, settings: checked }: Known,
): AppModel | PlatformModel {
  const { outer, rendered } = parts;
  const shared = {
    name: outer.name,
    file,
    team: 'team' in outer ? outer.team : fleet.platform,
    addOn: outer.addOn ?? false,
    placement: (outer.placement ?? []).map(conditionOf),
    environments: rendered,
    origin: { file, path: [], layer: 'definition' as const },
    rulesIn: (environment: string) => rulesIn(parts, environment).map(({ name, when }) => ({ name, when })),
    escapesIn: (environment: string) =>
      escapes.filter(({ only }) => only?.includes(environment) ?? true).map(({ escape }) => escape),
  };
  const known = new Map<string, AppSettings & Boxed<PlatformSettings>>();
  function settings(environment: string, rules: readonly string[]): AppSettings & Boxed<PlatformSettings> {
    const key = [environment, ...rules].join('/');
    const found = known.get(key) ?? settingsOf(environment, rules);
    known.set(key, found);
    return found;
  }
  function settingsOf(environment: string, rules: readonly string[]): AppSettings & Boxed<PlatformSettings>;
  function settingsOf(environment: string, rules: readonly string[]): unknown {
    const { data, settings: merged } = checked.in(environment, rules);
    if (data === undefined)
      throw new Error(`${file}: the settings for ${environment} [${rules.join(', ')}] are not valid`);
    const namespace = fleet.environments.get(environment)?.namespace ?? '';
    // The schemas, which Proof keeps equal to the interfaces, have seen the data; boxing keeps its shape.
    return box(define === 'app' ? { namespace, ...data } : data, merged);
  }
  if (define === 'platform') return { ...shared, define, settings };
  return { ...shared, define, images, settings };
}

function distinct(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const byText = new Map(diagnostics.map((diagnostic) => [JSON.stringify(diagnostic), diagnostic]));
  return [...byText.values()];
}
