import { isUnseen, type Known } from './known.ts'
import type { Slot } from './slot.ts'

/** A change in a sentence. `isBack`: in the end it was as before. */
export function titleOf(slot: Slot, before: Known, after: Known, isBack: boolean): string {
  const who = `${slot.kind} ${slot.name.slice(slot.name.lastIndexOf('/') + 1)}`
  const thing =
    slot.facet === 'exists' ? who : `${words[slot.facet] ?? slot.facet}${slot.item === '' ? '' : ` ${slot.item}`}`
  const of = slot.facet === 'exists' ? '' : ` of ${who}`
  if (isBack && before === null) return `${thing}${of} was made and removed again`
  if (isBack) return `${thing}${of} was changed and changed back`
  if (after === null) return `${thing}${of} was removed`
  if (before === null) return `${thing}${of} was made`
  const to = typeof after === 'string' && short.has(slot.facet) ? ` to ${after}` : ''
  const from = !isUnseen(before) && short.has(slot.facet) ? ` from ${before}` : ''
  return `${thing}${of} was changed${from}${to}`
}

const words: Readonly<Record<string, string>> = {
  inline: 'inline policy',
  attached: 'attached policy',
  group: 'membership in group',
  boundary: 'permissions boundary',
  trust: 'trust policy',
  key: 'access key',
  mfa: 'MFA device',
  default: 'default version',
}

/** Facets whose values are one word. */
const short = new Set(['key', 'default', 'boundary', 'ssh-key', 'certificate', 'service-credential'])
