import { emitSchemas } from './emit-schemas.ts';
import { emitTypes } from './emit-types.ts';
import { buildModel, type Sources } from './model.ts';

/** File name below libs/schemas/src/generated → text. The same sources give the same bytes. */
export function generate(sources: Sources): ReadonlyMap<string, string> {
  const model = buildModel(sources);
  return new Map([
    ['kinds.gen.ts', emitTypes(model)],
    ['schemas.gen.ts', emitSchemas(model)],
  ]);
}
