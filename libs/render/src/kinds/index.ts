import type { AnyKind, AppContext, PlatformContext } from '../app/context.ts';
import { configMap } from './config-map.ts';
import { cronJob } from './cron-job.ts';
import { defaultDeny } from './default-deny.ts';
import { deployment } from './deployment.ts';
import { externalSecret } from './external-secret.ts';
import { horizontalPodAutoscaler } from './horizontal-pod-autoscaler.ts';
import { httpRoute } from './http-route.ts';
import { job } from './job.ts';
import { namespace } from './namespace.ts';
import { networkPolicy } from './network-policy.ts';
import { podDisruptionBudget } from './pod-disruption-budget.ts';
import { resourceQuota } from './resource-quota.ts';
import { service } from './service.ts';
import { serviceAccount } from './service-account.ts';
import { statefulSet } from './stateful-set.ts';

/** What an app can become. */
export const appKinds: readonly AnyKind<AppContext>[] = [
  configMap,
  cronJob,
  deployment,
  externalSecret,
  horizontalPodAutoscaler,
  httpRoute,
  job,
  networkPolicy,
  podDisruptionBudget,
  service,
  serviceAccount,
  statefulSet,
];

/** What a platform app can become. */
export const platformKinds: readonly AnyKind<PlatformContext>[] = [defaultDeny, namespace, resourceQuota];
