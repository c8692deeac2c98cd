/**
 * Types of Kubernetes objects, and whether an object is one that a version of Kubernetes accepts.
 * The types and tables are generated: tools/codegen, `npm run codegen`.
 */
export type * from './generated/kinds.gen.ts';
export { kinds, kubernetesVersions } from './generated/schemas.gen.ts';
export type { SchemaIssue } from './issue.ts';
export { type KindInfo, type KubernetesVersion, kindInfo } from './kind.ts';
export type { KubernetesObject } from './object.ts';
export { quantityValue } from './quantity.ts';
export { parseSchedule } from './schedule.ts';
export { validateObject } from './validate.ts';
