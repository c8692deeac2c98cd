import type { Candidate } from './objects.ts';

/** An object that is wrong on purpose. */
export interface Plant {
  readonly candidate: Candidate;
  /** What is wrong with it, in words. */
  readonly wrong: string;
  /** In the message that refuses it for that, and for nothing else. */
  readonly says: RegExp;
}

const unknownField = /field not declared in schema|unknown field/;

/**
 * Objects that a server must refuse, or its word is worth nothing: a field, a value and a name that are wrong, and for every kind that
 * was sent one of its objects with a field too much, so that no kind is waved through.
 */
export function plants(sent: readonly Candidate[]): readonly Plant[] {
  const firsts = new Map(
    sent.toReversed().map((candidate) => [`${candidate.apiVersion} ${candidate.kind}`, candidate]),
  );
  const perKind = [...firsts.values()].map((candidate) => ({
    candidate: { ...candidate, yaml: `${candidate.yaml}fieldTooMuch: true\n`, places: [] },
    wrong: `${candidate.kind} ${candidate.name} with a field "fieldTooMuch"`,
    says: unknownField,
  }));
  return [...always, ...perKind];
}

const always: readonly Plant[] = [
  {
    candidate: planted('apps/v1', 'Deployment', 'planted', deployment()),
    wrong: 'a Deployment with spec.replica',
    says: unknownField,
  },
  {
    candidate: planted('v1', 'Service', 'planted', 'spec:\n  type: Loadbalancer\n  ports:\n  - port: 80\n'),
    wrong: 'a Service of type Loadbalancer',
    says: /Unsupported value/,
  },
  {
    candidate: planted('v1', 'ConfigMap', 'Planted_Name', 'data: {}\n'),
    wrong: 'a ConfigMap called Planted_Name',
    says: /RFC 1123/,
  },
];

function planted(apiVersion: string, kind: string, name: string, rest: string): Candidate {
  const head = `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata:\n  name: ${name}\n  namespace: default\n`;
  return { apiVersion, kind, namespace: 'default', name, yaml: head + rest, places: [] };
}

function deployment(): string {
  return `spec:
  replica: 2
  selector:
    matchLabels: {app: planted}
  template:
    metadata:
      labels: {app: planted}
    spec:
      containers:
      - name: planted
        image: planted:1
`;
}
