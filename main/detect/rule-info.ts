import { createHash } from 'node:crypto'
import { type Level, levels, type RuleInfo } from '../../shared/rule.ts'
import { refuse, shown, within } from './refusal.ts'
import { renamed, tactics, tacticsOf } from './tactics.ts'

type Fields = Readonly<Record<string, unknown>>

/** What a rule says about itself. Only what stands in it is taken; what is of the wrong kind is refused or left out. */
export function readInfo(
  fields: Fields,
  { file, text, kind, groups, formats }: Pick<RuleInfo, 'file' | 'text' | 'kind' | 'formats' | 'groups'>,
): RuleInfo {
  const title = textOf(fields.title)
  if (title === null) return refuse('it has no title')
  const taxonomy = textOf(fields.taxonomy)
  if (taxonomy !== null && taxonomy.toLowerCase() !== 'sigma')
    return refuse(`its taxonomy ${shown(taxonomy)} gives fields other names: only that of Sigma is read`)
  const id = textOf(fields.id)
  const tags = textsOf(fields.tags)
  const techniques = tags.flatMap((tag) => /^attack\.(t\d{4}(?:\.\d{3})?)$/i.exec(tag)?.[1]?.toUpperCase() ?? [])
  return {
    key: id ?? `title:${title}`,
    id,
    name: textOf(fields.name),
    title,
    kind,
    level: within('level', () => levelOf(fields.level)),
    status: within('status', () => statusOf(fields.status)),
    description: textOf(fields.description),
    author: textOf(fields.author),
    license: textOf(fields.license),
    date: textOf(fields.date),
    modified: textOf(fields.modified),
    references: textsOf(fields.references),
    falsePositives: textsOf(fields.falsepositives),
    tags,
    tactics: tacticsIn(tags, techniques),
    techniques,
    groups: [...new Set([...groups, ...textsOf(fields.groups)])],
    wazuh: textsOf(fields.wazuh),
    next: textsOf(fields.next),
    formats,
    file,
    text,
    hash: createHash('sha256').update(text).digest('hex'),
    reported: true,
    bases: [],
  }
}

/** Where an author names techniques alone, as Wazuh does, the tactics that they serve. */
function tacticsIn(tags: readonly string[], techniques: readonly string[]): readonly string[] {
  const named = tags.flatMap((tag) => /^attack\.(.+)$/i.exec(tag)?.[1]?.toLowerCase().replaceAll('_', '-') ?? [])
  const today = named.map((name) => (Object.hasOwn(renamed, name) ? (renamed[name] as string) : name))
  const written = [...new Set(today.filter((name) => (tactics as readonly string[]).includes(name)))]
  return written.length > 0
    ? written
    : tactics.filter((tactic) => techniques.some((id) => tacticsOf(id).includes(tactic)))
}

function levelOf(value: unknown): Level {
  if (value === undefined || value === null) return 'informational'
  const level = levels.find((each) => each === String(value).toLowerCase())
  return level ?? refuse(`its level ${shown(value)} is none of ${levels.join(', ')}`)
}

function statusOf(value: unknown): string | null {
  const status = textOf(value)?.toLowerCase() ?? null
  if (status === 'unsupported') refuse('its own status is unsupported')
  return status
}

function textOf(value: unknown): string | null {
  if (typeof value === 'number' || typeof value === 'bigint') return String(value)
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null
}

/** A list of texts; one text is a list of one. */
export function textsOf(value: unknown): readonly string[] {
  const list = Array.isArray(value) ? value : [value]
  return list.flatMap((each) => textOf(each) ?? [])
}
