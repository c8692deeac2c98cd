import { compileRegexp } from '../regexp/regexp.ts';

/** The parts of the name of an image; empty where it has none. */
export interface ImageName {
  readonly name: string;
  readonly tag: string;
  readonly digest: string;
}

/**
 * The parts of `[host[:port]/]name[:tag][@digest]`; a colon before the first slash belongs to the host. As `Split` of
 * api/internal/image/image.go does.
 */
export function splitImage(image: string): ImageName {
  const slash = Math.max(0, image.indexOf('/'));
  const [colon, at] = [image.indexOf(':', slash), image.indexOf('@', slash)];
  if (at >= 0 && (colon < 0 || at < colon)) return { name: image.slice(0, at), tag: '', digest: image.slice(at + 1) };
  if (colon < 0) return { name: image, tag: '', digest: '' };
  if (at < 0) return { name: image.slice(0, colon), tag: image.slice(colon + 1), digest: '' };
  return { name: image.slice(0, colon), tag: image.slice(colon + 1, at), digest: image.slice(at + 1) };
}

/** The name that these parts make. */
export function joinImage({ name, tag, digest }: ImageName): string {
  return name + (tag === '' ? '' : `:${tag}`) + (digest === '' ? '' : `@${digest}`);
}

const rest = '(:[a-zA-Z0-9_.{}-]*)?(@sha256:[a-zA-Z0-9_.{}-]*)?$';
const tail = new RegExp(`^${rest}`);
const beyondAscii = /[^\0-\x7f]/;
const [dot, lineFeed] = [0x2e, 0x0a];

/**
 * Whether an image has this name, be it with a tag or a digest. kustomize takes the name for a regular expression: a dot is any character. Refuses (FW6018), when
 * first asked, a name that is none. As `IsImageMatched` of api/internal/image/image.go, which then ends in a panic.
 */
export function imageMatcher(name: string): (image: string) => boolean {
  // What most names are needs no regular expression, but for what stands behind them.
  const isUsual = /^[\w/.:@-]*$/.test(name);
  return (image) =>
    isUsual && !beyondAscii.test(image)
      ? startsWith(image, name) && tail.test(image.slice(name.length))
      : compileRegexp(`^${name}${rest}`).test(image);
}

/** Whether the image begins with the name, in which a dot is any character but a line break. */
function startsWith(image: string, name: string): boolean {
  if (image.length < name.length) return false;
  for (let index = 0; index < name.length; index += 1) {
    const code = image.charCodeAt(index);
    const wanted = name.charCodeAt(index);
    if (wanted === dot ? code === lineFeed : code !== wanted) return false;
  }
  return true;
}
