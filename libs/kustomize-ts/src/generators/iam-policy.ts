import type { Scope } from '../build/scope.ts';
import { refuse } from '../refusal.ts';
import { Resource } from '../resource/resource.ts';
import { readNode } from '../yaml/read.ts';

export interface IamPolicyArgs {
  readonly cloud: string;
  readonly kubernetesService: { readonly name: string; readonly namespace: string };
  readonly serviceAccount: { readonly name: string; readonly projectId: string };
}

/**
 * The service account of Kubernetes that stands for one of Google Cloud. Refuses (FW6016) other clouds, and (FW6009) names that break the document they are
 * put into: it is text, as in api/filters/iampolicygenerator of kustomize.
 */
export function iamPolicyGenerator(args: IamPolicyArgs, scope: Scope): readonly Resource[] {
  if (args.cloud !== 'gke') {
    const message = `cloud provider ${args.cloud} not supported yet`;
    refuse('FW6016', message, 'The only cloud there is support for is `gke`.', { file: scope.file });
  }
  const { name, namespace } = args.kubernetesService;
  const { name: account, projectId } = args.serviceAccount;
  const lines = [
    'apiVersion: v1',
    'kind: ServiceAccount',
    'metadata:',
    '  annotations:',
    `    iam.gke.io/gcp-service-account: ${account}@${projectId}.iam.gserviceaccount.com`,
    `  name: ${name}`,
    ...(namespace === '' ? [] : ['', `  namespace: ${namespace}`]),
  ];
  const node = readNode(`\n${lines.join('\n')}\n`, scope.file);
  if (node?.kind !== 'mapping') {
    return refuse('FW6009', 'not an object', 'Mend the names in the configuration.', { file: scope.file });
  }
  return [new Resource(node, undefined, [], scope.schema)];
}
