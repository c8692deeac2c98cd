import type { DiagnosticCode } from '@fleetwright/diagnostics';
import { parseSchedule, quantityValue } from '@fleetwright/schemas';
import { z } from 'zod';
import { isCidr } from './cidr.ts';

/** What a broken rule turns into; carried by zod as `params` of a custom issue. */
export interface Broken {
  readonly code: DiagnosticCode;
  readonly hint: string;
}

/** Text that passes `test`; `says` goes on from the field's name: `must be …`. */
export function textThat(test: (text: string) => boolean, says: string, broken: Broken): z.ZodString {
  return z.string().refine(test, { error: says, params: { ...broken } });
}

/** RFC 1123 label: at most 63 lower-case letters, digits and hyphens, the outer ones no hyphens. */
export function isLabel(text: string, longest = 63): boolean {
  return text.length <= longest && /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/.test(text);
}

/** RFC 1035 label, which the name of a Service must be: as {@link isLabel}, and begins with a letter. */
export function isServiceName(text: string, longest = 63): boolean {
  return isLabel(text, longest) && /^[a-z]/.test(text);
}

/** RFC 1123 subdomain: labels joined by dots, at most 253 characters. */
export function isSubdomain(text: string): boolean {
  return text.length <= 253 && text.split('.').every((label) => isLabel(label));
}

const nameHint = 'use lower-case letters, digits and hyphens; begin and end with a letter or digit; at most 63';

/** A name that becomes a DNS label: a container, a team, an environment. No dots. */
export const labelName = textThat((text) => isLabel(text), 'is not a name that Kubernetes allows', {
  code: 'FW1015',
  hint: nameHint,
});

/** The name of a Service and of what is named like it. */
export const serviceName = textThat((text) => isServiceName(text), 'is not a name that a Service may have', {
  code: 'FW1015',
  hint: `${nameHint}; begin with a letter`,
});

/** A host name. */
export const hostName = textThat(isSubdomain, 'is not a host name', {
  code: 'FW1011',
  hint: 'labels of lower-case letters, digits and hyphens, joined by dots, such as shop.example.com',
});

/** IANA service name (RFC 6335): what the name of a port must be. */
export const portName = textThat(
  (text) => isLabel(text, 15) && /[a-z]/.test(text) && !text.includes('--'),
  'is not a name that a port may have',
  { code: 'FW1015', hint: 'at most 15 lower-case letters, digits and single hyphens, at least one letter' },
);

/** A port number. */
export const portNumber = z.int().min(1).max(65535);

/** Name of an environment variable that is also a key of a ConfigMap. */
export const envName = textThat(
  (text) => text.length <= 253 && /^[A-Za-z_.-][A-Za-z0-9_.-]*$/.test(text) && !text.startsWith('..') && text !== '.',
  'is not a name that an environment variable may have',
  { code: 'FW1015', hint: 'use letters, digits and underscores, and do not begin with a digit: LOG_LEVEL' },
);

/** A Kubernetes quantity that is not negative. */
export const quantity = textThat((text) => (quantityValue(text) ?? -1) >= 0, 'is not a quantity', {
  code: 'FW1011',
  hint: "a number with or without a unit, such as '250m', '1.5', '64Mi', '10Gi'",
});

/** When a CronJob runs, in the grammar that Kubernetes reads. */
export const schedule = z.string().superRefine((text, context) => {
  const problem = parseSchedule(text);
  if (problem === undefined) return;
  const params: Broken = {
    code: 'FW1019',
    hint: "five fields, for minute, hour, day of the month, month and day of the week, such as '0 3 * * *'",
  };
  context.addIssue({ code: 'custom', message: problem, params: { ...params }, input: text });
});

/** A count of pods, or a percentage up to `most`. */
export function portion(most = 100): z.ZodType<number | `${number}%`, number | `${number}%`> {
  return z.custom<number | `${number}%`>((value) => isPortion(value, most), {
    error: 'must be a whole number of pods or a percentage',
    params: { code: 'FW1011', hint: "such as 1 or '25%'" },
  });
}

function isPortion(value: unknown, most: number): boolean {
  if (typeof value === 'number') return Number.isInteger(value) && value >= 0;
  return typeof value === 'string' && /^\d{1,4}%$/.test(value) && Number.parseInt(value, 10) <= most;
}

/** Value of a label. */
export const labelValue = textThat(
  (text) => text.length <= 63 && /^(|[A-Za-z0-9]|[A-Za-z0-9][A-Za-z0-9_.-]*[A-Za-z0-9])$/.test(text),
  'is not a value that a label may have',
  { code: 'FW1015', hint: 'at most 63 letters, digits, dots, hyphens, underscores; the outer ones letters or digits' },
);

/** Key of a label or annotation, or name of a resource: `[prefix/]name`. */
export const qualifiedName = textThat(
  (text) => {
    const [name = '', prefix, ...rest] = text.split('/').reverse();
    const fits = name.length <= 63 && /^([A-Za-z0-9]|[A-Za-z0-9][A-Za-z0-9_.-]*[A-Za-z0-9])$/.test(name);
    return fits && rest.length === 0 && (prefix === undefined || isSubdomain(prefix));
  },
  'is not a key that Kubernetes allows',
  { code: 'FW1015', hint: 'a name, or a DNS name and a name joined by a slash: example.com/team' },
);

/** Where something is mounted. */
export const mountPath = textThat(
  (text) => text.startsWith('/') && !text.includes(':') && !text.split('/').includes('..'),
  'is not a path that something can be mounted at',
  { code: 'FW1011', hint: 'an absolute path without ":" and "..", such as /tmp' },
);

/** Path of an HTTP request. */
export const urlPath = textThat((text) => text.startsWith('/'), 'is not a path', {
  code: 'FW1011',
  hint: 'begin it with a slash: /healthz',
});

/** A range of addresses. */
export const cidr = textThat(isCidr, 'is not a range of addresses', {
  code: 'FW1011',
  hint: 'an address and the number of fixed bits: 10.0.0.0/8',
});

/** A name of the tz database, by its form. */
export const timeZone = textThat(
  (text) => /^[A-Z][A-Za-z0-9_+-]*(\/[A-Za-z0-9_+-]+)*$/.test(text) && text !== 'Local',
  'is not a time zone',
  {
    code: 'FW1011',
    hint: 'a name of the tz database: Etc/UTC, Europe/Berlin',
  },
);
