/** In which ways a text can be written, as `yaml_emitter_analyze_scalar` of go-yaml finds it. */
export interface Analysis {
  readonly multiline: boolean;
  /** Without quotes, outside of flow collections. */
  readonly plain: boolean;
  /** Without quotes, inside of flow collections. */
  readonly flowPlain: boolean;
  readonly single: boolean;
  readonly block: boolean;
}

const unprintable = /[^\n\x20-\x7e\u00a0-\ud7ff\ue000-\ufefe\uff00-\ufffd]/;
const unprintableButTab = /[^\t\n\x20-\x7e\u00a0-\ud7ff\ue000-\ufefe\uff00-\ufffd]/;
const lineBreak = /[\n\r\u0085\u2028\u2029]/;
const breakAtEnd = /^[\n\r\u0085\u2028\u2029]|[\n\r\u0085\u2028\u2029]$/;
const spaceBreak = / [\n\r\u0085\u2028\u2029]/;
const breakSpace = /[\n\r\u0085\u2028\u2029] /;

// What means something to YAML: at the start, and behind it. Blanks are spaces and tabs; the end counts as one.
const blockIndicators =
  /^(?:---|\.\.\.|[#,[\]{}&*!|>'"%@`]|[?:-](?:[ \t]|$))|:(?:[ \t]|$)|[ \t\n\r\0\u0085\u2028\u2029]#/;
const flowIndicators = /^(?:---|\.\.\.|[#&*!|>'"%@`]|-(?:[ \t]|$))|[,?[\]{}:]|[ \t\n\r\0\u0085\u2028\u2029]#/;

/** Finds how a text can be written. Version 3 of go-yaml lets tabs stand in blocks (`tabs`), version 2 escapes them. */
export function analyze(text: string, tabs = false): Analysis {
  if (text === '') return { multiline: false, plain: true, flowPlain: false, single: true, block: false };
  const multiline = lineBreak.test(text);
  const special = (tabs ? unprintableButTab : unprintable).test(text) || spaceBreak.test(text);
  const isEdgy = text.startsWith(' ') || text.endsWith(' ') || breakAtEnd.test(text);
  const hasTab = tabs && text.includes('\t');
  const single = !special && !hasTab && !breakSpace.test(text);
  const unquoted = single && !multiline && !isEdgy;
  return {
    multiline,
    plain: unquoted && !blockIndicators.test(text),
    flowPlain: unquoted && !flowIndicators.test(text),
    single,
    block: !special && !text.endsWith(' '),
  };
}
