import { z } from 'zod';
import type { Encoded } from '../define/encode.ts';
import type { Path } from './origin.ts';
import { valueAt } from './words.ts';

/** The fields that the object at `path` may have: those of all members, where a union does not tell which one it is. */
export function fieldsAt(schema: z.core.$ZodType, value: Encoded, path: Path): string[] {
  const unwrapped = unwrap(schema, value);
  if (unwrapped instanceof z.ZodObject && path.length === 0) return Object.keys(unwrapped.shape);
  if (unwrapped instanceof z.ZodUnion && path.length === 0) {
    return [...new Set(unwrapped.options.flatMap((option) => fieldsAt(option, value, path)))];
  }
  const [key, ...rest] = path;
  if (key === undefined) return [];
  const next = below(unwrapped, key);
  return next ? fieldsAt(next, valueAt(value, [key]) ?? null, rest) : [];
}

function below(schema: z.core.$ZodType, key: string | number): z.core.$ZodType | undefined {
  if (isObjectSchema(schema)) return schema.shape[key];
  if (schema instanceof z.ZodRecord) return schema.valueType;
  return schema instanceof z.ZodArray ? schema.element : undefined;
}

/** Without wrappers, and of a union the member that the value belongs to. */
function unwrap(schema: z.core.$ZodType, value: Encoded): z.core.$ZodType {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodReadonly) {
    return unwrap(schema.def.innerType, value);
  }
  if (!(schema instanceof z.ZodUnion)) return schema;
  const type = valueAt(value, ['type']) ?? null;
  const member = schema.options.find((option) => {
    const candidate = unwrap(option, value);
    if (!isObjectSchema(candidate)) return false;
    const literal = candidate.shape['type'];
    return !(literal instanceof z.ZodLiteral) || literal.value === type;
  });
  return member ? unwrap(member, value) : schema;
}

function isObjectSchema(schema: z.core.$ZodType): schema is z.ZodObject<z.core.$ZodShape> {
  return schema instanceof z.ZodObject;
}
