/*
 * What a build remembers of an object, in annotations of it. Names as api/internal/utils/annotations.go and kyaml/kio/kioutil/kioutil.go have them.
 */
const domain = 'internal.config.kubernetes.io';

/** Lists of the same length, in CSV: what the object was called, oldest first. */
export const previousNames = `${domain}/previousNames`;
export const previousNamespaces = `${domain}/previousNamespaces`;
export const previousKinds = `${domain}/previousKinds`;

/** What was put around its name, in CSV, innermost first. */
export const prefixes = `${domain}/prefixes`;
export const suffixes = `${domain}/suffixes`;

/** Which objects name it, in CSV. */
const refBy = `${domain}/refBy`;

export const generatorBehavior = `${domain}/generatorBehavior`;
export const needsHashSuffix = `${domain}/needsHashSuffix`;
export const allowNameChange = `${domain}/allowNameChange`;
export const allowKindChange = `${domain}/allowKindChange`;
export const helmGenerated = `${domain}/helm-generated`;

/** The value of flags that are set. */
export const enabled = 'enabled';

/** Those of origins and transformations: not removed at the end, since they are what `buildMetadata` asks for. */
export const originAnnotation = 'config.kubernetes.io/origin';
export const transformationsAnnotation = 'alpha.config.kubernetes.io/transformations';

/** All that are removed at the end of a build. */
export const buildAnnotations: readonly string[] = [
  previousKinds,
  previousNames,
  prefixes,
  suffixes,
  previousNamespaces,
  allowNameChange,
  allowKindChange,
  refBy,
  generatorBehavior,
  needsHashSuffix,
  `${domain}/path`,
  `${domain}/index`,
  `${domain}/seqindent`,
  `${domain}/id`,
  `${domain}/annotations-migration-resource-id`,
  'config.kubernetes.io/path',
  'config.kubernetes.io/index',
  'config.k8s.io/id',
  helmGenerated,
];
