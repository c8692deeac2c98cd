import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { blocksOf, cloneRepository, runPage } from './page.ts';
import { repository } from './work-tree.ts';

/** Pages with something to run, from the root. */
function pages(): string[] {
  const docs = readdirSync(join(repository, 'docs'), { recursive: true, encoding: 'utf8' });
  return ['README.md', ...docs.map((file) => join('docs', file))]
    .filter((file) => file.endsWith('.md'))
    .filter((file) =>
      blocksOf(readFileSync(join(repository, file), 'utf8')).some(({ info }) => /^sh( exit| needs|$)/.test(info)),
    )
    .sort();
}

describe('pages', () => {
  // The page is its own golden: `-u` writes what was printed where it does not fit.
  it.for(pages())('%s: every command does what it says', { timeout: 600_000 }, async (path, { skip }) => {
    // `init` puts another one in its place.
    skip(!existsSync(join(repository, 'apps/web-app/app.ts')), 'the pages show the fleet that Fleetwright comes with');
    using clone = cloneRepository();
    const file = join(repository, path);
    await expect(runPage(clone, readFileSync(file, 'utf8'))).toMatchFileSnapshot(file);
  });
});
