/** Whose a path is: generated, an entry of a stage (written by movements only), or by hand, as holds and definitions are. */
export function ownerOf(path: string): 'generated' | 'stage' | 'hand' {
  if (/^(apps\/[^/]+\/rendered|clusters\/(rendered|facts|overlays|hubs))\//.test(path)) return 'generated';
  return /^clusters\/stages\/[^/]+\/[^/]+\//.test(path) ? 'stage' : 'hand';
}
