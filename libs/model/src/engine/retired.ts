import { fail, ok, type Result } from '@fleetwright/diagnostics';
import { checkDeclared, conditionOf } from './declared.ts';
import { diagnose } from './issues.ts';
import type { Path } from './origin.ts';
import { retiredSchemas } from './schema.ts';
import type { AppModel, FleetModel, PlatformModel, Source } from './types.ts';

/** A definition of what goes, validated: its shape, and every name it uses. Errors of the 1000s, as for others. */
export function resolveRetired(
  { file, input, define }: Source & { readonly define: 'app' | 'platform' },
  folder: string,
  fleet: FleetModel,
): Result<AppModel | PlatformModel> {
  const schema = retiredSchemas[define];
  const parsed = schema.safeParse(input);
  if (!parsed.success) {
    const locate = (path: Path) => ({ at: { file, path }, deleted: false });
    return fail(diagnose(parsed.error, { schema, value: input, path: [], locate }));
  }
  const said = parsed.data;
  const problems = checkDeclared(said, file, folder, fleet);
  if (problems.length > 0) return fail(problems);
  const model = {
    name: said.name,
    file,
    team: 'team' in said && typeof said.team === 'string' ? said.team : fleet.platform,
    addOn: said.addOn ?? false,
    placement: (said.placement ?? []).map(conditionOf),
    environments: [...fleet.environments.keys()].filter((name) => said.only?.includes(name) ?? true),
    origin: { file, path: [], layer: 'definition' as const },
    retired: { why: said.retired, namespace: said.namespace, leaving: [...new Set(said.leaving)].sort() },
    rulesIn: () => [],
    escapesIn: () => [],
    settings: (): never => {
      throw new Error(`${file} is retired: it has no settings`);
    },
  };
  return ok(define === 'platform' ? { ...model, define } : { ...model, define, images: new Map() });
}
