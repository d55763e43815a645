import type { Piece } from './report/share/pieces.ts'
import type { CaseFile } from './store/case-file.ts'
import { givePseudonyms, pseudonymsOf } from './store/pseudonyms.ts'

/** Writes pieces as text, with the pseudonyms that the case has for what is hidden. */
export interface Joiner {
  one(pieces: readonly Piece[]): Promise<string>
  all(texts: readonly (readonly Piece[])[]): Promise<readonly string[]>
}

/** So many pseudonyms are remembered; the others are asked for again. */
const remembered = 200_000

/** `gives`: what has no pseudonym yet gets one, in the case; else it is shown as unknown. */
export function joinPseudonyms(file: CaseFile, gives: boolean): Joiner {
  const known = new Map<string, string>()
  const learn = async (originals: readonly string[]) => {
    for (const [original, pseudonym] of await pseudonymsOf(file.db, originals)) known.set(original, pseudonym)
  }
  const all = async (texts: readonly (readonly Piece[])[]) => {
    const hidden = texts.flat().flatMap((piece) => (typeof piece === 'string' ? [] : [piece]))
    if (known.size > remembered) known.clear()
    const missing = () => hidden.filter(({ original }) => !known.has(original))
    if (missing().length > 0) await learn([...new Set(missing().map(({ original }) => original))])
    const fresh = missing()
    if (fresh.length > 0 && gives) {
      await file.writeReport((tx) => givePseudonyms(tx, fresh))
      await learn(fresh.map(({ original }) => original))
    }
    const shown = (piece: Piece) =>
      typeof piece === 'string' ? piece : (known.get(piece.original) ?? `${piece.kind}-unknown`)
    return texts.map((pieces) => pieces.map(shown).join(''))
  }
  return { all, one: async (pieces) => (await all([pieces]))[0] ?? '' }
}
