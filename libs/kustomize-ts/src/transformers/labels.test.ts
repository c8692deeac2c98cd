import { expect, test } from 'vitest';
import { fieldSpec, printed, refusalOf, resourcesIn } from '../../test/resources.ts';
import { editField } from '../fields/edit-field.ts';
import { setScalar } from '../fields/setters.ts';
import { annotationsTransformer } from './annotations.ts';
import { labelTransformer } from './labels.ts';

const deployment = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  template:
    metadata:
      labels: {tier: front}
`;

const fieldSpecs = [
  fieldSpec('metadata/labels', '', true),
  fieldSpec('spec/selector/matchLabels', 'Deployment', true),
  fieldSpec('spec/template/metadata/labels', 'Deployment', true),
];

const label = labelTransformer({
  labels: new Map([
    ['tier', 'back'],
    ['app', '1'],
  ]),
  fieldSpecs,
});

test('adds labels where they are missing and writes over those there are', () => {
  expect(printed(label(resourcesIn(deployment)))).toBe(`apiVersion: apps/v1
kind: Deployment
metadata:
  labels:
    app: "1"
    tier: back
  name: web
spec:
  selector:
    matchLabels:
      app: "1"
      tier: back
  template:
    metadata:
      labels:
        app: "1"
        tier: back
`);
});

test('a later write to a label that was added in several places is seen in all of them', () => {
  const [resource] = label(resourcesIn(deployment));
  const rename = (key: string) =>
    (resource && editField(resource.node, fieldSpec(`metadata/labels/${key}`), setScalar('x'))) ?? resource?.node;
  const [app, tier] = ['app', 'tier'].map(rename);
  expect(resource && app && printed([resource.with(app)]).match(/app: x/g)).toHaveLength(3);
  // The template had one of its own, which is no part of it.
  expect(resource && tier && printed([resource.with(tier)]).match(/tier: x/g)).toHaveLength(2);
});

test('is nothing without labels, and leaves other types alone', () => {
  const resources = resourcesIn(deployment);
  expect(labelTransformer({ labels: new Map(), fieldSpecs })(resources)).toBe(resources);
  expect(
    labelTransformer({ labels: new Map([['a', 'b']]), fieldSpecs: [fieldSpec('x', 'Pod', true)] })(resources),
  ).toBe(resources);
});

test('refuses fields that are no mappings', () => {
  const annotate = annotationsTransformer({ annotations: new Map([['a', 'b']]), fieldSpecs: [fieldSpec('kind')] });
  expect(refusalOf(() => annotate(resourcesIn(deployment)))).toEqual([
    "FW6017 considering field 'kind' of object Deployment.v1.apps/web.[noNs]: wrong node kind: expected MappingNode but got ScalarNode: node contents:\nDeployment\n",
  ]);
});
