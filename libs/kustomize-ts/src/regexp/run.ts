import type { Program } from './program.ts';
import type { Place } from './tree.ts';

/**
 * Whether the program matches somewhere in the text. Takes time proportional to the length of the text times that of the program, whatever they are: each
 * instruction is followed at most once for each character.
 */
export function runs(program: Program, text: string): boolean {
  const machine = new Machine(program);
  let before = -1;
  let position = 0;
  while (true) {
    const codePoint = text.codePointAt(position) ?? -1;
    if (machine.enter(before, codePoint, position === 0)) return true;
    if (codePoint < 0) return false;
    if (!machine.step(codePoint)) return false;
    before = codePoint;
    position += codePoint > 0xffff ? 2 : 1;
  }
}

class Machine {
  readonly #program: Program;
  /** For each instruction, the number of the step in which it was reached last. */
  readonly #reached: Uint32Array;
  /** Instructions to be followed before the next character. */
  #waiting: number[] = [];
  /** Instructions that want a character. */
  #hungry: number[] = [];
  #steps = 0;
  /** Whether a match can begin behind the start of the text. */
  readonly #floats: boolean;

  constructor(program: Program) {
    this.#program = program;
    this.#reached = new Uint32Array(program.instructions.length);
    const first = program.instructions[program.start];
    this.#floats = !(first?.kind === 'place' && first.place === 'beginText');
  }

  /** Goes as far as it gets between two characters (below 0: none); whether that is a match. */
  enter(before: number, after: number, isFirst: boolean): boolean {
    this.#steps++;
    if (isFirst || this.#floats) this.#waiting.push(this.#program.start);
    this.#hungry = [];
    for (let next = this.#waiting.pop(); next !== undefined; next = this.#waiting.pop()) {
      if (this.#reached[next] === this.#steps) continue;
      this.#reached[next] = this.#steps;
      if (this.#follow(next, before, after)) return true;
    }
    return false;
  }

  #follow(position: number, before: number, after: number): boolean {
    const instruction = this.#program.instructions[position];
    if (instruction === undefined || instruction.kind === 'match') return true;
    if (instruction.kind === 'char') this.#hungry.push(position);
    else if (instruction.kind === 'split') this.#waiting.push(instruction.other, instruction.next);
    else if (isAt[instruction.place](before, after)) this.#waiting.push(instruction.next);
    return false;
  }

  /** Takes a character; whether a match is still possible. */
  step(codePoint: number): boolean {
    for (const position of this.#hungry) {
      const instruction = this.#program.instructions[position];
      if (instruction?.kind === 'char' && instruction.test(codePoint)) this.#waiting.push(instruction.next);
    }
    return this.#floats || this.#waiting.length > 0;
  }
}

/** Whether a place is between two characters; below 0: none. */
const isAt: Readonly<Record<Place, (before: number, after: number) => boolean>> = {
  beginText: (before) => before < 0,
  endText: (_, after) => after < 0,
  beginLine: (before) => before < 0 || before === 10,
  endLine: (_, after) => after < 0 || after === 10,
  wordBoundary: (before, after) => isWord(before) !== isWord(after),
  noWordBoundary: (before, after) => isWord(before) === isWord(after),
};

function isWord(codePoint: number): boolean {
  return codePoint >= 0 && codePoint < 128 && /\w/.test(String.fromCharCode(codePoint));
}
