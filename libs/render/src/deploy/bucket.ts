/**
 * Which of a hub's ApplicationSets (0 to `buckets` − 1) holds the Applications of a cluster: the 32-bit FNV-1a hash of the
 * cluster's name (ASCII), modulo `buckets`. It depends on nothing else, so a cluster never changes its bucket while the hub lives.
 */
export function bucketOf(cluster: string, buckets: number): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < cluster.length; index++) {
    hash = Math.imul(hash ^ cluster.charCodeAt(index), 0x01000193);
  }
  return (hash >>> 0) % buckets;
}
