import { statSync } from 'node:fs'
import { type Content, unwrap } from './content.ts'
import { isParquet } from './parquet.ts'
import { fileAt } from './stored.ts'
import { zipEntries } from './unzip.ts'

/**
 * Opens evidence that is parquet, or holds it in its wrapping or as entry `entry` of an archive, for as long as `use`
 * takes; `isStored`: the file itself is the parquet. Null when it is something else; throws when it cannot be read.
 */
export async function withParquet<T>(
  path: string,
  entry: number | null,
  use: (content: Content, isStored: boolean) => Promise<T>,
): Promise<T | null> {
  const bytes = statSync(path).size
  if (entry === null) {
    const content = await unwrap(fileAt(path), bytes)
    return isParquet(content.head) ? use(content, !content.isCompressed) : null
  }
  for await (const each of zipEntries(path, bytes)) {
    if (each.place !== entry) continue
    const content = await unwrap(await each.read(), each.bytes)
    return isParquet(content.head) ? use(content, false) : null
  }
  return null
}
