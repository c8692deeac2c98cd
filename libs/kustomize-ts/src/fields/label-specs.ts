import type { TransformerConfig } from '../build/scope.ts';
import type { FieldSpec, Label } from '../kustomization/types.ts';
import { mergeSpecs } from './config.ts';

const metadataLabels: readonly FieldSpec[] = [
  { group: '', version: '', kind: '', path: 'metadata/labels', create: true },
];

/**
 * The fields that an entry of `labels` sets: its own, those configured as `labels`, and selectors, templates or metadata as it says. Refuses (FW6017) fields
 * that it gives another `create` than the configuration does. As api/internal/target/kusttarget_configplugin.go of kustomize puts them together.
 */
export function labelSpecs(label: Label, config: TransformerConfig): readonly FieldSpec[] {
  const prefix = 'failed to merge labels: ';
  const specs = mergeSpecs(label.fields, config.labels, prefix);
  if (label.includeSelectors) return mergeSpecs(specs, config.commonLabels, prefix);
  const templates = label.includeTemplates
    ? mergeSpecs(specs, config.templateLabels, 'failed to merge template fieldSpec: ')
    : specs;
  return mergeSpecs(templates, metadataLabels, prefix);
}
