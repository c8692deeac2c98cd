import { formatYaml } from 'kustomize-ts/yaml';
import { generatedFrom } from '../header.ts';
import { applicationSetsOf } from './application-sets.ts';
import type { Hub } from './hub.ts';
import { projectsOf } from './projects.ts';
import { stagesRoot } from './read-stages.ts';
import { registrationsOf } from './registrations.ts';
import { rootOf } from './root.ts';

const header = generatedFrom(stagesRoot);

/**
 * The files of `hubs/<hub>/`: what its root Application syncs, and that Application, which is applied by hand once.
 * @yields Path and content.
 */
export function* hubFiles(hub: Hub): Iterable<readonly [string, string]> {
  const folder = `hubs/${hub.name}`;
  const resources: string[] = [];
  const groups = { applicationsets: applicationSetsOf(hub), clusters: registrationsOf(hub), projects: projectsOf(hub) };
  for (const [group, objects] of Object.entries(groups)) {
    for (const [name, object] of objects) {
      const path = `${group}/${name}.yaml`;
      resources.push(path);
      yield [`${folder}/${path}`, `${header}${formatYaml(object)}`];
    }
  }
  const kustomization = {
    apiVersion: 'kustomize.config.k8s.io/v1beta1',
    kind: 'Kustomization',
    resources: resources.toSorted(),
  };
  yield [`${folder}/kustomization.yaml`, `${header}${formatYaml(kustomization)}`];
  const root = rootOf(hub).map((object) => formatYaml(object));
  yield [
    `${folder}/root.yaml`,
    `${header}# Applied by hand, once: kubectl apply --server-side -f root.yaml\n${root.join('---\n')}`,
  ];
}
