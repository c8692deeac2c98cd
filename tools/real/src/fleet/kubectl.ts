import { execFile } from 'node:child_process';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { binary } from '../programs.ts';
import type { ClusterState } from './state.ts';

/** Runs kubectl on a cluster. What it keeps of a server goes beside the kubeconfig. @throws Error with what it said when it fails */
export async function kubectl({ kubeconfig }: ClusterState, ...args: readonly string[]): Promise<void> {
  const env = { ...process.env, HOME: dirname(kubeconfig), KUBECONFIG: kubeconfig };
  await promisify(execFile)(binary('kubectl'), args, { env });
}
