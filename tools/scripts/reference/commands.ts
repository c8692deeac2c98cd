import ts from 'typescript';
import { program } from '../../../libs/cli/src/cli.ts';
import { generatedFrom, plain, table } from './markdown.ts';
import { docOf, placeOf, sourceFile } from './sources.ts';

// Of the commander that the command has, which need not be the one found from here.
type Command = ReturnType<typeof program>;
type Option = Command['options'][number];

const outcome = 'libs/cli/src/outcome.ts';

/** The page of the commands: arguments, flags and examples of each as its `--help` has them, and the exit statuses. */
export function commandsPage(): string {
  const printed = { stdout: '', stderr: '' };
  const fleetwright = program('', () => undefined, printed);
  const sections = leaves(fleetwright).map((command) => {
    printed.stdout = '';
    command.outputHelp();
    return section(command, printed.stdout);
  });
  const common = fleetwright.options.filter(({ long }) => long !== '--version');
  return `${generatedFrom('libs/cli/src')}# Commands

\`npx fleetwright <command>\` runs anywhere in a work tree. Data goes to standard output, words and diagnostics to standard error. What a
program reads is \`--json\`: one document with \`schema: fleetwright/<command>/v1\`, the \`exit\` status and \`diagnostics\`. With \`NO_COLOR\` set,
or where standard error is no terminal, nothing is coloured.

${sections.join('\n')}
## Flags of every command

${table(['flag', 'what it does'], [...optionRows(common), ['`-h, --help`', 'show the help of the command']])}
## Exit status

${table(['status', 'meaning'], exitRows())}`;
}

/** Commands that do something: groups such as `new` are replaced by what is in them; what help hides is left out. */
function leaves(command: Command): readonly Command[] {
  const visible = command.createHelp().visibleCommands(command);
  const own = visible.filter((one) => one.name() !== 'help');
  return own.flatMap((one) => (one.commands.length > 0 ? leaves(one) : [one]));
}

function section(command: Command, help: string): string {
  const parent = command.parent?.parent ? `${command.parent.name()} ` : '';
  const usage = `fleetwright ${parent}${command.name()}`;
  const [, examples] = /\nExamples:\n([\s\S]*?)(?=\n\n|$)/.exec(help) ?? [];
  if (examples === undefined) throw new Error(`${usage} has no examples in its help`);
  const rows = [
    ...command.registeredArguments
      .filter(({ description }) => description !== '')
      .map((argument) => [`\`${argument.name()}\``, `${argument.description}${choices(argument)}`]),
    ...optionRows(command.options),
  ];
  const description = plain(command.description());
  return `## ${parent}${command.name()}

${description.charAt(0).toUpperCase()}${description.slice(1)}.

\`\`\`text
${usage} ${command.usage()}
\`\`\`

${
  rows.length > 0
    ? `${table(['flag', 'what it does'], rows)}
`
    : ''
}\`\`\`
${examples
  .split('\n')
  .map((line) => line.replace(/^ {2}/, ''))
  .join('\n')
  .trimEnd()}
\`\`\`
`;
}

function optionRows(options: readonly Option[]): string[][] {
  return options.map((option) => {
    const { flags, description, mandatory } = option;
    const must = mandatory ? ' (must be given)' : '';
    const behind = `${must}${choices(option)}`;
    return [mandatory ? `**\`${flags}\`**` : `\`${flags}\``, `${description}${behind}`];
  });
}

/** What a value may be, and what it is when nothing is said. */
function choices({ argChoices, defaultValue }: { argChoices?: readonly string[]; defaultValue?: unknown }): string {
  const isSaid = typeof defaultValue === 'string' || typeof defaultValue === 'number';
  const more = [
    ...(argChoices ? [`one of ${argChoices.join(', ')}`] : []),
    ...(isSaid ? [`default: ${defaultValue}`] : []),
  ];
  return more.length > 0 ? ` (${more.join('; ')})` : '';
}

/** The exit statuses, with the comments that stand above them. */
function exitRows(): string[][] {
  const rows: string[][] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isVariableDeclaration(node) && node.name.getText() === 'exitCode') {
      const value = node.initializer && ts.isAsExpression(node.initializer) ? node.initializer.expression : undefined;
      if (!value || !ts.isObjectLiteralExpression(value)) throw new Error(`${placeOf(node)}: not an object`);
      rows.push(...value.properties.map(exitRow));
    } else ts.forEachChild(node, visit);
  };
  visit(sourceFile(outcome));
  if (rows.length === 0) throw new Error(`${outcome} has no exitCode`);
  return rows;
}

function exitRow(property: ts.ObjectLiteralElementLike): string[] {
  const doc = docOf(property);
  if (!ts.isPropertyAssignment(property) || doc === undefined)
    throw new Error(`${placeOf(property)}: an exit status without a comment`);
  return [property.initializer.getText(), doc];
}
