import { openWorkTree } from '../src/work-tree.ts';

/**
 * One of several processes that want the same work tree: rewrites a counter and as many files as `files` says with the
 * number that it finds there plus one. Ends with 0, 75 (somebody else had it) or 1.
 */
// As the command does it.
process.once('SIGINT', () => process.exit(130));
const [root = '', files = '1', waitMs = '0'] = process.argv.slice(2);
const opened = await openWorkTree(root, { command: `contender ${process.pid}`, waitMs: Number(waitMs) });
if (!opened.ok) process.exit(opened.errors.every(({ code }) => code === 'FW5008') ? 75 : 1);
const { readTree } = await import('../src/tree.ts');
const now = readTree(root, 'clusters/facts');
if (!now.ok) process.exit(1);
const texts = new Set(now.value.values());
if (texts.size > 1) process.exit(2); // a mixture: never
const next = `${Number([...texts][0] ?? 0) + 1}`;
const paths = Array.from({ length: Number(files) }, (_, index) => `clusters/facts/f${index}`);
const changes = paths.map((path) => ({ path, change: now.value.size === 0 ? 'create' : 'update' }) as const);
const wanted = new Map(paths.map((path) => [path, next]));
const applied = await opened.value.apply({ wanted, changes }, { force: false, owned: 'generated' });
opened.value.close();
process.exit(applied.ok ? 0 : 1);
