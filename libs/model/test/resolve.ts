import { type Diagnostic, format, type Result } from '@fleetwright/diagnostics';
import { type AppModel, type FleetModel, type PlatformModel, resolveDefinition, resolveFleet } from '../src/engine.ts';
import { type Encoded, encode } from '../src/index.ts';
import { fleet as input } from './fleet.ts';

/** The fleet of the tests, resolved. */
export const fleet: FleetModel = valueOf(resolveFleet({ file: 'clusters/fleet.ts', input: encode(input.input).value }));

/** The value, or a test that fails with the errors. */
export function valueOf<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(format(result.errors));
  return result.value;
}

/** An app `x` of the team shop, with the image slot `x` in images.yaml. */
export function resolveApp(
  fields: { [key: string]: Encoded },
  vocabulary = fleet,
  folder = 'x',
): Result<AppModel | PlatformModel> {
  const source = { define: 'app' as const, file: 'apps/x/app.ts', input: { name: 'x', team: 'shop', ...fields } };
  const digest = 'a'.repeat(64);
  return resolveDefinition(source, folder, vocabulary, {
    file: 'apps/x/images.yaml',
    text: `x: { name: shop/x, digest: 'sha256:${digest}' }\nloose: { name: shop/y, tag: v1 }\n`,
  });
}

/** The app, when there is nothing wrong with it. */
export function appOf(fields: { [key: string]: Encoded }, vocabulary = fleet): AppModel {
  const model = valueOf(resolveApp(fields, vocabulary));
  if (model.define !== 'app') throw new Error('not an app');
  return model;
}

/** Codes and places, such as `FW1017 processes.web.readiness.port`. */
export function found(result: Result<unknown>): string[] {
  const diagnostics: readonly Diagnostic[] = result.ok ? result.warnings : result.errors;
  return diagnostics
    .map(({ code, at }) => `${code} ${at?.line !== undefined ? `${at.line}:${at.column}` : at?.path?.join('.')}`)
    .sort();
}
