export type Encoding = 'utf8' | 'utf16le' | 'utf16be'

/** By byte order mark, or by where the zeros are: JSON begins with two ASCII characters (RFC 4627, section 3). */
export function encodingOf(head: Uint8Array): Encoding {
  const [a, b, c, d] = head
  if (a === 0xff && b === 0xfe) return 'utf16le'
  if (a === 0xfe && b === 0xff) return 'utf16be'
  if (a !== undefined && b === 0 && a !== 0 && c !== 0 && d === 0) return 'utf16le'
  if (a === 0 && b !== undefined && b !== 0 && c === 0 && d !== 0) return 'utf16be'
  return 'utf8'
}

/** UTF-16 to UTF-8, as PowerShell's `>` made it necessary. The byte order mark goes, lone surrogates become U+FFFD. */
export async function* transcode(
  pieces: AsyncIterable<Buffer>,
  encoding: 'utf16le' | 'utf16be',
): AsyncGenerator<Buffer> {
  const decoder = new TextDecoder('utf-16le')
  let odd: Buffer = Buffer.alloc(0)
  for await (const piece of pieces) {
    const all = odd.length === 0 ? piece : Buffer.concat([odd, piece])
    const even = all.length & ~1
    odd = all.subarray(even)
    const units = encoding === 'utf16le' ? all.subarray(0, even) : Buffer.from(all.subarray(0, even)).swap16()
    const text = decoder.decode(units, { stream: true })
    if (text !== '') yield Buffer.from(text)
  }
  const rest = decoder.decode(odd)
  if (rest !== '') yield Buffer.from(rest)
}
