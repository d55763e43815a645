import type { Content } from './content.ts'

/** Both ends of a parquet file, https://parquet.apache.org/docs/file-format/. */
const magic = Buffer.from('PAR1')
/** Magic, length of the footer, magic: what is shorter holds nothing. */
const least = 12

export function isParquet(head: Buffer): boolean {
  return head.subarray(0, 4).equals(magic)
}

/** Why content that begins like parquet cannot be that, or null. What lies between its ends is DuckDB's to judge. */
export async function whyNoParquet(content: Content): Promise<string | null> {
  const { length, tail } = await endOf(content)
  if (length < least) return `parquet by its first bytes, but ${length} bytes are too few for anything`
  if (!tail.equals(magic)) return 'parquet that is cut off: its end, which says where everything is, is missing'
  return null
}

export async function endsLikeParquet(content: Content): Promise<boolean> {
  return (await endOf(content)).tail.equals(magic)
}

async function endOf(content: Content): Promise<{ length: number; tail: Buffer }> {
  let length = 0
  let tail = Buffer.alloc(0)
  for await (const piece of content.open()) {
    length += piece.length
    tail = Buffer.concat([tail, piece.subarray(-magic.length)]).subarray(-magic.length)
  }
  return { length, tail }
}
