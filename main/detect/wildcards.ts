import type { Piece } from '../../shared/search/tree.ts'

/**
 * Text of a Sigma rule as pieces: `*` any run, `?` one character, `\*` and `\?` themselves, `\\` one backslash; a
 * backslash before anything else stays. https://sigmahq.io/sigma-specification/specification/sigma-rules-specification.html#escaping
 */
export function sigmaPieces(written: string): readonly Piece[] {
  const pieces: Piece[] = []
  let text = ''
  const end = () => {
    if (text !== '') pieces.push({ kind: 'text', text })
    text = ''
  }
  for (let at = 0; at < written.length; at++) {
    const character = written[at] as string
    const next = written[at + 1]
    if (character === '\\' && (next === '*' || next === '?' || next === '\\')) {
      text += next
      at++
    } else if (character === '*' || character === '?') {
      end()
      pieces.push({ kind: character === '*' ? 'run' : 'one' })
    } else text += character
  }
  end()
  return pieces
}

const run: Piece = { kind: 'run' }

/** Structurally, not by writing `*` behind: a value that ends in a backslash would escape it. */
export function around(pieces: readonly Piece[], how: 'contains' | 'starts' | 'ends'): readonly Piece[] {
  if (how === 'contains') return [run, ...pieces, run]
  return how === 'starts' ? [...pieces, run] : [run, ...pieces]
}

/** No two runs and no two texts side by side. */
export function merged(pieces: readonly Piece[]): readonly Piece[] {
  const all: Piece[] = []
  for (const piece of pieces) {
    const last = all.at(-1)
    if (piece.kind === 'text' && last?.kind === 'text')
      all[all.length - 1] = { kind: 'text', text: last.text + piece.text }
    else if (piece.kind !== 'run' || last?.kind !== 'run') all.push(piece)
  }
  return all
}

/** The text of pieces without wildcards, else null. */
export function plainText(pieces: readonly Piece[]): string | null {
  let text = ''
  for (const piece of pieces) {
    if (piece.kind !== 'text') return null
    text += piece.text
  }
  return text
}
