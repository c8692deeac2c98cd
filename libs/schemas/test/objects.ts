import { type Kinds, kinds } from '../src/index.ts';

export const labels: Readonly<Record<string, string>> = { app: 'web' };

/** A Deployment that is right, with these fields in its only container, pod and spec. */
export function deployment(container: object = {}, pod: object = {}, spec: object = {}): object {
  const containers = [{ name: 'web', image: 'web:1', ...container }];
  const template = { metadata: { labels }, spec: { containers, ...pod } };
  return object('Deployment', { spec: { selector: { matchLabels: labels }, template, ...spec } });
}

/** An object called "web" with these fields. */
export function object(kind: keyof Kinds, fields: object, metadata: object = {}): object {
  return { apiVersion: kinds[kind].apiVersion, kind, metadata: { name: 'web', ...metadata }, ...fields };
}
