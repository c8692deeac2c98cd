/**
 * Reads the OpenAPI document that kyaml carries: a `openapi.v2.Document` of gnostic in the wire format of protobuf. Only what merging asks for;
 * field numbers are those of openapiv2/OpenAPIv2.proto.
 */
export interface Definition {
  readonly ref: string | undefined;
  readonly types: readonly string[];
  readonly items: Definition | undefined;
  readonly properties: ReadonlyMap<string, Definition>;
  readonly additional: Definition | undefined;
  /** Vendor extensions, as YAML. */
  readonly extensions: ReadonlyMap<string, string>;
}

/** The definitions of a document, by name. */
export function readSwagger(bytes: Uint8Array): ReadonlyMap<string, Definition> {
  const definitions = messagesOf(bytes, 9).flatMap((message) => messagesOf(message, 1));
  return new Map(definitions.map(readNamed));
}

function readNamed(message: Uint8Array): [string, Definition] {
  return [textOf(message, 1) ?? '', readSchema(messagesOf(message, 2)[0] ?? new Uint8Array())];
}

function readSchema(message: Uint8Array): Definition {
  const items = messagesOf(message, 23).flatMap((item) => messagesOf(item, 1))[0];
  const additional = messagesOf(message, 21).flatMap((item) => messagesOf(item, 1))[0];
  return {
    ref: textOf(message, 1),
    types: messagesOf(message, 22).flatMap((type) => messagesOf(type, 1).map(decode)),
    items: items && readSchema(items),
    properties: new Map(messagesOf(message, 25).flatMap((each) => messagesOf(each, 1).map(readNamed))),
    additional: additional && readSchema(additional),
    extensions: new Map(messagesOf(message, 31).map(readExtension)),
  };
}

function readExtension(message: Uint8Array): [string, string] {
  const value = messagesOf(message, 2)[0];
  return [textOf(message, 1) ?? '', (value && textOf(value, 2)) ?? ''];
}

function textOf(message: Uint8Array, field: number): string | undefined {
  const bytes = messagesOf(message, field)[0];
  return bytes && decode(bytes);
}

function decode(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

/** The length-delimited fields with this number: texts and messages. */
function messagesOf(message: Uint8Array, field: number): readonly Uint8Array[] {
  const found: Uint8Array[] = [];
  for (let at = 0; at < message.length; ) {
    const key = varint(message, at);
    const [wire, start] = [key.value & 7, key.next];
    const length = wire === 2 ? varint(message, start) : { value: 0, next: start };
    if (wire === 2 && key.value >>> 3 === field) found.push(message.subarray(length.next, length.next + length.value));
    at = wire === 2 ? length.next + length.value : skip(message, start, wire);
  }
  return found;
}

function skip(message: Uint8Array, at: number, wire: number): number {
  if (wire === 0) return varint(message, at).next;
  if (wire === 1) return at + 8;
  if (wire === 5) return at + 4;
  throw new Error(`wire type ${wire}`);
}

function varint(message: Uint8Array, at: number): { value: number; next: number } {
  let value = 0;
  for (let index = at; ; index++) {
    const byte = message[index] ?? 0;
    value += (byte & 127) * 2 ** (7 * (index - at));
    if (byte < 128) return { value, next: index + 1 };
  }
}
