import type { ObjectRow } from '../../../shared/case.ts'
import type { ObjectProof, SealVerdict } from '../../../shared/proof.ts'
import { useAsk } from '../../ask.ts'
import { sentence, visible } from '../../format.ts'

/** What the last verification said of an object, in a word and a sentence. */
export function Integrity({
  of: { integrity, imported_at },
}: {
  readonly of: Pick<ObjectRow, 'integrity' | 'imported_at'>
}) {
  const { data } = useAsk('verification', {})
  if (integrity !== null) {
    const [verdict = '', reason] = integrity.split(/: (.*)/s)
    const known = Object.hasOwn(meanings, verdict) ? meanings[verdict as SealVerdict] : ''
    return (
      <>
        <VerdictChip verdict={verdict} /> {reason === undefined ? known : visible(sentence(reason))}
      </>
    )
  }
  if (data === undefined) return null
  if (data === null || imported_at > data.at) return <span className="quiet">Not verified yet.</span>
  return <span className="quiet">{meanings.none}</span>
}

/** A verdict in its word; the colour only repeats it. */
export function VerdictChip({ verdict }: { readonly verdict: string }) {
  const tone = Object.hasOwn(tones, verdict) ? tones[verdict as SealVerdict] : ''
  return <span className={`chip ${tone}`}>{verdictWord(verdict)}</span>
}

/** As people write it. */
export function verdictWord(verdict: string): string {
  return verdict.replace('-', ' ')
}

/** What a verdict means when nothing more is said. */
export const meanings = {
  sealed: 'AWS signed a digest that lists exactly these bytes.',
  altered: 'It is not what AWS signed, or not what was imported.',
  missing: 'It should be here and is not.',
  unverifiable: 'What would prove it cannot be trusted or read.',
  'not-listed': 'Digests of its time are here, and none of them lists it.',
  'not-covered': 'No digest of its account, region and time is here.',
  none: 'AWS signs no files of its kind; its bytes are those that were imported.',
} as const satisfies Readonly<Record<SealVerdict | ObjectProof, string>>

const tones: Readonly<Record<SealVerdict, string>> = {
  sealed: 'chip-good',
  altered: 'chip-bad',
  missing: 'chip-bad',
  unverifiable: 'chip-warn',
  'not-listed': 'chip-bad',
  'not-covered': '',
}
