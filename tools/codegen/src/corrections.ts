import type { Merged } from './merge.ts';

/** Where a package says something else than the definitions that its project publishes. */
interface Correction {
  /** The module of the object. */
  readonly object: string;
  readonly fields: readonly string[];
  /** `text`: an optional string is added. */
  readonly change: 'remove' | 'text';
}

const argo = 'ComGithubArgoprojArgoCdV3PkgApisApplicationV1alpha1';
const gateway = 'IoK8sSigsGatewayApiApisV1';

/** Compared with the published definitions by libs/schemas/test/crds.test.ts. */
const corrections: readonly Correction[] = [
  // The package's generator takes a field that is called "description" for the keyword of JSON Schema, and drops it.
  { object: `${argo}AppProjectSpec`, fields: ['description'], change: 'text' },
  { object: `${argo}ProjectRole`, fields: ['description'], change: 'text' },
  { object: `${argo}SyncWindow`, fields: ['description'], change: 'text' },
  // Experimental: the standard channel does not have them, and an API server drops them from an object without a word.
  { object: `${gateway}CommonRouteSpec`, fields: ['useDefaultGateways'], change: 'remove' },
  { object: `${gateway}GRPCRouteRule`, fields: ['sessionPersistence'], change: 'remove' },
  { object: `${gateway}GRPCRouteSpec`, fields: ['useDefaultGateways'], change: 'remove' },
  { object: `${gateway}GatewaySpec`, fields: ['defaultScope'], change: 'remove' },
  { object: `${gateway}HTTPRouteFilter`, fields: ['externalAuth'], change: 'remove' },
  { object: `${gateway}HTTPRouteRule`, fields: ['retry', 'sessionPersistence'], change: 'remove' },
  { object: `${gateway}HTTPRouteSpec`, fields: ['useDefaultGateways'], change: 'remove' },
];

/** Applies all corrections. Throws for one that is no longer needed, so that the list stays true. */
export function correct(definitions: Map<string, Merged>, versions: readonly string[]): void {
  for (const { object, fields, change } of corrections) {
    const definition = definitions.get(object);
    if (!definition || 'alias' in definition) throw new Error(`no object ${object} to correct`);
    const corrected = new Map(definition.fields);
    for (const field of fields) {
      if (corrected.has(field) !== (change === 'remove')) throw new Error(`${object}.${field} needs no correction`);
      if (change === 'remove') corrected.delete(field);
      else corrected.set(field, [{ schema: { type: 'scalar', scalar: 'string' }, required: false, versions }]);
    }
    definitions.set(object, { fields: corrected });
  }
}
