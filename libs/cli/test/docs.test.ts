import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from '../src/cli.ts';
import { blocksOf, emptyClone, fits, runPage } from './page.ts';
import { repository } from './work-tree.ts';

interface Page {
  /** From the root. */
  readonly path: string;
  readonly text: string;
}

const docs = readdirSync(join(repository, 'docs'), { recursive: true, encoding: 'utf8' });
const pages = ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'CHANGELOG.md']
  .concat(docs.map((file) => join('docs', file)))
  .filter((path) => path.endsWith('.md'))
  .map((path): Page => ({ path, text: readFileSync(join(repository, path), 'utf8') }));

/** A page without its fenced blocks. */
function prose({ text }: Page): string {
  const lines = text.split('\n');
  for (const { start, end } of blocksOf(text)) lines.fill('', start, end + 1);
  return lines.join('\n');
}

/** Where the headings of a page are linked to, as GitHub makes it of them. */
function anchors(page: Page): string[] {
  return [...prose(page).matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

/** What a page links to in this repository: the link as it is written, its path from the root, its heading. */
function linksOf(page: Page): { readonly link: string; readonly path: string; readonly anchor: string | undefined }[] {
  const links = [...prose(page).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link);
  return links
    .filter((link) => !/^[a-z]+:/.test(link))
    .map((link) => {
      const [file = '', anchor] = link.split('#');
      const path = file === '' ? page.path : normalize(join(dirname(page.path), file)).replace(/\/$/, '');
      return { link, path, anchor };
    });
}

/** Links to files and headings that lead nowhere. */
function deadLinks(page: Page): string[] {
  const dead = linksOf(page).filter(({ path, anchor }) => {
    if (!existsSync(join(repository, path))) return true;
    const target = pages.find((one) => one.path === path);
    return anchor !== undefined && (!target || !anchors(target).includes(anchor));
  });
  return dead.map(({ link }) => link);
}

/** What a page has of `fleetwright …`: in code within the text, and in the lines of shell and of examples. */
function commandLines(page: Page): string[] {
  const spans = [...prose(page).matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code);
  const lines = blocksOf(page.text).flatMap(({ info, lines }) => (/^(sh\b|$)/.test(info) ? lines : []));
  return [...spans, ...lines]
    .flatMap((code) => code.split(/ && | \| /))
    .map((code) => code.replace(/(\s+#| {3,}|\s\\$).*$/, ''))
    .filter((code) => /^(npx )?fleetwright [a-z]/.test(code));
}

/** Whether a line has a command and flags that there are; what it leaves out (`render --check`) is no mistake in a text. */
function isUnderstood(line: string): boolean {
  const [, ...words] = line.replace(/^npx /, '').match(/"[^"]*"|'[^']*'|\S+/g) ?? [];
  const parsed = parse(words, '0');
  return parsed.type === 'run' || !/unknown|too many|is invalid/.test(parsed.stderr);
}

/** Shell blocks that are not run and do not say why. */
function unexplained({ text }: Page): string[] {
  return blocksOf(text)
    .filter(({ info }) => /^(sh|bash|shell|console)\b/.test(info))
    .map(({ info }) => info)
    .filter((info) => !/^sh( exit=\d+| needs=\w+| no-test \S.*)?$/.test(info));
}

/** What is found in all pages, each with its page. */
function inPages(find: (page: Page) => readonly string[]): string[] {
  return pages.flatMap((page) => find(page).map((found) => `${page.path}: ${found}`));
}

describe('documentation', () => {
  it('has no link that leads nowhere', () => {
    expect(pages.length).toBeGreaterThan(20);
    expect(inPages(deadLinks)).toEqual([]);
    const planted = { path: 'docs/README.md', text: '[a](nowhere.md) [b](../README.md#no-such) [c](../README.md)' };
    expect(deadLinks(planted)).toEqual(['nowhere.md', '../README.md#no-such']);
  });

  it('has no page that nothing links to', () => {
    const linked = new Set(pages.flatMap((page) => linksOf(page).map(({ path }) => path)));
    expect(pages.map(({ path }) => path).filter((path) => !linked.has(path) && !/^[A-Z]+\.md$/.test(path))).toEqual([]);
  });

  it('names commands and flags that there are', () => {
    expect(inPages((page) => commandLines(page).filter((line) => !isUnderstood(line)))).toEqual([]);
    const planted = { path: 'docs/x.md', text: 'Run `npx fleetwright render --all` or `fleetwright renderr`.' };
    expect(commandLines(planted).map(isUnderstood)).toEqual([false, false]);
  });

  it('runs what it shows, or says why not', () => {
    expect(inPages(unexplained)).toEqual([]);
    expect(
      unexplained({ path: 'x.md', text: '```sh no-test\na\n```\n```sh no-test needs a cluster\nb\n```\n' }),
    ).toEqual(['sh no-test']);
  });

  it('has reference pages that are what the sources say', () => {
    const script = join(repository, 'tools/scripts/reference.ts');
    const ran = spawnSync(process.execPath, ['--conditions=development', script, '--check'], { encoding: 'utf8' });
    expect(ran.stderr).toBe('');
    expect(ran.status).toBe(0);
  });
});

describe('a page that is run', () => {
  const block = (info: string, ...lines: string[]): string => `\`\`\`${info}\n${lines.join('\n')}\n\`\`\`\n`;
  const run = (...blocks: string[]): string => {
    using clone = emptyClone();
    return runPage(clone, blocks.join('\n'));
  };

  it('stays as it is when it is right, and gets what was printed where it is not', () => {
    const right = [block('sh', 'echo to stderr >&2; echo 12 files'), block('text', '…', '12 files')];
    expect(run(...right)).toBe(right.join('\n'));
    const wrong = [block('sh exit=3', 'echo 12 files; exit 3'), block('text', '13 files')];
    expect(run(...wrong)).toBe(wrong.join('\n').replace('13', '12'));
  });

  it('writes and changes files, and stops where it cannot', () => {
    const written = block('ts', '// apps/x/app.ts', 'one', 'two');
    const changed = block('diff', '--- apps/x/app.ts', ' one', '-two', '+three');
    expect(run(written, changed, block('sh', 'cat apps/x/app.ts'), block('text', '?'))).toContain('one\nthree\n```');
    expect(() => run(written, changed, changed)).toThrow('has 0 such places');
    expect(() => run(block('sh', 'false'))).toThrow('line 1: ended with 1, not 0');
    expect(() => run(block('sh exit=1', 'true'))).toThrow('line 1: ended with 0, not 1');
  });

  it('leaves out what it says that it leaves out', () => {
    const page = [
      block('sh no-test needs a cluster', 'false'),
      block('text', 'x'),
      block('sh needs=no-such-x', 'false'),
    ];
    expect(run(...page)).toBe(page.join('\n'));
  });
});

describe('output that a page shows', () => {
  it('may leave out lines, parts of lines, and which commit it is', () => {
    const printed = ['[main 1a2b3c4] Promote', ' 3 files changed', 'a', 'b', 'Done in 12 s.'];
    expect(fits(['[main 48bcb31d] Promote', ' 3 files changed', '…', 'Done in … s.'], printed)).toBe(true);
    expect(fits(['…', 'b', '…'], printed)).toBe(true);
  });

  it('is not to be right by chance', () => {
    expect(fits(['a'], ['a', 'b'])).toBe(false);
    expect(fits(['a', '…'], ['b'])).toBe(false);
    expect(fits(['3 files'], ['4 files'])).toBe(false);
    expect(fits(['.'], ['a'])).toBe(false);
    expect(fits(['release of 74ac599'], ['release of nothing'])).toBe(false);
  });
});
