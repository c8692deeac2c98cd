import type { Argument, Command, Option } from 'commander';

/** Something that could stand in the place of the word that is being typed. */
export interface Candidate {
  readonly value: string;
  /** What it does; empty when there is nothing to say. */
  readonly description: string;
}

/** Values for a placeholder (`stage` of `--to <stage>`); `typed` is what was typed of it so far. */
export type Known = (placeholder: string, typed: string) => readonly string[];

/**
 * What could be typed in the place of the last of `words`, which stand behind the program's name: commands, options, and the
 * values that `known` has for their placeholders.
 */
export function candidates(program: Command, words: readonly string[], known: Known): readonly Candidate[] {
  const typed = words.at(-1) ?? '';
  const { command, positionals, awaiting } = walk(program, words.slice(0, -1));
  const offered = awaiting ? valuesOf(awaiting, known, typed) : offeredBy(command, positionals, known, typed);
  return offered.filter(({ value }) => value.startsWith(typed));
}

interface Walked {
  readonly command: Command;
  /** How many arguments of it are given. */
  readonly positionals: number;
  /** The option whose value comes next. */
  readonly awaiting: Option | undefined;
}

function walk(program: Command, words: readonly string[]): Walked {
  let command = program;
  let positionals = 0;
  let awaiting: Option | undefined;
  for (const word of words) {
    if (awaiting) {
      awaiting = undefined;
      continue;
    }
    if (word.startsWith('-')) {
      const option = optionsOf(command).find(({ long, short }) => word === long || word === short);
      awaiting = option && (option.required || option.optional) ? option : undefined;
      continue;
    }
    const inner = command.commands.find((one) => one.name() === word || one.aliases().includes(word));
    if (inner) command = inner;
    else positionals += 1;
  }
  return { command, positionals, awaiting };
}

function offeredBy(command: Command, positionals: number, known: Known, typed: string): readonly Candidate[] {
  if (typed.startsWith('-'))
    return optionsOf(command).map(({ long, short, description }) => ({ value: long ?? short ?? '', description }));
  const commands = command.createHelp().visibleCommands(command);
  const named = commands.map((one) => ({ value: one.name(), description: one.summary() || one.description() }));
  const own = command.registeredArguments;
  const last = own.at(-1);
  const argument = own[positionals] ?? (last?.variadic ? last : undefined);
  return [...named, ...(argument ? valuesOf(argument, known, typed) : [])];
}

/** The options of a command, and those of the program itself. */
function optionsOf(command: Command): readonly Option[] {
  const help = command.createHelp();
  const root = command.parent === null ? [] : optionsOf(command.parent);
  const own = help.visibleOptions(command);
  return [...own, ...root.filter(({ long }) => long !== '--version' && !own.some((option) => option.long === long))];
}

function valuesOf(place: Argument | Option, known: Known, typed: string): readonly Candidate[] {
  const placeholder = 'flags' in place ? (/[<[]([^>\]]+)[>\]]/.exec(place.flags)?.[1] ?? '') : place.name();
  const values = place.argChoices ?? known(placeholder.replace(/\.\.\.$/, ''), typed);
  return values.map((value) => ({ value, description: '' }));
}
