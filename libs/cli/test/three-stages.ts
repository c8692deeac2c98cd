import { runCommand, type Surroundings } from '../src/run.ts';
import { smallFleet } from './small-fleet.ts';
import { type WorkTree, workTree } from './work-tree.ts';

/** The small fleet with a third stage, and two clusters in the second. */
const files = {
  ...smallFleet,
  'clusters/fleet.ts': smallFleet['clusters/fleet.ts'].replace(
    "prod: { environment: 'prod', after: ['dev'] },",
    "prod: { environment: 'prod', after: ['dev'] },\n    'prod-us': { environment: 'prod', after: ['prod'] },",
  ),
  'clusters/inventory.ts': smallFleet['clusters/inventory.ts']
    .replace("'us-1': {\n    stage: 'prod'", "'us-1': {\n    stage: 'prod-us'")
    .replace(
      "  'eu-1': {",
      "  'ap-1': {\n    stage: 'prod', hub: 'main', server: 'https://ap-1.example.com:6443', kubernetes: '1.36',\n    labels: { size: 'small' }, facts: { domain: 'ap-1.example.com', shards: 1 },\n  },\n  'eu-1': {",
    ),
};

/** Hours after the last commit: the first is of midnight, and each is a minute later than the one before. */
export const now = Date.parse('2026-01-01T06:00:00Z') / 1000;

/** A fleet of the stages dev, prod and prod-us, in which movements are made by the command, in this process. */
export interface ThreeStages extends Disposable {
  readonly tree: WorkTree;
  run(args: readonly string[], more?: Partial<Surroundings>): ReturnType<typeof runCommand>;
  /** A command that must succeed; gives its document. */
  done(...args: string[]): Promise<Readonly<Record<string, unknown>>>;
  /** A command that must be refused; gives the codes of its errors. */
  codes(...args: string[]): Promise<readonly string[]>;
  /** A command that must succeed, and a commit of what it wrote. */
  move(...args: string[]): Promise<void>;
  /** A new release of web, and promotions of it to `stages`; gives its commit. */
  release(edit: () => void, ...stages: string[]): Promise<string>;
  /** Edits: what changes of web. */
  config(value: string): () => void;
  image(tag: string): () => void;
  /** What an entry (`prod/web`) holds of web: the value of `config` and the tag of `image`. */
  held(entry: string): readonly (string | undefined)[];
  /** Back to where every stage has the first release of web; with `two`, to where dev and prod have a second one. */
  again(from?: 'begun' | 'two'): void;
}

/** Makes it, with both of the states that {@link ThreeStages.again} goes back to. */
export async function threeStages(): Promise<ThreeStages> {
  const tree = workTree(files);
  tree.git('config', 'user.name', 'Ada Lovelace');
  tree.git('config', 'user.email', 'ada@example.com');
  const at = inThreeStages(tree);
  await at.move('render');
  for (const stage of ['dev', 'prod', 'prod-us']) await at.move('promote', '--all-due', '--to', stage);
  tree.git('tag', 'begun');
  await at.release(at.config('two'), 'dev', 'prod');
  tree.git('tag', 'two');
  return at;
}

function inThreeStages(tree: WorkTree): ThreeStages {
  const replace = (file: string, before: RegExp, after: string) => (): void =>
    tree.write(file, tree.read(file).replace(before, after));
  const at: ThreeStages = {
    tree,
    run: (args, more = {}) => runCommand(args, { cwd: tree.root, color: false, now, ...more }),
    async done(...args) {
      const { stdout, exit } = await at.run([...args, '--json']);
      const document: unknown = JSON.parse(stdout);
      if (exit !== 0 || typeof document !== 'object' || document === null)
        throw new Error(`fleetwright ${args.join(' ')} ended with ${exit}:\n${stdout}`);
      return { ...document };
    },
    async codes(...args) {
      const { stderr, exit } = await at.run(args);
      if (exit !== 1) throw new Error(`fleetwright ${args.join(' ')} ended with ${exit}:\n${stderr}`);
      return [...stderr.matchAll(/error (FW\d{4})/g)].map(([, code]) => code ?? '');
    },
    async move(...args) {
      await at.done(...args);
      tree.commit(args.join(' '));
    },
    async release(edit, ...stages) {
      edit();
      await at.move('render');
      const commit = tree.git('rev-parse', 'HEAD').trim();
      for (const stage of stages) await at.move('promote', 'web', '--to', stage);
      return commit;
    },
    config: (value) => replace('apps/web/app.ts', /args: \[.*?\]/, `args: ['${value}']`),
    image: (tag) => replace('apps/web/images.yaml', /tag: .*/, `tag: "${tag}"`),
    held(entry) {
      const job = tree.read(`clusters/stages/${entry}/config/common/cronjob-web-nightly.yaml`);
      const images = tree.read(`clusters/stages/${entry}/images/kustomization.yaml`);
      return [/args:\s*- (\S+)/.exec(job)?.[1], /newTag: "?([^"\s]+)/.exec(images)?.[1]];
    },
    again(from = 'begun') {
      tree.git('reset', '--quiet', '--hard', from);
      tree.git('clean', '--quiet', '--force', '-d');
    },
    [Symbol.dispose]: () => tree[Symbol.dispose](),
  };
  return at;
}
