import { type AppSettings, type Origin, objectName } from '@fleetwright/model/engine';
import { sortedEntries } from '../deploy/names.ts';
import type { AppContext } from './context.ts';
import { known, SlotText } from './draft.ts';

/** Settings of a process. */
export type ProcessSettings = AppSettings['processes'][string];
/** The type of a process. */
export type ProcessType = ProcessSettings['type'];
/** Settings of a process of one type. */
export type SettingsOf<T extends ProcessType> = Extract<ProcessSettings, { readonly type: T }>;

/** A process of an app. */
export interface ProcessWith<S extends ProcessSettings> {
  readonly app: string;
  /** Its key in `processes`. */
  readonly process: string;
  /** Name of its objects. */
  readonly name: string;
  readonly namespace: string;
  readonly settings: S;
  readonly origin: Origin;
}

/** A process of some types. */
export type ProcessOf<T extends ProcessType> = ProcessWith<SettingsOf<T>>;

/** The processes of some types, by name in code-unit order. */
export function processesOf<T extends ProcessType>(context: AppContext, ...types: readonly T[]): ProcessOf<T>[] {
  const { definition, settings } = context;
  const namespace = namespaceOf(context);
  return entries(settings.processes)
    .filter((entry): entry is readonly [string, SettingsOf<T>] => types.some((type) => type === entry[1].type))
    .map(([process, of]) => {
      const origin = { ...definition.origin, path: [...definition.origin.path, 'processes', process] };
      return {
        app: definition.name,
        process,
        name: objectName(definition.name, process, known(of.name)),
        namespace,
        settings: of,
        origin,
      };
    });
}

/** Every process of the app. */
export function allProcesses(context: AppContext): ProcessOf<ProcessType>[] {
  return processesOf(context, 'web', 'worker', 'stateful', 'cron', 'job');
}

/** The namespace of the app's objects. */
export function namespaceOf({ settings, fleet, environment }: AppContext): string {
  return known(settings.namespace) ?? fleet.environments.get(environment)?.namespace ?? 'default';
}

/** What a map of the settings holds, if it is there, in code-unit order of the keys: the order of a definition is no input. */
export function entries<T>(map: { readonly [key: string]: T } | undefined): readonly (readonly [string, T])[] {
  return sortedEntries(Object.entries(map ?? {}));
}

/** What the Service and the policies of a process select its pods by. Never changes: selectors are immutable. */
export function selectorLabels({ app, process }: ProcessOf<ProcessType>): { readonly [label: string]: string } {
  return { app, 'app.kubernetes.io/component': process };
}

/** Labels of every object of an app. */
export function appLabels(app: string): { readonly [label: string]: string } {
  return { app, 'app.kubernetes.io/managed-by': 'fleetwright', 'app.kubernetes.io/name': app };
}

/** Labels of the objects of a process. */
export function processLabels(of: ProcessOf<ProcessType>): { readonly [label: string]: string } {
  return { ...appLabels(of.app), ...selectorLabels(of) };
}

/** Labels of a workload and of its pods: the version follows the image in the main container's slot. */
export function workloadLabels(of: ProcessOf<ProcessType>): { readonly [label: string]: string | SlotText } {
  return { ...processLabels(of), version: new SlotText(known(of.settings.image) ?? '', 'version') };
}

/** Whether the app has a job that runs before everything else of a sync, which puts its objects in waves. */
function hasJob(context: AppContext): boolean {
  return processesOf(context, 'job').length > 0;
}

/** Annotations of what a job before the sync reads: it must be there a wave before the job. */
export function readByJob(context: AppContext): { readonly [annotation: string]: string } | undefined {
  return hasJob(context) ? { 'argocd.argoproj.io/sync-wave': '-2' } : undefined;
}

/** Name of the ConfigMap that holds `config`, before its hash. */
export function configName(app: string): string {
  return `${app}-config`;
}

/** Name of the Secret that holds `secrets`, and of the ExternalSecret that fills it. */
export function secretsName(app: string): string {
  return `${app}-secrets`;
}
