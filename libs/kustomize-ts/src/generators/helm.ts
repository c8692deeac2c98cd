import type { HelmRequest, Scope } from '../build/scope.ts';
import type { HelmChart, HelmGlobals } from '../kustomization/types.ts';
import { mergeStrategic } from '../merge/merge.ts';
import { placeIn } from '../place.ts';
import { Refusal, refuse } from '../refusal.ts';
import { helmGenerated } from '../resource/build-annotations.ts';
import { withAnnotations } from '../resource/metadata.ts';
import { Resource } from '../resource/resource.ts';
import { appendAll } from '../resource/resources.ts';
import { bytesOfText } from '../text/utf8.ts';
import { joinPath } from '../tree.ts';
import { mapping, type Node } from '../yaml/node.ts';
import { readNode, readResources } from '../yaml/read.ts';
import { resourceText } from '../yaml/write.ts';

/** Config of the HelmChartInflationGenerator: a chart, and what all charts have in common. */
export interface HelmArgs extends HelmGlobals, HelmChart {}

const mergeOptions = ['merge', 'override', 'replace'];

/**
 * The objects of a chart, as HelmChartInflationGenerator of kustomize makes them, each marked as made by helm. Refuses (FW6008) when no renderer was given, or
 * it fails; what values files are asked for and cannot be read.
 */
export function helmChartInflationGenerator(args: HelmArgs, scope: Scope): readonly Resource[] {
  const at = { file: scope.file };
  if (scope.helm === undefined) {
    const hint =
      'pass --enable-helm (in code: the option `helm`), or render the chart beforehand and list the result under resources';
    return refuse('FW6008', 'must specify --enable-helm', hint, at);
  }
  const chart = { ...args, valuesMerge: args.valuesMerge || 'override' };
  if (chart.name === '') refuse('FW6008', 'chart name cannot be empty', 'give the chart a name', at);
  for (const path of chart.additionalValuesFiles) scope.read(path);
  if (!mergeOptions.includes(chart.valuesMerge)) {
    const place = placeIn(scope.file, args.from, 'valuesMerge');
    refuse('FW6008', `valuesMerge must be one of [${mergeOptions.join(' ')}]`, 'mend valuesMerge', place);
  }
  const chartHome = chartHomeOf(chart);
  const values = (): Uint8Array => valuesOf(chart, chartHome, scope);
  const request: HelmRequest = {
    chart,
    file: scope.file,
    root: scope.root,
    chartHome,
    configHome: args.configHome,
    values,
  };
  return appendAll(resourcesOf(scope.helm(request), chart, scope));
}

/** The folder that has the chart; one of its own for each version of a chart that is pulled. */
function chartHomeOf({ chartHome, name, version, repo }: HelmArgs): string {
  const home = chartHome === '' ? 'charts' : chartHome;
  return version !== '' && repo !== '' ? `${home}/${name}-${version}` : home;
}

function valuesOf(chart: HelmChart, chartHome: string, scope: Scope): Uint8Array {
  const path = chart.valuesFile === '' ? `${chartHome}/${chart.name}/values.yaml` : chart.valuesFile;
  const inline = chart.valuesInline === '' ? undefined : readNode(chart.valuesInline, scope.file);
  if (inline?.kind !== 'mapping' || inline.entries.length === 0) return scope.read(path);
  if (chart.valuesMerge === 'replace') return bytesOfText(resourceText(inline));
  const own = readNode(scope.read(path), joinPath(scope.root, path));
  if (own === undefined) {
    const hint = 'write {} into it, or set valuesMerge to replace';
    return refuse('FW6008', 'could not parse values file into rnode: EOF', hint, { file: joinPath(scope.root, path) });
  }
  const [weak, strong]: readonly [Node, Node] = chart.valuesMerge === 'merge' ? [inline, own] : [own, inline];
  return bytesOfText(
    resourceText(
      mergeStrategic(weak, strong, {
        types: scope.schema,
        prepend: false,
        placeOf: () => ({ file: joinPath(scope.root, path) }),
      }) ?? mapping([]),
    ),
  );
}

function resourcesOf(output: string, chart: HelmChart, scope: Scope): readonly Resource[] {
  try {
    return readResources(output, scope.file).map((node) => {
      const marked = withAnnotations(node, [[helmGenerated, 'true']]);
      return new Resource(marked, scope.file, [], scope.schema);
    });
  } catch (problem) {
    if (!(problem instanceof Refusal)) throw problem;
    const message = `could not parse bytes into resource map: ${problem.message}`;
    return refuse('FW6008', message, `see what helm template prints for ${chart.name}`, { file: scope.file });
  }
}

/** The words that kustomize gives to helm to fetch a chart. `chartHome` is where to. */
export function pullArguments({ name, repo, version, devel }: HelmChart, chartHome: string): readonly string[] {
  const from = repo.startsWith('oci://') ? [`${repo.replace(/\/$/, '')}/${name}`] : ['--repo', repo, name];
  const which = version === '' ? [] : ['--version', version];
  return ['pull', '--untar', '--untardir', chartHome, ...from, ...which, ...flags([[devel, '--devel']])];
}

/** The words that kustomize gives to helm to render a chart below `chartHome` with these values files. As `AsHelmArgs` of api/types does. */
export function templateArguments(
  chart: HelmChart,
  chartHome: string,
  valuesFiles: readonly string[],
): readonly string[] {
  const { releaseName, namespace, nameTemplate, kubeVersion } = chart;
  return [
    'template',
    releaseName === '' ? '--generate-name' : releaseName,
    `${chartHome}/${chart.name}`,
    ...(namespace === '' ? [] : ['--namespace', namespace]),
    ...(nameTemplate === '' ? [] : ['--name-template', nameTemplate]),
    ...valuesFiles.flatMap((file) => ['-f', file]),
    ...chart.apiVersions.flatMap((version) => ['--api-versions', version]),
    ...(kubeVersion === '' ? [] : ['--kube-version', kubeVersion]),
    ...flags([
      [chart.includeCRDs, '--include-crds'],
      [chart.skipTests, '--skip-tests'],
      [chart.skipHooks, '--no-hooks'],
      [chart.debug, '--debug'],
      [chart.devel, '--devel'],
    ]),
  ];
}

function flags(all: readonly (readonly [boolean, string])[]): readonly string[] {
  return all.filter(([isSet]) => isSet).map(([, word]) => word);
}
