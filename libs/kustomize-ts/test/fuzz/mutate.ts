import type { Dice } from '../random/dice.ts';

const tokens = [
  '- ',
  ': ',
  '\n',
  '  ',
  '---\n',
  '&a ',
  '*a',
  '<<: *a\n',
  '!!str ',
  '!!binary ',
  '| ',
  '>-\n',
  '"',
  "'",
  '{',
  '}',
  '[',
  ']',
  ',',
  '#',
  '?',
  '\t',
  '\u0000',
  '\ufeff',
  '\r\n',
  '__proto__',
  'constructor',
  'null',
  '~',
  '$patch: delete',
  '$patch: replace',
  '1e999',
  '.inf',
  '0x',
  '%YAML 1.1\n',
  '../',
  '/',
  '.',
  '*',
  '[a=b]',
  '$(X)',
  '\ud800',
  '😀',
  '(',
  '+',
  '{1,9}',
  '\\',
];

/** A text with some of its bytes, tokens and lines turned, taken out, doubled or put elsewhere. */
export function mutated(text: string, dice: Dice): string | Uint8Array {
  let result = text;
  for (let count = 1 + dice.int(4); count > 0; count -= 1) result = once(result, dice);
  if (!dice.chance(0.05) || result === '') return result;
  const bytes = Uint8Array.from(Buffer.from(result));
  for (let count = 1 + dice.int(3); count > 0; count -= 1) bytes[dice.int(bytes.length)] = dice.int(256);
  return bytes;
}

function once(text: string, dice: Dice): string {
  const at = dice.int(text.length + 1);
  const lines = text.split('\n');
  const line = dice.int(lines.length);
  switch (dice.int(8)) {
    case 0:
      return text.slice(0, at) + dice.pick(tokens) + text.slice(at);
    case 1:
      return text.slice(0, at) + dice.pick(tokens) + text.slice(at + 1 + dice.int(5));
    case 2:
      return [...lines.slice(0, line), ...lines.slice(line + 1)].join('\n');
    case 3:
      return [...lines.slice(0, line + 1), ...lines.slice(line)].join('\n');
    case 4:
      return [...lines.slice(0, line), `${' '.repeat(dice.int(4))}${lines[line] ?? ''}`, ...lines.slice(line + 1)].join(
        '\n',
      );
    case 5:
      return [...lines.slice(0, line), (lines[line] ?? '').slice(dice.int(4)), ...lines.slice(line + 1)].join('\n');
    case 6: {
      const other = dice.int(lines.length);
      return lines
        .map((own, index) => (index === line ? (lines[other] ?? '') : index === other ? (lines[line] ?? '') : own))
        .join('\n');
    }
    default:
      return text.slice(0, at);
  }
}
