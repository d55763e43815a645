import { createHash } from 'node:crypto'
import { Refusal } from './route.ts'

/**
 * Under which path below its staging folder a dropped file is kept. Each part of its relative name stays as it is where
 * it is harmless on every system; where it is not, the characters that are not are percent-encoded. `.` and `..` and
 * empty parts are refused: no browser sends them.
 */
export function stagedName(encoded: string): readonly string[] {
  const parts = decoded(encoded).replace(/^\//, '').normalize('NFC').split('/')
  if (parts.length > 64) throw unusable(encoded)
  return parts.map((part) => {
    if (part === '' || part === '.' || part === '..') throw unusable(encoded)
    return shortened(harmless(part))
  })
}

function decoded(encoded: string): string {
  try {
    return decodeURIComponent(encoded)
  } catch {
    throw unusable(encoded)
  }
}

function unusable(encoded: string): Refusal {
  return new Refusal(400, 'bad-input', `'${encoded.slice(0, 200)}' is no relative name of a file`)
}

/** Letters and digits of any script and the punctuation of AWS object names. */
const kept = /^[\p{L}\p{M}\p{N}_.=@+,~()[\] -]$/u
/** Names that Windows gives to devices, with or without an extension. */
const device = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i

function harmless(part: string): string {
  const characters = [...part].map((character) => (kept.test(character) ? character : percent(character)))
  const first = characters[0] ?? ''
  if (/^[. -]$/.test(first) || device.test(part)) characters[0] = percent(first)
  const last = characters.length - 1
  if (/^[. ]$/.test(characters[last] ?? '')) characters[last] = percent(characters[last] ?? '')
  return characters.join('')
}

function percent(character: string): string {
  return [...Buffer.from(character)].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('')
}

/** File systems end at 255 bytes: what is longer keeps its beginning and its end, and a hash tells such names apart. */
function shortened(part: string): string {
  if (Buffer.byteLength(part) <= 240) return part
  const hash = createHash('sha256').update(part).digest('hex').slice(0, 12)
  const cut = (text: string, bytes: number) => {
    const characters = [...text]
    while (Buffer.byteLength(characters.join('')) > bytes) characters.pop()
    return characters.join('')
  }
  const end = /(\.[\w]{1,10}){1,2}$/.exec(part)?.[0] ?? ''
  return `${cut(part.slice(0, part.length - end.length), 240 - 13 - end.length)}~${hash}${end}`
}
