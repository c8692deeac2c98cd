import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import type { HelmRenderer, HelmRequest } from '../build/scope.ts';
import { pullArguments, templateArguments } from '../generators/helm.ts';
import type { HelmChart } from '../kustomization/types.ts';
import { refuse } from '../refusal.ts';
import type { HelmFlags } from './flags.ts';

/**
 * Renders charts with the program helm, as kustomize does: it is asked for its version (3 or 4), fetches the chart unless its folder is there, and renders it. `top` is the folder on disk that
 * paths of the tree start from.
 */
export function helmRenderer(flags: HelmFlags, top: string): HelmRenderer {
  return (request) => {
    const { tmpdir } = process.getBuiltinModule('node:os');
    const folder = mkdtempSync(join(tmpdir(), 'kustomize-helm-'));
    try {
      return render(request, flags, top, folder);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  };
}

/** Runs helm and gives its standard output. */
type Run = (words: readonly string[]) => string;

function render(request: HelmRequest, flags: HelmFlags, top: string, folder: string): string {
  const chart = withDefaults(request.chart, flags);
  const root = join(top, request.root);
  const chartHome = isAbsolute(request.chartHome) ? request.chartHome : join(root, request.chartHome);
  const run = runner(flags.command, request.configHome || join(folder, 'helm'), request.file);
  checkVersion(run(['version', '--short']), request.file);
  const path = join(chartHome, chart.name);
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat?.isDirectory() !== true) {
    if (chart.repo === '') {
      const message = `no repo specified for pull, no chart found at '${stat === undefined ? '' : path}'`;
      refuse('FW6008', message, `put the chart at ${path}, or say its repo`, { file: request.file });
    }
    run(pullArguments(chart, chartHome));
  }
  const values = join(folder, `${chart.name}-kustomize-values.yaml`);
  writeFileSync(values, request.values());
  const others = chart.additionalValuesFiles.map((file) => join(root, file));
  return run(templateArguments(chart, chartHome, [values, ...others]));
}

/** Flags of the command count where the kustomization says nothing. */
function withDefaults(chart: HelmChart, { apiVersions, kubeVersion, debug }: HelmFlags): HelmChart {
  return {
    ...chart,
    apiVersions: chart.apiVersions.length > 0 ? chart.apiVersions : apiVersions,
    kubeVersion: chart.kubeVersion || kubeVersion,
    debug: chart.debug || debug,
  };
}

function runner(command: string, configHome: string, file: string): Run {
  const homes = {
    HELM_CONFIG_HOME: configHome,
    HELM_CACHE_HOME: `${configHome}/.cache`,
    HELM_DATA_HOME: `${configHome}/.data`,
  };
  // When it is needed, as it brings half of Node along.
  const { spawnSync } = process.getBuiltinModule('node:child_process');
  return (words) => {
    const done = spawnSync(command, words, { env: { ...process.env, ...homes }, encoding: 'utf8', maxBuffer: 1 << 30 });
    if (done.status === 0) return done.stdout;
    const env = Object.entries(homes).map(([name, value]) => `${name}=${value}`);
    const said = words.includes('--debug')
      ? ` Helm stack trace:\n${done.stderr}\nHelm template:\n${done.stdout}\n`
      : (done.stderr ?? '');
    const why = done.error === undefined ? exitOf(done) : startProblem(command, done.error);
    const called = `unable to run: '${command} ${words.join(' ')}' with env=[${env.join(' ')}] (is '${command}' installed?): ${why}`;
    const hint =
      done.error === undefined
        ? 'see what helm says; --helm-command names another program'
        : `${command} is not installed, or cannot be executed: install helm 3 or 4, or name the program with --helm-command`;
    return refuse('FW6008', said === '' ? called : `${said}: ${called}`, hint, { file });
  };
}

function exitOf({ status, signal }: { readonly status: number | null; readonly signal: string | null }): string {
  return signal === null ? `exit status ${status}` : `signal: ${signal}`;
}

/** Why a program did not start, as Go says it. */
function startProblem(command: string, problem: Error): string {
  const code = 'code' in problem ? problem.code : undefined;
  if (code === 'ENOENT' && !command.includes('/')) return `exec: "${command}": executable file not found in $PATH`;
  if (code === 'ENOENT') return `fork/exec ${command}: no such file or directory`;
  return code === 'EACCES' ? `fork/exec ${command}: permission denied` : problem.message;
}

function checkVersion(output: string, file: string): void {
  const version = /v?[0-9]+(?:\.[0-9]+)+/.exec(output)?.[0];
  if (version === undefined) {
    refuse('FW6008', `cannot find version string in ${output}`, 'is --helm-command really helm?', { file });
  }
  const plain = version.replace(/^v/, '');
  if (!/^[34]\./.test(plain)) {
    refuse('FW6008', `this plugin requires helm V3 or V4 but got v${plain}`, 'install helm 3 or 4', { file });
  }
}
