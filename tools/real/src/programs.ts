import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../../..');

/** Where binaries are, one file per name of {@link binaries}. Ignored by git. */
export const binFolder = join(root, '.cache/real/bin');

/** Where fleets are, a folder for each name. Ignored by git. */
export const fleetsFolder = join(root, '.cache/real/fleets');

/** The repository that this is. */
export const repositoryRoot = root;

/** Where CustomResourceDefinitions are: `crds` in the folder that FLEETWRIGHT_SHARED names, by default `../shared` beside the repository. */
export const crdsFolder = resolve(root, process.env['FLEETWRIGHT_SHARED'] ?? '../shared', 'crds');

/** A program that is built from one of the modules in `programs/`. */
export interface Binary {
  readonly name: string;
  /** The folder below `programs/` whose go.mod pins it. */
  readonly module: string;
  /** Go's name of its package main. */
  readonly package: string;
  /** What the linker is told, beside `-s -w`. */
  readonly flags: readonly string[];
  /** What is changed in its sources before they are compiled; nothing unless it is said here. */
  readonly edits?: readonly Edit[];
}

/** A piece of a module's sources that is compiled otherwise than it is published. */
export interface Edit {
  /** Go's name of the module. */
  readonly module: string;
  /** Path in the module. */
  readonly file: string;
  /** Must be there exactly once. */
  readonly from: string;
  readonly to: string;
}

// Without these the API server takes itself for v0.0.0 and clients for another, and features go by that.
const kubernetes = [
  '-X k8s.io/component-base/version.gitVersion=v1.36.3',
  '-X k8s.io/component-base/version.gitMajor=1',
  '-X k8s.io/component-base/version.gitMinor=36',
  '-X k8s.io/client-go/pkg/version.gitVersion=v1.36.3',
];

// Both have ports for metrics whose address no flag tells, and with the published one the whole network could reach them.
const metricsOfArgoCd: Edit = {
  module: 'github.com/argoproj/argo-cd/v3',
  file: 'controller/appcontroller.go',
  from: '"0.0.0.0:%d"',
  to: '"127.0.0.1:%d"',
};
const metricsOfRollouts: Edit = {
  module: 'github.com/argoproj/argo-rollouts',
  file: 'controller/controller.go',
  from: '"0.0.0.0:%d"',
  to: '"127.0.0.1:%d"',
};

/** Every program that is built, by its name. */
export const binaries = {
  etcd: { module: 'kubernetes', package: 'go.etcd.io/etcd/server/v3', flags: [] },
  'kube-apiserver': { module: 'kubernetes', package: 'k8s.io/kubernetes/cmd/kube-apiserver', flags: kubernetes },
  'kube-controller-manager': {
    module: 'kubernetes',
    package: 'k8s.io/kubernetes/cmd/kube-controller-manager',
    flags: kubernetes,
  },
  'kube-scheduler': { module: 'kubernetes', package: 'k8s.io/kubernetes/cmd/kube-scheduler', flags: kubernetes },
  kubectl: { module: 'kubernetes', package: 'k8s.io/kubernetes/cmd/kubectl', flags: kubernetes },
  argocd: {
    module: 'argo-cd',
    package: 'github.com/argoproj/argo-cd/v3/cmd',
    flags: ['-X github.com/argoproj/argo-cd/v3/common.version=3.2.11'],
    edits: [metricsOfArgoCd],
  },
  kwok: { module: 'kwok', package: 'sigs.k8s.io/kwok/cmd/kwok', flags: [] },
  'rollouts-controller': {
    module: 'argo-rollouts',
    package: 'github.com/argoproj/argo-rollouts/cmd/rollouts-controller',
    flags: [],
    edits: [metricsOfRollouts],
  },
} as const satisfies Record<string, Omit<Binary, 'name'>>;

/** The name of a program that we build. */
export type BinaryName = keyof typeof binaries;

/** The path of a binary, built or not. */
export function binary(name: BinaryName): string {
  return join(binFolder, name);
}
