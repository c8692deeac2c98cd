import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { build } from 'vite';
import { $ } from 'zx';

// Makes the npm package of libs/kustomize-ts, with @fleetwright/diagnostics inside it, and packs it:
// .cache/packages/kustomize-ts-<version>.tgz. The library must be compiled (npm run typecheck): its declarations come from there.

const root = resolve(import.meta.dirname, '../..');
const library = join(root, 'libs/kustomize-ts');
const target = join(root, '.cache/packages/kustomize-ts');

rmSync(target, { recursive: true, force: true });
mkdirSync(target, { recursive: true });

await bundle({ index: 'src/index.ts', node: 'src/node/index.ts' }, ['yaml', /^node:/]);
// The command brings yaml along: one file is read in half the time of the seventy that yaml has.
await bundle({ command: 'src/node/cli.ts' }, [/^node:/], true);
await bundle({ browser: 'src/index.ts' }, [], true);
await page();
copyDeclarations();
for (const part of ['bin/kustomize-ts.js', 'README.md'])
  cpSync(join(library, part), join(target, part), { recursive: true });
cpSync(join(root, 'LICENSE'), join(target, 'LICENSE'));
writeFileSync(join(target, 'package.json'), `${JSON.stringify(manifest(), null, 2)}\n`);
const packed = await $({ cwd: target })`npm pack --pack-destination ${join(root, '.cache/packages')}`;
console.log(relative(process.cwd(), join(root, '.cache/packages', packed.stdout.trim())));

async function bundle(
  entry: Readonly<Record<string, string>>,
  external: readonly (string | RegExp)[],
  minify = false,
): Promise<void> {
  await build({
    root: library,
    configFile: false,
    logLevel: 'warn',
    resolve: { conditions: ['development', 'module', 'default'] },
    build: {
      lib: { entry: { ...entry }, formats: ['es'] },
      outDir: join(target, 'dist'),
      emptyOutDir: false,
      minify,
      target: 'es2022',
      rolldownOptions: { external: [...external], output: { chunkFileNames: 'chunks/[name]-[hash].js' } },
    },
  });
}

/** The page that shows it in a browser, with the library inside: modules do not load from `file:` addresses. */
async function page(): Promise<void> {
  const built = await build({
    root: library,
    configFile: false,
    logLevel: 'warn',
    resolve: { conditions: ['development', 'module', 'default'] },
    build: { lib: { entry: 'src/index.ts', formats: ['iife'], name: 'kustomizeTs' }, write: false, target: 'es2022' },
  });
  const [{ output } = { output: [] }] = Array.isArray(built) ? built : [];
  const [chunk] = output;
  if (chunk?.type !== 'chunk') throw new Error('nothing was bundled');
  const code = chunk.code.replaceAll('</script', '<\\/script');
  const text = readFileSync(join(library, 'demo/index.html'), 'utf8');
  mkdirSync(join(target, 'demo'), { recursive: true });
  writeFileSync(
    join(target, 'demo/index.html'),
    text.replace(/<!-- The bundle.*?-->/, () => `<script>${code}</script>`),
  );
}

/** The declarations of the library and of the diagnostics that it speaks in, with paths instead of the name of a package that is not published. */
function copyDeclarations(): void {
  for (const [name, folder] of [
    ['kustomize-ts', ''],
    ['diagnostics', 'diagnostics'],
  ] as const) {
    const from = join(root, 'libs', name, 'dist');
    for (const file of readdirSync(from, { recursive: true, encoding: 'utf8' })) {
      // What an earlier compilation left has no source any more.
      if (!file.endsWith('.d.ts') || !existsSync(join(from, '../src', file.replace(/\.d\.ts$/, '.ts')))) continue;
      const up = '../'.repeat(file.split(/[\\/]/).length - 1) || './';
      const text = readFileSync(join(from, file), 'utf8')
        .replaceAll("'@fleetwright/diagnostics'", `'${up}diagnostics/index.js'`)
        .replaceAll(/(from |import\()'(\.[^']*)\.ts'/g, "$1'$2.js'")
        .replace(/\n?\/\/# sourceMappingURL=.*\s*$/, '\n');
      const to = join(target, 'dist', folder, file);
      mkdirSync(join(to, '..'), { recursive: true });
      writeFileSync(to, text);
    }
  }
}

function manifest(): unknown {
  const own: unknown = JSON.parse(readFileSync(join(library, 'package.json'), 'utf8'));
  if (typeof own !== 'object' || own === null) throw new TypeError('no package.json');
  return {
    ...own,
    engines: { node: '>=20' },
    exports: {
      '.': { types: './dist/index.d.ts', default: './dist/index.js' },
      './node': { types: './dist/node/index.d.ts', default: './dist/node.js' },
      './browser': { types: './dist/index.d.ts', default: './dist/browser.js' },
      './package.json': './package.json',
    },
    bin: { 'kustomize-ts': './bin/kustomize-ts.js' },
    files: ['bin', 'demo', 'dist'],
    dependencies: { yaml: '2.9.1' },
  };
}
