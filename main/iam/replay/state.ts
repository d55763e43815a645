import { type History, knownAt } from './history.ts'
import { isUnseen, type Known } from './known.ts'
import { type Entity, entityKey, type Slot } from './slot.ts'

/** What a creation or a snapshot says of a thing itself. */
export interface About {
  readonly arn?: string | null
  readonly id?: string | null
  readonly name?: string | null
  readonly path?: string | null
  readonly at?: string | null
  readonly usedAt?: string | null
  readonly type?: string | null
  readonly attachments?: number
}

/** A thing that was there, with everything that hung on it. */
export interface Thing {
  readonly entity: Entity
  readonly about: About
  readonly facets: ReadonlyMap<string, ReadonlyMap<string, Known>>
}

export interface State {
  readonly things: readonly Thing[]
  /** What was there without its content being known, as sentences. */
  readonly unknown: readonly string[]
}

/** Everything that was there at a time, in milliseconds; Infinity: after all that is known. */
export function stateAt(history: History, time: number): State {
  const things = new Map<string, { entity: Entity; about: About; facets: Map<string, Map<string, Known>> }>()
  for (const track of history.tracks.values()) {
    const { slot } = track
    if (slot.facet !== 'exists' && slot.kind !== 'setting') continue
    const known = slot.facet === 'exists' ? knownAt(history, track, time) : ''
    if (known === null) continue
    const about: About = isUnseen(known) || known === '' ? {} : (JSON.parse(known) as About)
    things.set(entityKey(slot), { entity: slot, about, facets: new Map() })
  }
  const unknown: string[] = []
  for (const track of history.tracks.values()) {
    const { slot } = track
    const thing = things.get(entityKey(slot))
    if (thing === undefined || slot.facet === 'exists') continue
    const known = knownAt(history, track, time)
    if (known === null) continue
    const items = thing.facets.get(slot.facet) ?? new Map<string, Known>()
    thing.facets.set(slot.facet, items.set(slot.item, known))
    if (isUnseen(known) && hasContent(slot)) unknown.push(unseen(slot, known.isThere))
  }
  return { things: [...things.values()], unknown }
}

export function arnOf({ entity, about }: Pick<Thing, 'entity' | 'about'>): string {
  if (about.arn) return about.arn
  const { kind, account, name } = entity
  if (name.startsWith('arn:')) return name
  const words: Partial<Record<Entity['kind'], string>> = { profile: 'instance-profile' }
  if (kind === 'setting') return `arn:aws:iam::${account}:root`
  if (kind === 'control') return `arn:aws:organizations::${account}:policy/${name}`
  return `arn:aws:iam::${account}:${words[kind] ?? kind}${about.path ?? '/'}${name}`
}

/** Of an attachment or a group it is enough that it was there. */
function hasContent({ facet }: Slot): boolean {
  return ['inline', 'trust', 'boundary', 'version', 'default', 'content'].includes(facet)
}

function unseen({ kind, name, facet, item }: Slot, isThere: 'yes' | 'maybe'): string {
  const what = `${facet === 'inline' ? 'inline policy' : facet}${item === '' ? '' : ` ${item}`} of ${kind} ${name}`
  return isThere === 'yes'
    ? `${what} was there, with a content that is not in the evidence`
    : `${what} may have been there: a later call replaced it, and what was before is not in the evidence`
}
