import { isIP } from 'node:net'
import { oneAddress } from './one-address.ts'
import { closedPieces, type Piece } from './pieces.ts'
import { spaceless } from './spaceless.ts'

/**
 * What a person or a rule wrote, as pieces: everything in it that looks like a value of a log is hidden, and every name
 * of the case that stands in it. Words that are neither stay.
 */
export function wordPieces(
  text: string,
  names: readonly string[],
  isPublic: (word: string) => boolean,
): readonly Piece[] {
  return cut(text, shapes, (found) => {
    if (isPublic(found)) return [found]
    const end = /[.,:;!?*_~)\\]+$/.exec(found)?.[0] ?? ''
    const value = found.slice(0, found.length - end.length)
    if (/^(?:[0-9a-f]{0,4}\[?:+\]?){2,}/i.test(value) && isIP(oneAddress(value)) === 0) return null
    return value === ''
      ? null
      : [...closedPieces(value.replace(/^(\d{4})[- _.](\d{4})[- _.](\d{4})$/, '$1$2$3'), isPublic), end]
  }).flatMap((piece) => (typeof piece === 'string' ? named(piece, names, isPublic) : [piece]))
}

/** Values by their shape: ARNs, addresses of things and of machines, ids, and long words that may be an encoding. */
const shapes = new RegExp(
  [
    String.raw`arn:aws[\w-]*:[^\s\x60"'<>()[\]{}|,;]+`,
    String.raw`[a-z][a-z0-9+.-]*:\/\/[^\s\x60"'<>()|]+`,
    String.raw`[\w.+-]+@[\w.-]+`,
    String.raw`[^\s\x60"'<>()|,;]*(?:%[0-9a-f]{2}|&#\w+;|\\u\{?[0-9a-f]{2}|\\x[0-9a-f]{2})[^\s\x60"'<>()|,;]*`,
    String.raw`(?<![\w:.])(?:[0-9a-f]{0,4}(?:\[:{1,2}\]|:)){2,7}[0-9a-f.]*`,
    String.raw`(?<![\w.])\d{1,3}(?:(?:[._-]|[\[({](?:\.|dot)[\])}])\d{1,3}){3}(?![\w])`,
    String.raw`(?<!\d)\d{4}[- _.]\d{4}[- _.]\d{4}(?!\d)`,
    String.raw`(?<![\w/.])(?:~|\.{1,2})?\/[\w.@+-]+\/[^\s\x60"'<>()|,;]*`,
    String.raw`(?<![\w])(?:[a-z]:\\|\\\\)[\w.@+-]+[^\s\x60"'<>()|,;]*`,
    String.raw`(?<![\w-])(?:[a-z]{1,16}-)+(?=[0-9a-f]*\d)(?:[0-9a-f]{8}|[0-9a-f]{17})(?![\w])`,
    String.raw`\d{12,}`,
    String.raw`\bA[A-Z]{3}[A-Z0-9]{12,}\b`,
    String.raw`(?=[\w+/=-]*\d)[\w+/=-]{20,}`,
  ].join('|'),
  'giu',
)

function named(text: string, names: readonly string[], isPublic: (word: string) => boolean): readonly Piece[] {
  if (names.length === 0) return [text]
  const byLower = new Map(names.map((name) => [name.toLowerCase(), name]))
  // Markdown may put a backslash before a sign.
  const some = names
    .toSorted((a, b) => b.length - a.length)
    .map((name) => {
      const signs = [...name]
      const said = signs.map((sign) => (/[\p{L}\p{N}]/u.test(sign) ? sign : `\\\\?${escaped(sign)}`)).join('')
      return `${boundOf(signs[0], '(?<!')}${said}${boundOf(signs.at(-1), '(?!')}`
    })
  const any = new RegExp(some.join('|'), 'giu')
  return cut(text, any, (found) => {
    const pieces = closedPieces(byLower.get(found.replaceAll('\\', '').toLowerCase()) ?? found, isPublic)
    return pieces.every((piece) => typeof piece === 'string') ? null : pieces
  })
}

/** Where words are written without spaces between them, a name has no end of its own. */
function boundOf(sign: string | undefined, look: string): string {
  return sign === undefined || spaceless.test(sign) ? '' : `${look}[\\p{L}\\p{N}])`
}

function escaped(sign: string): string {
  return /\s/.test(sign) ? '\\s' : `\\u{${(sign.codePointAt(0) ?? 0).toString(16)}}`
}

/** `pieces` null: what was found stays as it is. */
function cut(text: string, pattern: RegExp, pieces: (found: string) => readonly Piece[] | null): readonly Piece[] {
  const all: Piece[] = []
  let at = 0
  for (const match of text.matchAll(pattern)) {
    const found = pieces(match[0])
    if (found === null) continue
    all.push(text.slice(at, match.index), ...found)
    at = match.index + match[0].length
  }
  return [...all, text.slice(at)]
}
