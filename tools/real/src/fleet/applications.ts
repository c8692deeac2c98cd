import type { Kube, KubeObject } from '../kube.ts';
import { namespace } from './argo-cd.ts';

/** The kind Application. */
export const application = { apiVersion: 'argoproj.io/v1alpha1', kind: 'Application' };

/** One Application, in short. */
export interface Summary {
  readonly name: string;
  /** Argo CD's words: Synced, OutOfSync, Unknown. */
  readonly sync: string;
  /** Argo CD's words: Healthy, Progressing, Degraded, Suspended, Missing, Unknown. */
  readonly health: string;
  /** Whether a sync of it is going on. */
  readonly syncing: boolean;
  /** What is wrong, in Argo CD's words; empty when it says nothing. */
  readonly problems: readonly string[];
}

/** The Applications of a hub, by name. */
export async function applications(kube: Kube): Promise<readonly Summary[]> {
  const found = await kube.list({ ...application, namespace });
  return found.map(summary).sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** What an Application says of itself. */
export function summary({ metadata, status }: KubeObject): Summary {
  const conditions: readonly { readonly type: string; readonly message: string }[] = status?.conditions ?? [];
  const operation: { readonly phase: string; readonly message?: string } | undefined = status?.operationState;
  const failed = operation?.message !== undefined && operation.phase !== 'Succeeded';
  const failure = failed ? [`${operation.phase}: ${operation.message}`] : [];
  return {
    name: metadata.name,
    sync: status?.sync?.status ?? 'Unknown',
    health: status?.health?.status ?? 'Unknown',
    syncing: operation?.phase === 'Running',
    problems: [...failure, ...conditions.map(({ type, message }) => `${type}: ${message}`)],
  };
}

/** Whether an Application is as it should be, and stays so: it may be Synced and Healthy already while its sync goes on. */
export function isFine({ sync, health, syncing }: Summary): boolean {
  return sync === 'Synced' && health === 'Healthy' && !syncing;
}
