import { z } from 'zod';
import type {
  Container,
  ContainerSecurity,
  Egress,
  Ingress,
  Network,
  PodSecurity,
  Port,
  Probe,
  Quantities,
  Resources,
  Scratch,
} from '../define/container.ts';
import type {
  Disruption,
  Process,
  Scale,
  ServiceSettings,
  Storage,
  Strategy,
  WebServiceSettings,
} from '../define/process.ts';
import {
  cidr,
  envName,
  hostName,
  labelName,
  labelValue,
  mountPath,
  portion,
  portName,
  portNumber,
  qualifiedName,
  quantity,
  schedule,
  serviceName,
  timeZone,
  urlPath,
} from './grammar.ts';
import type { Holds, Same } from './proof.ts';
import type { LateSchemas } from './schema-late.ts';

const seconds = z.int().min(0);
const positive = z.int().min(1);
const userId = z
  .int()
  .min(0)
  .max(2 ** 31 - 1);
const quantities = z.strictObject({
  cpu: quantity.optional(),
  memory: quantity.optional(),
  'ephemeral-storage': quantity.optional(),
});
const timing = {
  initialDelaySeconds: seconds.optional(),
  periodSeconds: positive.optional(),
  timeoutSeconds: positive.optional(),
  successThreshold: positive.optional(),
  failureThreshold: positive.optional(),
};
const probe = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('http'),
    path: urlPath,
    port: z.string().optional(),
    headers: z.record(z.string().min(1), z.string()).optional(),
    ...timing,
  }),
  z.strictObject({ type: z.literal('tcp'), port: z.string().optional(), ...timing }),
  z.strictObject({ type: z.literal('grpc'), port: z.string().optional(), service: z.string().optional(), ...timing }),
  z.strictObject({ type: z.literal('exec'), command: z.array(z.string()).min(1).readonly(), ...timing }),
]);
const resources = z.strictObject({ requests: quantities.optional(), limits: quantities.optional() });
const scratch = z.strictObject({ size: quantity.optional(), medium: z.enum(['Memory']).optional() });
const storage = z.strictObject({ size: quantity, class: z.string().optional() });
const runAs = z.strictObject({ user: userId.optional(), group: userId.optional(), fsGroup: userId.optional() });
const security = z.strictObject({
  readOnlyRootFilesystem: z.boolean().optional(),
  capabilities: z
    .array(z.string().regex(/^[A-Z][A-Z0-9_]*$/, 'must be written as in NET_BIND_SERVICE'))
    .readonly()
    .optional(),
});
const detailedPort = z.strictObject({ port: portNumber, protocol: z.enum(['TCP', 'UDP', 'SCTP']).optional() });
const port = z.union([portNumber, detailedPort], {
  error: (issue) =>
    issue.code === 'invalid_union' ? 'must be a number from 1 to 65535, or { port, protocol }' : undefined,
});
const strategy = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('rolling'), surge: portion(9999).optional(), unavailable: portion().optional() }),
  z.strictObject({ type: z.literal('recreate') }),
]);
const disruption = z.strictObject({ minAvailable: portion().optional(), maxUnavailable: portion().optional() });
const service = z.strictObject({
  name: serviceName.optional(),
  ports: z.record(z.string(), portNumber).optional(),
});
const webService = service.extend({ serviceType: z.enum(['ClusterIP', 'LoadBalancer', 'NodePort']).optional() });
const peer = {
  app: z.string().optional(),
  process: z.string().optional(),
  namespace: labelName.optional(),
  cidr: cidr.optional(),
};
const ingress = z.strictObject({ ...peer, ports: z.array(z.string()).readonly().optional() });
const egress = z.strictObject({ ...peer, ports: z.array(portNumber).readonly().optional() });
const network = z.strictObject({
  from: z.array(ingress).readonly().optional(),
  to: z.array(egress).readonly().optional(),
});

/** A container, and what of a pod and of a scale needs to know the fleet's facts. */
function containerFields(late: LateSchemas) {
  return {
    image: labelName,
    command: z.array(z.string()).readonly().optional(),
    args: z.array(late.text()).readonly().optional(),
    env: z.record(envName, late.scalar).optional(),
    ports: z.record(portName, port).optional(),
    resources: resources.optional(),
    readiness: probe.optional(),
    liveness: probe.optional(),
    startup: probe.optional(),
    scratch: z.record(mountPath, scratch).optional(),
    security: security.optional(),
  };
}

function podFields(late: LateSchemas) {
  const container = z.strictObject(containerFields(late));
  return {
    ...containerFields(late),
    name: serviceName.optional(),
    sidecars: z.record(labelName, container).optional(),
    init: z.record(labelName, container).optional(),
    annotations: z.record(qualifiedName, late.text()).optional(),
    labels: z.record(qualifiedName, labelValue).optional(),
    runAs: runAs.optional(),
    terminationGracePeriodSeconds: seconds.optional(),
    drainSeconds: seconds.optional(),
    network: network.optional(),
  };
}

function scaleSchema(late: LateSchemas) {
  return z.discriminatedUnion('type', [
    z.strictObject({ type: z.literal('fixed'), replicas: late.integer(0) }),
    z.strictObject({
      type: z.literal('hpa'),
      min: positive,
      max: late.integer(1),
      cpu: positive.optional(),
      memory: positive.optional(),
    }),
  ]);
}

/** The schema of a process, for the facts that the fleet declares. Defaults are filled in where the model has one of its own. */
export function processSchema(late: LateSchemas): ProcessSchema {
  return makeProcessSchema(late);
}

/** The schema of {@link processSchema}. */
export type ProcessSchema = ReturnType<typeof makeProcessSchema>;

function makeProcessSchema(late: LateSchemas) {
  const pod = podFields(late);
  const scale = scaleSchema(late);
  const pods = { ...pod, scale: scale.optional(), strategy: strategy.optional(), disruption: disruption.optional() };
  return z.discriminatedUnion('type', [
    z.strictObject({
      type: z.literal('web'),
      ...pods,
      host: late.text(hostName).optional(),
      service: webService.optional(),
    }),
    z.strictObject({ type: z.literal('worker'), ...pods }),
    z.strictObject({
      type: z.literal('stateful'),
      ...pod,
      replicas: late.integer(0),
      storage: z.record(mountPath, storage).optional(),
      service: service.optional(),
      disruption: disruption.optional(),
    }),
    z.strictObject({
      type: z.literal('cron'),
      ...pod,
      schedule,
      timeZone: timeZone.optional(),
      concurrency: z.enum(['Allow', 'Forbid', 'Replace']).default('Forbid').optional(),
      deadlineSeconds: positive.default(3600).optional(),
      suspend: z.boolean().optional(),
    }),
    z.strictObject({
      type: z.literal('job'),
      ...pod,
      run: z.literal('before-sync'),
      deadlineSeconds: positive.default(600).optional(),
      retries: seconds.default(3).optional(),
    }),
  ]);
}

/** Does not compile when a schema and its interface differ; small pieces first, since the compiler takes deeper levels for equal unless it has compared them before. */
export type Proof = Holds<
  [
    Same<z.input<typeof security>, ContainerSecurity>,
    Same<z.input<typeof runAs>, PodSecurity>,
    Same<z.input<typeof storage>, Storage>,
    Same<z.input<typeof scratch>, Scratch>,
    Same<z.input<typeof quantities>, Quantities>,
    Same<z.input<typeof resources>, Resources>,
    Same<z.input<typeof detailedPort>, Port>,
    Same<z.input<typeof egress>, Egress>,
    Same<z.input<typeof ingress>, Ingress>,
    Same<z.input<typeof network>, Network>,
    Same<z.input<typeof service>, ServiceSettings>,
    Same<z.input<typeof webService>, WebServiceSettings>,
    Same<z.input<typeof disruption>, Disruption>,
    Same<z.input<typeof strategy>, Strategy>,
    Same<z.input<typeof probe>, Probe>,
    Same<z.input<z.ZodObject<ReturnType<typeof containerFields>>>, Container>,
    Same<z.input<ReturnType<typeof scaleSchema>>, Scale>,
    Same<z.input<ProcessSchema>, Process>,
  ]
>;
