import type { CharTest } from './tree.ts';

/** Code points from and to. */
export type Range = readonly [low: number, high: number];

/** Part of a character class: code points, or a property of Unicode as JavaScript writes it, or all but those. */
export interface ClassItem {
  readonly ranges: readonly Range[];
  readonly property?: string;
  readonly negated: boolean;
}

const digits: Range = [0x30, 0x39];
const upper: Range = [0x41, 0x5a];
const lower: Range = [0x61, 0x7a];
const underscore: Range = [0x5f, 0x5f];
const space: Range = [0x20, 0x20];

/** `\d` and the like, by their letter; with the capital, all others. */
export const perlClasses: Readonly<Record<string, readonly Range[]>> = {
  d: [digits],
  s: [[0x9, 0xa], [0xc, 0xd], space],
  w: [digits, upper, underscore, lower],
};

/** `[:alpha:]` and the like. */
export const posixClasses: Readonly<Record<string, readonly Range[]>> = {
  alnum: [digits, upper, lower],
  alpha: [upper, lower],
  ascii: [[0, 0x7f]],
  blank: [[0x9, 0x9], space],
  cntrl: [
    [0, 0x1f],
    [0x7f, 0x7f],
  ],
  digit: [digits],
  graph: [[0x21, 0x7e]],
  lower: [lower],
  print: [[0x20, 0x7e]],
  punct: [
    [0x21, 0x2f],
    [0x3a, 0x40],
    [0x5b, 0x60],
    [0x7b, 0x7e],
  ],
  space: [[0x9, 0xd], space],
  upper: [upper],
  word: [digits, upper, underscore, lower],
  xdigit: [digits, [0x41, 0x46], [0x61, 0x66]],
};

const categories = new Set(
  'C Cc Cf Cn Co Cs L LC Ll Lm Lo Lt Lu M Mc Me Mn N Nd Nl No P Pc Pd Pe Pf Pi Po Ps S Sc Sk Sm So Z Zl Zp Zs'.split(
    ' ',
  ),
);

/** Other names of categories, without underscores. */
const categoryNames: ReadonlyMap<string, string> = new Map(
  (
    'Casedletter=LC Closepunctuation=Pe Combiningmark=M Connectorpunctuation=Pc Control=Cc Currencysymbol=Sc Dashpunctuation=Pd ' +
    'Decimalnumber=Nd Enclosingmark=Me Finalpunctuation=Pf Format=Cf Initialpunctuation=Pi Letter=L Letternumber=Nl ' +
    'Lineseparator=Zl Lowercaseletter=Ll Mark=M Mathsymbol=Sm Modifierletter=Lm Modifiersymbol=Sk Nonspacingmark=Mn Number=N ' +
    'Openpunctuation=Ps Other=C Otherletter=Lo Othernumber=No Otherpunctuation=Po Othersymbol=So Paragraphseparator=Zp ' +
    'Privateuse=Co Punctuation=P Separator=Z Spaceseparator=Zs Spacingmark=Mc Surrogate=Cs Symbol=S Titlecaseletter=Lt ' +
    'Unassigned=Cn Uppercaseletter=Lu Cntrl=Cc Digit=Nd Punct=P'
  )
    .split(' ')
    .map((pair): [string, string] => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]),
);

/** Scripts that Go finds: those of two words it does not, since it looks for them without their underscore. */
const scripts = new Set(
  (
    'Adlam Ahom Arabic Armenian Avestan Balinese Bamum Batak Bengali Bhaiksuki Bopomofo Brahmi Braille Buginese Buhid Carian Chakma ' +
    'Cham Cherokee Chorasmian Common Coptic Cuneiform Cypriot Cyrillic Deseret Devanagari Dogra Duployan Elbasan Elymaic Ethiopic ' +
    'Georgian Glagolitic Gothic Grantha Greek Gujarati Gurmukhi Han Hangul Hanunoo Hatran Hebrew Hiragana Inherited Javanese Kaithi ' +
    'Kannada Katakana Kawi Kharoshthi Khmer Khojki Khudawadi Lao Latin Lepcha Limbu Lisu Lycian Lydian Mahajani Makasar Malayalam ' +
    'Mandaic Manichaean Marchen Medefaidrin Miao Modi Mongolian Mro Multani Myanmar Nabataean Nandinagari Newa Nko Nushu Ogham Oriya ' +
    'Osage Osmanya Palmyrene Phoenician Rejang Runic Samaritan Saurashtra Sharada Shavian Siddham Sinhala Sogdian Soyombo Sundanese ' +
    'Syriac Tagalog Tagbanwa Takri Tamil Tangsa Tangut Telugu Thaana Thai Tibetan Tifinagh Tirhuta Toto Ugaritic Vai Vithkuqi Wancho ' +
    'Yezidi Yi'
  ).split(' '),
);

/** The class that `\p{name}` is; `undefined` for a name that Go does not know. */
export function unicodeClass(name: string): ClassItem | undefined {
  const bare = name.replace(/[-_ ]/g, '');
  const canonical = bare.replace(/^[a-z]/, (letter) => letter.toUpperCase()).replace(/(?!^)[A-Z]/g, lowered);
  if (canonical === 'Any') return { ranges: [[0, 0x10ffff]], negated: false };
  if (canonical === 'Assigned') return { ranges: [], property: 'Cn', negated: true };
  if (canonical === 'Ascii') return { ranges: [[0, 0x7f]], negated: false };
  const category = canonical === 'Lc' ? 'LC' : canonical;
  const property = categories.has(category) ? category : categoryNames.get(canonical);
  if (property !== undefined) return { ranges: [], property, negated: false };
  return scripts.has(canonical) ? { ranges: [], property: `Script=${canonical}`, negated: false } : undefined;
}

function lowered(letter: string): string {
  return letter.toLowerCase();
}

/** A test for code points that any of the items takes, or none when `negated`; with `fold`, in whatever case they are. */
export function classTest(items: readonly ClassItem[], fold: boolean, negated: boolean): CharTest {
  const tests = items.map((item) => itemTest(item, fold));
  return remembered((codePoint) => tests.some((test) => test(codePoint)) !== negated);
}

function itemTest(item: ClassItem, fold: boolean): CharTest {
  const { ranges, property, negated } = item;
  if (!fold && property === undefined) {
    return (codePoint) => ranges.some(([low, high]) => low <= codePoint && codePoint <= high) !== negated;
  }
  const escapes = ranges.map(([low, high]) => `\\u{${low.toString(16)}}-\\u{${high.toString(16)}}`);
  if (property !== undefined) escapes.push(`\\p{${property}}`);
  // One character against one class, so that it takes no time worth speaking of.
  const expression = new RegExp(`^[${escapes.join('')}]$`, fold ? 'iu' : 'u');
  return (codePoint) => expression.test(String.fromCodePoint(codePoint)) !== negated;
}

const untried = 2;

/** The same test, which asks only once for each character of ASCII. */
function remembered(test: CharTest): CharTest {
  const known = new Uint8Array(128).fill(untried);
  return (codePoint) => {
    const answer = known[codePoint];
    if (answer === undefined) return test(codePoint);
    if (answer !== untried) return answer === 1;
    const found = test(codePoint);
    known[codePoint] = found ? 1 : 0;
    return found;
  };
}
