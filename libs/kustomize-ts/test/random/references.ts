import type { Dice } from './dice.ts';
import { type Fields, present, randomName, randomStrings } from './scalars.ts';

// Objects that name others.

/** A Service. */
export function service(dice: Dice): Fields {
  const spec = present({
    selector: dice.chance(0.8) ? randomStrings(dice, 2) : undefined,
    ports: dice.some([80, 443, 8080], 0.7).map((port) =>
      present({
        name: `p${port}`,
        port,
        targetPort: dice.chance(0.5) ? dice.pick([8080, 'http']) : undefined,
        protocol: dice.chance(0.3) ? 'TCP' : undefined,
      }),
    ),
    type: dice.chance(0.3) ? dice.pick(['ClusterIP', 'NodePort', 'LoadBalancer']) : undefined,
    clusterIP: dice.chance(0.1) ? 'None' : undefined,
  });
  return { apiVersion: 'v1', kind: 'Service', spec };
}

/** An Ingress of one of its versions. */
export function ingress(dice: Dice): Fields {
  const modern = dice.chance(0.7);
  const backend = (): Fields =>
    modern
      ? { service: { name: randomName(dice), port: { number: 80 } } }
      : { serviceName: randomName(dice), servicePort: 80 };
  const spec = present({
    ingressClassName: dice.chance(0.3) ? randomName(dice) : undefined,
    rules: [
      {
        host: dice.pick(['a.example.com', '$(HOST)']),
        http: { paths: [present({ path: '/', pathType: modern ? 'Prefix' : undefined, backend: backend() })] },
      },
    ],
    tls: dice.chance(0.3) ? [{ hosts: ['a.example.com'], secretName: randomName(dice) }] : undefined,
    [modern ? 'defaultBackend' : 'backend']: dice.chance(0.2) ? backend() : undefined,
  });
  return {
    apiVersion: modern ? 'networking.k8s.io/v1' : dice.pick(['networking.k8s.io/v1beta1', 'extensions/v1beta1']),
    kind: 'Ingress',
    spec,
  };
}

/** Webhooks that call a Service. */
export function webhooks(dice: Dice): Fields {
  const service = present({
    name: randomName(dice),
    namespace: dice.chance(0.7) ? dice.pick(['ns1', 'default']) : undefined,
    path: '/validate',
  });
  return {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: dice.pick(['ValidatingWebhookConfiguration', 'MutatingWebhookConfiguration']),
    webhooks: [
      {
        name: 'a.example.com',
        clientConfig: { service, caBundle: 'Cg==' },
        admissionReviewVersions: ['v1'],
        sideEffects: 'None',
      },
    ],
  };
}

/** A HorizontalPodAutoscaler. */
export function autoscaler(dice: Dice): Fields {
  const target = { apiVersion: 'apps/v1', kind: dice.pick(['Deployment', 'StatefulSet']), name: randomName(dice) };
  return {
    apiVersion: dice.pick(['autoscaling/v1', 'autoscaling/v2', 'autoscaling/v2beta2']),
    kind: 'HorizontalPodAutoscaler',
    spec: { minReplicas: 1, maxReplicas: 5, scaleTargetRef: target },
  };
}

/** A RoleBinding or ClusterRoleBinding. */
export function binding(dice: Dice): Fields {
  const kind = dice.pick(['RoleBinding', 'RoleBinding', 'ClusterRoleBinding']);
  const subject = (): Fields =>
    present({
      kind: dice.pick(['ServiceAccount', 'ServiceAccount', 'User', 'Group']),
      name: dice.chance(0.3) ? 'default' : randomName(dice),
      namespace: dice.chance(0.6) ? dice.pick(['ns1', 'ns2', 'default', 'prod']) : undefined,
    });
  const role = kind === 'RoleBinding' ? dice.pick(['Role', 'ClusterRole']) : 'ClusterRole';
  return {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind,
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: role, name: randomName(dice) },
    subjects: Array.from({ length: 1 + dice.int(2) }, subject),
  };
}
