import { type Encoded, encode } from '@fleetwright/model';
import type { Condition } from '@fleetwright/model/engine';
import { type Data, literal } from './literal.ts';

/** An app that goes; fields that are `undefined` are not said. */
export interface RetiredDefinition {
  readonly name: string;
  /** `undefined`: a platform app, which belongs to the platform team. */
  readonly team: string | undefined;
  /** Why it goes. */
  readonly retired: string;
  readonly namespace: string | undefined;
  readonly leaving: readonly string[] | undefined;
  readonly only: readonly string[] | undefined;
  readonly placement: readonly Condition[] | undefined;
  readonly addOn: true | undefined;
}

/** The definition as data: what can be validated before it is written. */
export function retiredData(app: RetiredDefinition): Encoded {
  const said = Object.entries(app).filter(([, value]) => value !== undefined);
  return encode(Object.fromEntries(said)).value;
}

/** The text of `apps/<name>/app.ts`. */
export function retiredText(app: RetiredDefinition): string {
  const define = app.team === undefined ? 'definePlatform' : 'defineApp';
  const fields: { readonly [field: string]: Data | undefined } = { ...app };
  return `import { ${define} } from '#fleet';

/** \`fleetwright retire ${app.name}\` shows what is left to do. */
export default ${define}(${literal(fields, { expand: 1 })});
`;
}
