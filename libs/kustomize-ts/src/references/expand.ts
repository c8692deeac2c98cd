import { encodeBase64 } from '../text/base64.ts';
import { formatFloatV } from '../text/go-number.ts';
import { bytesOfText, textOfBytes } from '../text/utf8.ts';

/** What a variable stands for: the text of a scalar and its type. */
export interface VarValue {
  readonly type: 'string' | 'int' | 'float' | 'bool';
  readonly text: string;
}

const [dollar, opening, closing] = [0x24, 0x28, 0x29];

/**
 * A text with `$(NAME)` replaced by what `valueOf` gives for the name; `undefined` leaves it as it is. `$$` is a dollar. A text that is nothing but one
 * variable becomes a value of its type. As `DoReplacements` of api/filters/refvar/expand.go does, byte by byte: a dollar before a letter beyond
 * ASCII tears it apart, and what is no UTF-8 then becomes base64.
 */
export function expandVars(text: string, valueOf: (name: string) => VarValue | undefined): VarValue {
  if (!text.includes('$')) return { type: 'string', text };
  const input = bytesOfText(text);
  const lastClosing = input.lastIndexOf(closing);
  const output: number[] = [];
  for (let index = 0; index < input.length; ) {
    const [byte = 0, next] = [input[index], input[index + 1]];
    if (byte !== dollar || next === undefined) {
      output.push(byte);
      index += 1;
    } else if (next === opening && lastClosing > index) {
      const end = input.indexOf(closing, index + 2);
      const name = textOfBytes(input.subarray(index + 2, end)) ?? '';
      const value = valueOf(name) ?? { type: 'string', text: `$(${name})` };
      if (index === 0 && end === input.length - 1) return value;
      for (const each of bytesOfText(insideText(value))) output.push(each);
      index = end + 1;
    } else {
      output.push(dollar, ...(next === dollar ? [] : asCharacter(next)));
      index += 2;
    }
  }
  const result = Uint8Array.from(output);
  return { type: 'string', text: textOfBytes(result) ?? encodeBase64(result) };
}

/** Go makes a character of a single byte, which beyond ASCII takes two. */
function asCharacter(byte: number): readonly number[] {
  return byte < 0x80 ? [byte] : [0xc0 | (byte >> 6), 0x80 | (byte & 0x3f)];
}

/** A value in the middle of a text, as `%v` of Go prints it. */
function insideText({ type, text }: VarValue): string {
  return type === 'float' ? formatFloatV(Number(text)) : text;
}
