import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { build } from 'vite';
import { z } from 'zod';
import { $ } from 'zx';

// Makes the npm package of libs/kustomize-ts, with @fleetwright/diagnostics inside it, and packs it:
// .cache/packages/kustomize-ts-<version>.tgz. The library must be compiled (npm run typecheck): its declarations come from there.

const manifest = z.looseObject({
  exports: z.record(z.string(), z.object({ development: z.string(), types: z.string() })),
  dependencies: z.looseObject({ yaml: z.string() }),
});

const root = resolve(import.meta.dirname, '../..');
const library = join(root, 'libs/kustomize-ts');
const target = join(root, '.cache/packages/kustomize-ts');

rmSync(target, { recursive: true, force: true });
mkdirSync(target, { recursive: true });

const own = manifest.parse(JSON.parse(readFileSync(join(library, 'package.json'), 'utf8')));
const entries = Object.entries(own.exports).map(([path, { development, types }]) => {
  const name = path === '.' ? 'index' : path.slice('./'.length);
  return { path, name, source: development, types };
});
await bundle(Object.fromEntries(entries.map(({ name, source }) => [name, source])), ['yaml', /^node:/]);
await command();
await bundle({ browser: 'src/index.ts' }, [], true);
await page();
copyDeclarations();
for (const part of ['bin/kustomize-ts.js', 'README.md'])
  cpSync(join(library, part), join(target, part), { recursive: true });
cpSync(join(root, 'LICENSE'), join(target, 'LICENSE'));
writeFileSync(join(target, 'package.json'), `${JSON.stringify(published(), null, 2)}\n`);
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

/**
 * The command as a function that bin/kustomize-ts.js runs, under a line that says which one it is, for what it keeps of it.
 */
async function command(): Promise<void> {
  const built = await build({
    root: library,
    configFile: false,
    logLevel: 'warn',
    resolve: { conditions: ['development', 'module', 'default'] },
    build: {
      lib: { entry: 'src/node/cli.ts', formats: ['cjs'] },
      write: false,
      minify: true,
      target: 'es2022',
      rolldownOptions: { external: [/^node:/], platform: 'node' },
    },
  });
  const [{ output } = { output: [] }] = Array.isArray(built) ? built : [];
  const [chunk] = output;
  if (chunk?.type !== 'chunk' || output.length > 1) throw new Error('the command is not one file');
  // In ASCII, a file is its text byte by byte, in half the memory.
  const code = chunk.code
    .trimEnd()
    .replaceAll(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
  const script = `(function (require, __filename) {${code}\n});\n`;
  const hash = createHash('sha256').update(script).digest('hex').slice(0, 16);
  writeFileSync(join(target, 'dist/command.script'), `// ${hash}\n${script}`);
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

/** The package.json of the package: entries are bundles, and what is inside them is no dependency. */
function published(): unknown {
  const { '.': main, ...others } = Object.fromEntries(
    entries.map(({ path, name, types }) => [path, { types, default: `./dist/${name}.js` }]),
  );
  return {
    ...own,
    engines: { node: '>=20.16' },
    exports: {
      '.': main,
      ...others,
      './browser': { types: main?.types, default: './dist/browser.js' },
      './package.json': './package.json',
    },
    bin: { 'kustomize-ts': './bin/kustomize-ts.js' },
    dependencies: { yaml: own.dependencies.yaml },
  };
}
