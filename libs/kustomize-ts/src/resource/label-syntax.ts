import { goQuote } from '../text/go-quote.ts';
import { byteLength } from '../text/utf8.ts';

/*
 * What Kubernetes takes as key and value of a label, in its words. As kyaml/yaml/internal/k8sgen/pkg/util/validation/validation.go has it.
 */
const qualifiedName = '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]';
const dnsLabel = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const dnsSubdomain = `${dnsLabel}(\\.${dnsLabel})*`;

// Written so that no text makes them go back and forth.
const isName = /^[A-Za-z0-9](?:[-A-Za-z0-9_.]*(?<=[A-Za-z0-9]))?$/;
const isDnsPart = /^[a-z0-9](?:[-a-z0-9]*(?<=[a-z0-9]))?$/;

const maxName = 63;
const maxSubdomain = 253;

/** Why this is no key of a label; nothing when it is one. */
export function labelKeyProblems(key: string): readonly string[] {
  const parts = key.split('/');
  if (parts.length > 2) {
    return [
      `a qualified name ${nameProblem()} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`,
    ];
  }
  const name = parts.at(-1) ?? '';
  const problems = parts.length === 2 ? prefixProblems(parts[0] ?? '') : [];
  if (name === '') problems.push('name part must be non-empty');
  else if (byteLength(name) > maxName) problems.push(`name part must be no more than ${maxName} characters`);
  if (!isName.test(name)) problems.push(`name part ${nameProblem()}`);
  return problems;
}

/** Why this is no value of a label, each with value and key; nothing when it is one. */
export function labelValueProblems(key: string, value: string): readonly string[] {
  const problems: string[] = [];
  if (byteLength(value) > maxName) problems.push(`must be no more than ${maxName} characters`);
  if (value !== '' && !isName.test(value)) {
    problems.push(
      'a valid label must be an empty string or consist of alphanumeric characters, ' +
        `'-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', ` +
        `regex used for validation is '(${qualifiedName})?')`,
    );
  }
  if (problems.length === 0) return [];
  return [`invalid label value: ${goQuote(value)}: at key: ${goQuote(key)}: ${problems.join('; ')}`];
}

function prefixProblems(prefix: string): string[] {
  if (prefix === '') return ['prefix part must be non-empty'];
  const problems: string[] = [];
  if (byteLength(prefix) > maxSubdomain) problems.push(`prefix part must be no more than ${maxSubdomain} characters`);
  if (!prefix.split('.').every((part) => isDnsPart.test(part))) {
    problems.push(
      'prefix part a DNS-1123 subdomain must consist of lower case alphanumeric characters, ' +
        `'-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '${dnsSubdomain}')`,
    );
  }
  return problems;
}

function nameProblem(): string {
  return (
    `must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character ` +
    `(e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '${qualifiedName}')`
  );
}
