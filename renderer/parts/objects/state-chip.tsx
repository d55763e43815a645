import type { ObjectState } from '../../../shared/case.ts'

/** How an object ended, in its word; the colour only repeats it. */
export function StateChip({ state }: { readonly state: ObjectState }) {
  return <span className={`chip ${tones[state]}`}>{state}</span>
}

const tones: Readonly<Record<ObjectState, string>> = {
  stored: 'chip-good',
  partial: 'chip-warn',
  duplicate: '',
  skipped: 'chip-warn',
  rejected: 'chip-bad',
}
