/**
 * Kubernetes' quantities: `250m`, `1.5Gi`, `2e3`. Grammar and suffixes:
 * https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
 */
const grammar = /^([+-]?)(\d+\.?\d*|\.\d+)(?:([eE][+-]?\d{1,3})|([numkMGTPE]|[KMGTPE]i))?$/;

const decimal = ['n', 'u', 'm', '', 'k', 'M', 'G', 'T', 'P', 'E'];
const binary = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];

/** Whether it is one. */
export function isQuantity(value: unknown): boolean {
  return typeof value === 'string' ? grammar.test(value) : Number.isFinite(value);
}

/** The number that a quantity is, or undefined when it is none. Exact enough to compare, not to add up. */
export function quantityValue(quantity: unknown): number | undefined {
  if (typeof quantity === 'number') return Number.isFinite(quantity) ? quantity : undefined;
  if (typeof quantity !== 'string') return undefined;
  const parts = grammar.exec(quantity);
  if (!parts) return undefined;
  const [, sign, digits, exponent = '', suffix = ''] = parts;
  const number = Number(`${sign}${digits}${exponent}`);
  if (suffix.endsWith('i')) return number * 1024 ** binary.indexOf(suffix);
  return number * 1000 ** (decimal.indexOf(suffix) - decimal.indexOf(''));
}
