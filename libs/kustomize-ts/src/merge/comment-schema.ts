import type { Comments } from '../yaml/node.ts';
import { member, schemaNode } from './definitions.ts';
import type { Schema, SchemaNode } from './schema.ts';

/**
 * The schema that a comment beside a value, else above it, gives it: JSON, or the name of a setter (`{"$openapi":"replicas"}`). Other comments
 * are comments. As kyaml/fieldmeta/fieldmeta.go reads them.
 */
export function commentSchema(comments: Comments | undefined, types: Schema): SchemaNode | undefined {
  const comment = comments === undefined ? '' : (comments.line ?? '') || (comments.head ?? '');
  // Nearly all comments are prose
  if (!comment.includes('{')) return undefined;
  const json = parse(comment.replace(/^#+/, ''));
  if (json === undefined || Object.keys(json).length === 0) return undefined;
  const ref = refOf(json);
  return (ref === undefined ? undefined : types.resolve(ref)) ?? schemaNode(json, (inner) => types.resolve(inner));
}

function refOf(json: object): string | undefined {
  const values: readonly unknown[] = Object.values(json);
  const setter = member(json, '$openapi');
  if (typeof setter === 'string' && setter !== '' && values.every((value) => typeof value === 'string')) {
    return `#/definitions/io.k8s.cli.setters.${setter}`;
  }
  const ref = member(json, '$ref');
  return typeof ref === 'string' ? ref : undefined;
}

function parse(text: string): object | undefined {
  try {
    const json: unknown = JSON.parse(text);
    return typeof json === 'object' && json !== null && !Array.isArray(json) ? json : undefined;
  } catch {
    return undefined;
  }
}
