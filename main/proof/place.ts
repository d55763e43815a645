/** Where AWS wrote an object. */
export interface Place {
  readonly bucket: string
  readonly key: string
}

export function baseOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

/**
 * How well the address of an object of the case agrees with where AWS wrote it: 3 there or in a copy that keeps bucket
 * and key, 2 under the same key, 1 under the same file name only, 0 not at all. Log and digest names hold 16 random
 * characters or a time and a trail, so a name alone still tells which file it was.
 */
export function agreement(uri: string, { bucket, key }: Place): 0 | 1 | 2 | 3 {
  const path = decoded(uri)
  if (path === `s3://${bucket}/${key}` || path.endsWith(`/${bucket}/${key}`)) return 3
  if (path.endsWith(`/${key}`)) return 2
  return baseOf(path) === baseOf(key) ? 1 : 0
}

function decoded(uri: string): string {
  if (!uri.startsWith('file:')) return uri
  try {
    return decodeURIComponent(uri)
  } catch {
    return uri
  }
}
