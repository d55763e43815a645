/**
 * Containers that may hold logs and are not opened, judged by how they begin: what it is and what to do about it. Null
 * when nothing is known to begin so.
 */
export function containerOf(head: Uint8Array): string | null {
  for (const [name, magic] of compressed)
    if (holds(head, magic, 0))
      return `${name}: this version cannot open that; convert it to JSON or gzip and import the result`
  for (const [name, magic, at] of archives)
    if (holds(head, magic, at)) return `${name}: this version cannot open that; unpack it and import the folder`
  return null
}

function holds(head: Uint8Array, magic: readonly number[], at: number): boolean {
  return magic.every((byte, i) => byte < 0 || head[at + i] === byte)
}

const ascii = (text: string) => Array.from(text, (c) => (c === '?' ? -1 : c.charCodeAt(0)))

const compressed: readonly (readonly [string, readonly number[]])[] = [
  ['bzip2-compressed', ascii('BZh')],
  ['xz-compressed', [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]],
  ['lz4-compressed', [0x04, 0x22, 0x4d, 0x18]],
]

/** With where the bytes stand that tell them: tar has them behind the name of its first file (POSIX ustar, and GNU). */
const archives: readonly (readonly [string, readonly number[], number])[] = [
  ['tar archive', ascii('ustar'), 257],
  ['7-zip archive', [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c], 0],
  ['RAR archive', ascii('Rar!'), 0],
]

/** Files of tables that hold no event this version reads, by how they begin: skipped, with this as the reason. */
export function foreignTable(head: Uint8Array): string | null {
  for (const [reason, magic] of tables) if (holds(head, magic, 0)) return reason
  return null
}

const tables: readonly (readonly [string, readonly number[]])[] = [
  ['ORC: of the columnar formats only parquet is read; convert it and import the result', ascii('ORC')],
  ['Avro, as the manifests of an Iceberg table are: it lists data files and holds no events', [...ascii('Obj'), 0x01]],
]

/** Files that are certainly no logs, by how they begin. */
export function foreignFile(head: Uint8Array): string | null {
  for (const [name, magic] of foreign) if (holds(head, magic, 0)) return name
  return null
}

const foreign: readonly (readonly [string, readonly number[]])[] = [
  ['a JPEG image', [0xff, 0xd8, 0xff]],
  ['a PNG image', [0x89, ...ascii('PNG')]],
  ['a GIF image', ascii('GIF8')],
  ['a PDF document', ascii('%PDF-')],
  ['a Windows program', ascii('MZ')],
  ['a program', [0x7f, ...ascii('ELF')]],
  ['a Finder file (.DS_Store)', [0, 0, 0, 1, ...ascii('Bud1')]],
  ['a Microsoft compound file', [0xd0, 0xcf, 0x11, 0xe0]],
  ['an SQLite database', ascii('SQLite format 3')],
]

/** Text that AWS itself leaves behind, and that is no log, by its first bytes. */
export function knownText(text: string): string | null {
  return /^(?:Permission Check Successful|ConfigWritabilityCheck)/.test(text)
    ? 'the note of a write test, no log'
    : null
}

/** What bytes that hold no record look like, in a few words. */
export function looksLike(head: Buffer): string {
  if (head.length === 0) return 'nothing'
  const file = foreignFile(head)
  if (file !== null) return file
  if (head.every((byte) => byte === 0)) return head.length === 1 ? 'one zero byte' : 'nothing but zero bytes'
  const text = head.toString('utf8', 0, 2000).trimStart()
  if (/^<(?:!doctype html|html|head|body)/i.test(text)) return 'an HTML page'
  if (/^<\?xml|^<[A-Za-z]/.test(text)) return 'XML'
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they tell binary from text
  if (/[\u0000-\u0008\u000e-\u001a\ufffd]/.test(text.slice(0, 500))) return 'binary data'
  if (/^\{\s*'/.test(text)) return 'an object in single quotes, which is not JSON'
  if (/^[{[]/.test(text)) return 'JSON of an unknown kind'
  return 'text'
}

/** Named as logs are named, or kept where AWS keeps logs: then being none is worth an error. */
export function isNamedLikeALog(uri: string): boolean {
  return /\.(?:json|jsonl|ndjson|log|gz|parquet|snappy|hsnappy|zip|csv)$/i.test(uri) || uri.includes('AWSLogs/')
}
