import { collect } from '../refusal.ts';
import type { Resource } from './resource.ts';

/** The resources as `edit` makes them; the same list when all stay as they are. Refuses with the reasons of all resources at once. */
export function mapResources(
  resources: readonly Resource[],
  edit: (resource: Resource) => Resource,
): readonly Resource[] {
  const edited = collect(resources, edit);
  return edited.every((resource, index) => resource === resources[index]) ? resources : edited;
}
