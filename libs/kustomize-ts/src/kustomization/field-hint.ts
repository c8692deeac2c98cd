import { nearest } from '@fleetwright/diagnostics';

/** What to do about a field that there is not, where there are those of `names`. */
export function fieldHint(name: string, names: Iterable<string>): string {
  const meant = nearest(name, names);
  if (meant !== undefined) return `did you mean "${meant}"?`;
  return 'see the reference of kustomization files for the fields there are, and mind the nesting';
}
