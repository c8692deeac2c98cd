import Table from 'cli-table3';

const noBorders = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
};

/** Rows as columns of text, `gap` spaces between them, without borders or trailing spaces. */
export function table(rows: readonly (readonly string[])[], gap = 2): string {
  const printed = new Table({
    chars: { ...noBorders, middle: ' '.repeat(gap) },
    style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [] },
  });
  printed.push(...rows.map((row) => [...row]));
  return printed
    .toString()
    .split('\n')
    .map((line) => `${line.trimEnd()}\n`)
    .join('');
}

/**
 * The same, cut into tables of whole columns where it is wider than `width`, each with the first column, an empty line between
 * them. A column that is too wide by itself stays whole.
 */
export function blocks(rows: readonly (readonly string[])[], width: number, gap = 2): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const [first = 0, ...others] = widths;
  const cuts: number[][] = [];
  let room = 0;
  for (const [index, wide] of others.entries()) {
    const block = cuts.at(-1);
    if (block && wide + gap <= room) block.push(index + 1);
    else {
      cuts.push([index + 1]);
      room = width - first;
    }
    room -= wide + gap;
  }
  return cuts
    .map((columns) =>
      table(
        rows.map((row) => [row[0] ?? '', ...columns.map((column) => row[column] ?? '')]),
        gap,
      ),
    )
    .join('\n');
}
