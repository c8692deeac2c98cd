import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A kind that a CustomResourceDefinition defines. */
interface Defined {
  readonly group: string;
  readonly kind: string;
}

/** The definitions in all files of a folder, as text: they are megabytes, and the API server reads them better than we would. */
export class Crds {
  readonly #texts: readonly string[];

  /** @param texts YAML streams */
  constructor(texts: readonly string[]) {
    this.#texts = texts.flatMap((text) => text.split(/^---.*$/m));
  }

  /** Those of the `*.yaml` of a folder; `undefined` when there is no such folder. */
  static in(folder: string): Crds | undefined {
    if (!existsSync(folder)) return undefined;
    const files = readdirSync(folder).filter((file) => file.endsWith('.yaml'));
    return new Crds(files.toSorted().map((file) => readFileSync(join(folder, file), 'utf8')));
  }

  /** The definition of a kind, and its name; `undefined` where no file has it. */
  find({ group, kind }: Defined): { readonly name: string; readonly yaml: string } | undefined {
    const yaml = this.#texts.find((text) => {
      const defined = definedBy(text);
      return defined?.group === group && defined.kind === kind;
    });
    const [, name] = /^ {2}name: (\S+)$/m.exec(yaml ?? '') ?? [];
    return yaml === undefined || name === undefined ? undefined : { name, yaml };
  }
}

/**
 * What a document defines, by the indentation that all projects publish them with (controller-gen's). One that is laid out
 * otherwise is not found, which is said of its kind.
 */
function definedBy(text: string): Defined | undefined {
  if (!/^kind: CustomResourceDefinition$/m.test(text)) return undefined;
  const [, group] = /^ {2}group: (\S+)$/m.exec(text) ?? [];
  const [, kind] = /^ {4}kind: (\S+)$/m.exec(text) ?? [];
  return group === undefined || kind === undefined ? undefined : { group, kind };
}
