import { parseAllDocuments } from 'yaml';
import { z } from 'zod';

/** A probe: one handler and its timing. */
const probe = z.object({
  httpGet: z
    .object({
      path: z.string().default('/'),
      port: z.union([z.number(), z.string()]),
      scheme: z.string().default('HTTP'),
      httpHeaders: z.array(z.object({ name: z.string(), value: z.string() })).default([]),
    })
    .optional(),
  grpc: z.object({ port: z.number(), service: z.string().default('') }).optional(),
  tcpSocket: z.object({ port: z.union([z.number(), z.string()]) }).optional(),
  exec: z.object({ command: z.array(z.string()) }).optional(),
  initialDelaySeconds: z.number().default(0),
  periodSeconds: z.number().default(10),
  timeoutSeconds: z.number().default(1),
  successThreshold: z.number().default(1),
  failureThreshold: z.number().default(3),
});

const quantities = z.record(z.string(), z.string()).default({});
const named = z.object({ name: z.string() });

const container = z.object({
  name: z.string(),
  image: z.string(),
  command: z.array(z.string()).optional(),
  args: z.array(z.string()).optional(),
  ports: z
    .array(z.object({ name: z.string().optional(), containerPort: z.number(), protocol: z.string().default('TCP') }))
    .default([]),
  env: z
    .array(z.object({ name: z.string(), value: z.string().default(''), valueFrom: z.unknown().optional() }))
    .default([]),
  envFrom: z
    .array(z.object({ prefix: z.string().default(''), configMapRef: named.optional(), secretRef: named.optional() }))
    .default([]),
  readinessProbe: probe.optional(),
  livenessProbe: probe.optional(),
  startupProbe: probe.optional(),
  resources: z.object({ requests: quantities, limits: quantities }).default({ requests: {}, limits: {} }),
});

const pod = z.object({ containers: z.array(container), initContainers: z.array(container).default([]) });

const workload = z.object({
  kind: z.enum(['Deployment', 'StatefulSet']),
  metadata: named,
  spec: z.object({ template: z.object({ spec: pod }) }),
});

const service = z.object({
  kind: z.literal('Service'),
  metadata: named,
  spec: z.object({
    ports: z
      .array(
        z.object({
          name: z.string().default(''),
          port: z.number(),
          targetPort: z.union([z.number(), z.string()]).optional(),
          protocol: z.string().default('TCP'),
        }),
      )
      .default([]),
  }),
});

const configMap = z.object({
  kind: z.literal('ConfigMap'),
  metadata: named,
  data: z.record(z.string(), z.string()).default({}),
});

/** Of the objects of a shop, what the comparison reads; defaults of Kubernetes are filled in. */
const objects = z.discriminatedUnion('kind', [workload, service, configMap]);

/** A probe of a container. */
export type Probe = z.infer<typeof probe>;
/** A container of a pod. */
export type Container = z.infer<typeof container>;
/** A Deployment or a StatefulSet. */
export type Workload = z.infer<typeof workload>;
/** A Service. */
export type Service = z.infer<typeof service>;
/** An object of one of the kinds that the comparison reads. */
export type ShopObject = z.infer<typeof objects>;

const kinds = new Set<unknown>(['Deployment', 'StatefulSet', 'Service', 'ConfigMap']);

/**
 * The objects of a YAML stream that the comparison reads; those of other kinds are left out. Throws what the parser
 * reports, and for an object that has not the form of its kind.
 */
export function parseObjects(text: string): ShopObject[] {
  const found: ShopObject[] = [];
  for (const document of parseAllDocuments(text)) {
    const [problem] = document.errors;
    if (problem !== undefined) throw problem;
    if (kinds.has(document.get('kind'))) found.push(objects.parse(document.toJS()));
  }
  return found;
}
