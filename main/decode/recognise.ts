import type { Sample } from './format.ts'

/** What stored bytes are, judged by how they begin; null when nothing is known to begin so. */
export function containerOf(head: Uint8Array): string | null {
  for (const [name, magic] of magics) if (magic.every((byte, i) => byte < 0 || head[i] === byte)) return name
  return null
}

const ascii = (text: string) => Array.from(text, (c) => (c === '?' ? -1 : c.charCodeAt(0)))

/** Containers that this version does not open, and files that are no logs at all. The name is how the reason begins. */
const magics: readonly (readonly [string, readonly number[]])[] = [
  ['zstd-compressed', [0x28, 0xb5, 0x2f, 0xfd]],
  ['bzip2-compressed', ascii('BZh')],
  ['xz-compressed', [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]],
  ['lz4-compressed', [0x04, 0x22, 0x4d, 0x18]],
  ['snappy-compressed', [0xff, 0x06, 0x00, 0x00, ...ascii('sNaPpY')]],
  ['snappy-compressed', [0x82, ...ascii('SNAPPY')]],
  ['parquet', ascii('PAR1')],
  ['ORC', ascii('ORC')],
  ['Avro', [...ascii('Obj'), 0x01]],
  ['7-zip archive', [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c]],
  ['RAR archive', ascii('Rar!')],
]

/** Files that are certainly no logs, by how they begin. */
export function foreignFile(head: Uint8Array): string | null {
  for (const [name, magic] of foreign) if (magic.every((byte, i) => byte < 0 || head[i] === byte)) return name
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

/** Logs and AWS files that this version knows by sight and does not read, by their first JSON record. */
export function knownStranger({ names }: Sample): string | null {
  const has = (...all: string[]) => all.every((name) => names.has(name))
  if (has('timeWindow', 'summary')) return 'CloudTrail aggregated events'
  if (has('hashSignature', 'files')) return 'the sign file of a CloudTrail Lake query result'
  if (has('PublicKeyList')) return 'the public keys of CloudTrail (list-public-keys)'
  if (has('s3', 'eventSource')) return 'S3 event notifications'
  return null
}

/** Logs that are lines of text, by their first bytes. */
export function knownText(text: string): string | null {
  for (const [name, pattern] of texts) if (pattern.test(text)) return name
  return null
}

const texts: readonly (readonly [string, RegExp])[] = [
  [
    'the CSV result of a CloudTrail Lake query',
    /^"?event(?:Time|ID|Name|Source|Version)"?,|^[^\n{]*,"?event(?:Time|ID|Name|Source)"?[,\r\n]/,
  ],
  ['VPC flow logs', /^[^\n{]*\b(?:srcaddr|interface-id|account-id)\b[^\n{]*\n/],
  ['load balancer logs', /^(?:(?:https?|h2|grpcs?|wss?|tls) )?(?:\d\.\d )?\d{4}-\d\d-\d\dT[\d:.]+Z? \S+ \S+/],
  ['S3 server access logs', /^[0-9a-f]+ \S+ \[\d\d\/[A-Z][a-z]{2}\/\d{4}:/],
  ['the note of a write test', /^(?:Permission Check Successful|ConfigWritabilityCheck)/],
]

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
