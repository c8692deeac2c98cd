import type { BuildOptions } from '../../src/index.ts';

/** A tree that cannot be built in `app`, or has something in it that does nothing. */
export interface BrokenTree {
  readonly files: Readonly<Record<string, string>>;
  readonly options?: BuildOptions;
}

export const configMap = (name: string, rest = ''): string =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\n${rest}`;
export const deployment = (name: string): string => `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
spec:
  template:
    spec:
      containers:
      - name: web
        image: registry.example.com/web:v1
`;

/** The kustomization `app`, which has a ConfigMap `one`, a Deployment `web`, and what is said here. */
export function app(rest: string, files: Readonly<Record<string, string>> = {}): BrokenTree {
  return {
    files: {
      'app/kustomization.yaml': `resources:\n- one.yaml\n- web.yaml\n${rest}`,
      'app/one.yaml': configMap('one', 'data:\n  a: "1"\n'),
      'app/web.yaml': deployment('web'),
      ...files,
    },
  };
}

export const plugin = (kind: string, rest: string): string =>
  `apiVersion: builtin\nkind: ${kind}\nmetadata:\n  name: plugin\n${rest}`;
