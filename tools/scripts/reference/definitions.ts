import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { anchor, generatedFrom, table } from './markdown.ts';
import { docOf, placeOf, root, sourceFile } from './sources.ts';
import { wordsOf } from './types.ts';

const folder = 'libs/model/src/define';

/** The sections of the page: types by name under a heading, with a sentence about where they are written. */
const chapters: readonly (readonly [heading: string, intro: string, types: readonly string[]])[] = [
  [
    'The fleet',
    '`clusters/fleet.ts` exports `defineFleet({ … })`, a FleetInput, and what it gives: `defineApp`, `definePlatform`, `defineInventory`, `fact`, `text`, `patch`, `raw`.',
    [
      'FleetInput',
      'EnvironmentInput',
      'StageInput',
      'TeamInput',
      'HubInput',
      'RepositoryInput',
      'GatewayInput',
      'SecretStoreInput',
    ],
  ],
  [
    'Clusters',
    '`clusters/inventory.ts` exports `defineInventory({ … })` as default: a map from the name of each cluster to a ClusterInput.',
    ['ClusterInput'],
  ],
  [
    'Apps',
    '`apps/<app>/app.ts` exports `defineApp({ … })` as default, an App.',
    ['App', 'Rule', 'When', 'SecretSource'],
  ],
  [
    'Processes',
    'A process is one of five, told apart by `type`. What they have in common stands under Pod and Container.',
    ['Process', 'Web', 'Worker', 'Stateful', 'Cron', 'Job', 'Pod', 'PodSecurity'],
  ],
  [
    'Containers',
    'The main container of a process, its sidecars and its init containers.',
    ['Container', 'Port', 'Resources', 'Quantities', 'Scratch', 'ContainerSecurity'],
  ],
  ['Probes', '', ['Probe', 'HttpProbe', 'TcpProbe', 'GrpcProbe', 'ExecProbe', 'ProbeTiming']],
  [
    'Scale, updates, disks, Services',
    '',
    [
      'Scale',
      'FixedScale',
      'HpaScale',
      'Strategy',
      'RollingStrategy',
      'RecreateStrategy',
      'Disruption',
      'Storage',
      'ServiceSettings',
      'WebServiceSettings',
    ],
  ],
  ['Who talks to whom', '', ['Network', 'Ingress', 'Egress', 'Peer']],
  [
    'Platform apps',
    'What no single app owns. `apps/<app>/app.ts` exports `definePlatform({ … })` as default, a Platform; its owner is the team that the fleet names as `platform`.',
    ['Platform', 'NamespaceSettings'],
  ],
  [
    'Apps that go',
    'An app or a platform app that says `retired` and nothing of what it does renders a marker alone.',
    ['RetiredApp', 'RetiredPlatform'],
  ],
  [
    'What the definition has no word for',
    "`patch('Deployment', 'web', { … })` changes one object of the app, a PatchInput; `raw('LimitRange', 'defaults', { … })` adds one, a RawInput. Both are typed by the Kubernetes types.",
    ['PatchInput', 'RawInput'],
  ],
];

const law = `## Overrides

What \`environments\` and \`rules\` say follows one law, for every field at every depth:

- an object **with** \`type\` replaces what was there;
- an object **without** \`type\` is merged into it, field by field;
- a list replaces the list;
- \`null\` takes an optional field, or an entry of a map, away.

First comes the app, then its environment, then the rules that fit, in their order. The result is checked as a whole.
`;

const facts = `## Facts

A fact is a value of one cluster, such as its domain. The fleet gives its type: \`t.text\`, \`t.integer\`, \`t.boolean\`, or
\`t.oneOf('eu', 'us')\`. An app says \`fact.domain\` where a value is wanted, and \`\` text\`shop.\${fact.domain}\` \`\` where it is a part of
one. It cannot look into a fact: using one as text or as a number is an error (FW1020).
`;

type Declaration = ts.InterfaceDeclaration | ts.TypeAliasDeclaration;

/** The page of the fields that definitions may have. Throws when a public field has no comment, or a type no place on the page. */
export function definitionsPage(): string {
  const declared = declarations();
  const listed = new Set(chapters.flatMap(([, , types]) => types));
  const parts = chapters.map(([heading, intro, types]) => {
    const sections = types.map((name) => section(name, declared, listed));
    return `## ${heading}\n\n${intro === '' ? '' : `${intro}\n\n`}${sections.join('\n')}`;
  });
  return `${generatedFrom(folder)}# What definitions may say

An editor shows the same where you write. A name in **bold** must be there; the others may be left out, and then the default holds.

${[...parts.slice(0, 3), law, facts, ...parts.slice(3)].join('\n')}`;
}

/** Interfaces and aliases of the folder, by name. */
function declarations(): ReadonlyMap<string, Declaration> {
  const files = readdirSync(join(root, folder)).filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'));
  const found = files.flatMap((file) => {
    const { statements } = sourceFile(`${folder}/${file}`);
    return statements.filter((one) => ts.isInterfaceDeclaration(one) || ts.isTypeAliasDeclaration(one));
  });
  return new Map(found.map((one) => [one.name.text, one]));
}

function section(name: string, declared: ReadonlyMap<string, Declaration>, listed: ReadonlySet<string>): string {
  const declaration = declared.get(name);
  const doc = declaration && docOf(declaration);
  if (!declaration || doc === undefined) throw new Error(`${folder} has no type ${name} with a comment`);
  if (ts.isTypeAliasDeclaration(declaration)) {
    const { type } = declaration;
    const words = ts.isUnionTypeNode(type) ? `\n\n${upper(wordsOf(type, listed))}.` : '';
    return `### ${name}\n\n${doc}${words}\n`;
  }
  const { own, links } = fieldsOf(declaration, declared, listed);
  const rest =
    links.length > 0 ? `\nAnd the fields of ${links.map((one) => `[${one}](${anchor(one)})`).join(' and ')}.\n` : '';
  const rows = own.map((field) => row(field, listed));
  return `### ${name}\n\n${doc}\n\n${rows.length > 0 ? table(['field', 'type', 'default', 'what it says'], rows) : ''}${rest}`;
}

/** The fields of an interface and of those that it extends, but for those with a section of their own, which are named. */
function fieldsOf(
  declaration: ts.InterfaceDeclaration,
  declared: ReadonlyMap<string, Declaration>,
  listed: ReadonlySet<string>,
): { readonly own: readonly ts.PropertySignature[]; readonly links: readonly string[] } {
  // A field of type undefined forbids what another type has.
  const own = declaration.members
    .filter((one) => ts.isPropertySignature(one))
    .filter(({ type }) => type?.kind !== ts.SyntaxKind.UndefinedKeyword);
  const links: string[] = [];
  for (const { expression } of (declaration.heritageClauses ?? []).flatMap((clause) => [...clause.types])) {
    const name = expression.getText();
    const base = declared.get(name);
    if (listed.has(name)) links.push(name);
    else if (base && ts.isInterfaceDeclaration(base)) own.unshift(...fieldsOf(base, declared, listed).own);
  }
  return { own, links };
}

function row(field: ts.PropertySignature, listed: ReadonlySet<string>): string[] {
  const name = field.name.getText();
  const { type } = field;
  if (!type) throw new Error(`${placeOf(field)}: a field without a type`);
  const shown = field.questionToken ? `\`${name}\`` : `**\`${name}\`**`;
  const doc = docOf(field) ?? (name === 'type' ? 'Says which one it is.' : undefined);
  if (doc === undefined) throw new Error(`${placeOf(field)}: the field ${name} has no comment`);
  const [, before = doc, value = '', after = ''] = /^(.*?)\s*\bDefault: (.*?)\.(?=\s|$)(.*)$/.exec(doc) ?? [];
  const sentence = `${before}${after}`.trim();
  if (sentence === '') throw new Error(`${placeOf(field)}: the comment of ${name} says no more than its default`);
  return [shown, wordsOf(type, listed), field.questionToken ? value : '', sentence];
}

function upper(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
