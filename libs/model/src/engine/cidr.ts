/**
 * Whether a text is a range of addresses in CIDR notation: an IPv4 or IPv6 address (RFC 4291, section 2.2) and the number
 * of its fixed bits. No leading zeros in decimals, which some read as octal; no zone.
 */
export function isCidr(text: string): boolean {
  const [address = '', bits = '', ...rest] = text.split('/');
  if (rest.length > 0) return false;
  if (address.includes(':')) return isIpv6(address) && isDecimal(bits, 128);
  return isIpv4(address) && isDecimal(bits, 32);
}

function isIpv4(text: string): boolean {
  const octets = text.split('.');
  return octets.length === 4 && octets.every((octet) => isDecimal(octet, 255));
}

/** Eight groups, or fewer with one `::` for the zeros that are left out; the last two may be written as IPv4. */
function isIpv6(text: string): boolean {
  const [before = '', after, ...rest] = text.split('::');
  if (rest.length > 0) return false;
  const groups = [before, after ?? ''].flatMap((part) => (part === '' ? [] : part.split(':')));
  const last = groups.at(-1) ?? '';
  const embedded = last.includes('.') && !text.endsWith('::');
  if (embedded && !isIpv4(last)) return false;
  const hex = embedded ? groups.slice(0, -1) : groups;
  const length = hex.length + (embedded ? 2 : 0);
  return hex.every((group) => /^[0-9a-f]{1,4}$/i.test(group)) && (after === undefined ? length === 8 : length < 8);
}

function isDecimal(text: string, most: number): boolean {
  return /^(0|[1-9]\d{0,2})$/.test(text) && Number(text) <= most;
}
