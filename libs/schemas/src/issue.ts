/** One thing that is wrong with an object. */
export interface SchemaIssue {
  /** Where: the keys and indexes from the top of the object. */
  readonly pointer: readonly (string | number)[];
  readonly problem: 'unknown-field' | 'wrong-value' | 'missing-field';
  /** The problem in plain words, beginning with the path; no full stop at the end. */
  readonly message: string;
  /** How to mend it. */
  readonly hint: string;
}

/** A pointer as people read it: `spec.containers[0].image`, `metadata.labels["app.kubernetes.io/name"]`. */
export function pathText(pointer: readonly (string | number)[]): string {
  let text = '';
  for (const key of pointer) {
    if (typeof key === 'number') text += `[${key}]`;
    else if (/^[A-Za-z_$][\w$-]*$/.test(key)) text += text === '' ? key : `.${key}`;
    else text += `[${JSON.stringify(key)}]`;
  }
  return text === '' ? 'the object' : text;
}

/** A value as a message shows it: its kind and, when short, itself (`the string "3"`, `a list`). */
export function valueText(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'string') return `the string ${JSON.stringify(clipped(value))}`;
  if (typeof value === 'number' || typeof value === 'bigint') return `the number ${value}`;
  if (typeof value === 'boolean') return String(value);
  return typeof value === 'object' ? 'a map' : `a ${typeof value}`;
}

/** Words with commas and a last "or", sorted as given. */
export function anyOf(words: readonly string[]): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}

function clipped(text: string): string {
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}
