import { setImmediate } from 'node:timers/promises';
import type { Diagnostic } from '@fleetwright/diagnostics';
import { error } from '@fleetwright/diagnostics';
import type { encode as Encode } from '@fleetwright/model';
import { Failed, failure, messageOf, stackOf } from './failure.ts';
import { placeOfName } from './place.ts';
import type { Define, Job, Outcome } from './protocol.ts';
import { createRealm, type Realm } from './realm.ts';
import { modelPackage } from './resolve.ts';
import type { Sources } from './sources.ts';

/** Rejections that nobody handled since the last definition; the process's own listener collects them. */
const rejections: unknown[] = [];
process.on('unhandledRejection', (reason) => rejections.push(reason));

/**
 * Evaluates one definition in a realm of its own and gives it as plain data, or every reason why not. Ends when nothing
 * in the realm can go on; endless loops and endless allocation are for the pool to stop.
 */
export async function evaluateDefinition(job: Job, sources: Sources, timeoutMs: number): Promise<Outcome> {
  rejections.length = 0;
  const realm = createRealm(sources, timeoutMs);
  const model = (await realm.evaluateLibrary(modelPackage)).namespace;
  if (!isModel(model)) throw new TypeError(`${modelPackage} lacks encode or FactUsedError`);
  const diagnostics: Diagnostic[] = [];
  const settled = await settle(realm.evaluate(job.file));
  let definition: Outcome['definition'];
  try {
    if (settled.kind === 'pending') diagnostics.push(failure.neverEnds(job.file));
    else if (settled.kind === 'rejected') throw settled.reason;
    else definition = take(job, settled.value.namespace, model, diagnostics);
  } catch (cause) {
    diagnostics.push(...explain(job.file, cause, realm, model, sources));
  }
  diagnostics.push(...realm.fence.uses.map((use) => failure.used(job.file, use)));
  // Said once: what a use threw comes back as a rejection.
  if (diagnostics.length === 0) diagnostics.push(...rejections.map((reason) => failure.rejected(job.file, reason)));
  return { ...(definition && diagnostics.length === 0 && { definition }), diagnostics };
}

/** What is used of the model that was loaded into the realm; another copy would not know its facts. */
interface Model {
  readonly encode: typeof Encode;
  readonly FactUsedError: new (fact: string) => Error;
}

function isModel(namespace: object): namespace is Model {
  const has = (name: string): boolean => typeof Reflect.get(namespace, name) === 'function';
  return has('encode') && has('FactUsedError');
}

type Settled<T> =
  | { readonly kind: 'fulfilled'; readonly value: T }
  | { readonly kind: 'rejected'; readonly reason: unknown }
  | { readonly kind: 'pending' };

/** A realm has no timers and no input: when the queue of microtasks is empty, what is pending stays so. */
async function settle<T>(promise: Promise<T>): Promise<Settled<T>> {
  let settled: Settled<T> = { kind: 'pending' };
  promise.then(
    (value) => (settled = { kind: 'fulfilled', value }),
    (reason: unknown) => (settled = { kind: 'rejected', reason }),
  );
  await setImmediate();
  await setImmediate(); // rejections are told after the microtasks of the first round
  return settled;
}

function take(job: Job, namespace: object, model: Model, diagnostics: Diagnostic[]): Outcome['definition'] {
  const found: unknown = Reflect.get(namespace, job.export);
  const define = definedBy(found);
  if (define === undefined || !job.expected.includes(define) || typeof found !== 'object' || found === null) {
    diagnostics.push(notDefined(job, define));
    return undefined;
  }
  const { value, problems } = model.encode(Reflect.get(found, 'input'));
  diagnostics.push(...problems.map((problem) => failure.notData(job.file, problem)));
  return { define, input: value };
}

const defines: readonly Define[] = ['fleet', 'inventory', 'app', 'platform'];

function definedBy(found: unknown): Define | undefined {
  if (typeof found !== 'object' || found === null || !('input' in found) || !('define' in found)) return undefined;
  return defines.find((define) => define === found.define);
}

function notDefined(job: Job, define: Define | undefined): Diagnostic {
  const call = { fleet: 'defineFleet', inventory: 'defineInventory', app: 'defineApp', platform: 'definePlatform' };
  const calls = job.expected.map((expected) => `${call[expected]}({ … })`).join(' or ');
  const [what, line] =
    job.export === 'fleet' ? ['the export "fleet"', 'export const fleet ='] : ['the default export', 'export default'];
  const found = define === undefined ? 'is not there or is no definition' : `is made by ${call[define]}`;
  // Nothing in particular is wrong: the call that makes the definition, or the first line, is where to look.
  return error('FW1001', `${what} ${found}`, `write: ${line} ${calls}`, { file: job.file, path: [] });
}

function explain(file: string, cause: unknown, realm: Realm, model: Model, sources: Sources): readonly Diagnostic[] {
  if (cause instanceof Failed) return cause.diagnostics;
  if (realm.fence.uses.length > 0) return []; // told from the fence's own notes
  if (cause instanceof model.FactUsedError) return [failure.factUsed(file, cause.message, stackOf(cause))];
  const [, specifier, name] =
    /^SyntaxError: The requested module '(.+?)' .* '?([\w$]+)'?$/.exec(messageOf(cause)) ?? [];
  if (specifier === undefined || name === undefined) return [failure.thrown(file, cause)];
  // V8 does not say which module asked for it.
  for (const importer of realm.files()) {
    const source = sources.definition(importer);
    const place = source.ok && source.value ? placeOfName(importer, source.value.text, name, specifier) : undefined;
    if (place) return [failure.missingExport(file, name, specifier, place)];
  }
  return [failure.missingExport(file, name, specifier, { file })];
}
