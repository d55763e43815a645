import { oneAddress } from './report/share/one-address.ts'
import type { Piece } from './report/share/pieces.ts'
import type { CaseFile } from './store/case-file.ts'
import { givePseudonyms, pseudonymsOf } from './store/pseudonyms.ts'

/** Writes pieces as text, with the pseudonyms that the case has for what is hidden. */
export interface Joiner {
  one(pieces: readonly Piece[]): Promise<string>
  all(texts: readonly (readonly Piece[])[]): Promise<readonly string[]>
}

type Hidden = Exclude<Piece, string>

/** So many pseudonyms are remembered; the others are asked for again. */
const remembered = 200_000

/** `gives`: what has no pseudonym yet gets one, in the case; else it is shown as unknown. */
export function joinPseudonyms(file: CaseFile, gives: boolean): Joiner {
  const known = new Map<string, string>()
  const learn = async (originals: readonly string[]) => {
    for (const [original, pseudonym] of await pseudonymsOf(file.db, originals)) known.set(original, pseudonym)
  }
  /** A writing that once got a pseudonym of its own keeps it, so that what was written then still holds. */
  const pseudonymOf = ({ original, kind }: Hidden) =>
    known.get(original) ?? (kind === 'address' ? known.get(oneAddress(original)) : undefined)
  const all = async (texts: readonly (readonly Piece[])[]) => {
    const hidden = texts.flat().flatMap((piece) => (typeof piece === 'string' ? [] : [piece]))
    if (known.size > remembered) known.clear()
    const missing = () => hidden.filter((piece) => pseudonymOf(piece) === undefined)
    if (missing().length > 0)
      await learn([...new Set(missing().flatMap(({ original }) => [original, oneAddress(original)]))])
    const fresh = missing().map(({ original, kind }) => ({
      original: kind === 'address' ? oneAddress(original) : original,
      kind,
    }))
    if (fresh.length > 0 && gives) {
      await file.writeReport((tx) => givePseudonyms(tx, fresh))
      await learn(fresh.map(({ original }) => original))
    }
    const shown = (piece: Piece) =>
      typeof piece === 'string' ? piece : (pseudonymOf(piece) ?? `${piece.kind}-unknown`)
    return texts.map((pieces) => pieces.map(shown).join(''))
  }
  return { all, one: async (pieces) => (await all([pieces]))[0] ?? '' }
}
