/** A table; cells may hold any one line of Markdown. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => escapeBars(plain(cell))).join(' | ')} |\n`;
  return `${line(head)}|${head.map(() => '---|').join('')}\n${rows.map(line).join('')}`;
}

/** Where a heading of a page is linked to, as GitHub makes it of the heading. */
export function anchor(heading: string): string {
  return `#${heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-')}`;
}

/** What stands above every page that is made from sources. */
export function generatedFrom(sources: string): string {
  return `<!-- Generated from ${sources}. Do not edit: \`npm run reference\` writes it anew. -->\n`;
}

/** Words in which `<name>` outside of code would be taken for HTML, and vanish. */
export function plain(words: string): string {
  return words
    .split('`')
    .map((part, index) => (index % 2 === 0 ? part.replaceAll('<', '\\<') : part))
    .join('`');
}

function escapeBars(cell: string): string {
  return cell.replaceAll(/\\?\|/g, '\\|');
}
