import type { EventDetail } from '../../../shared/answers.ts'
import type { EventColumnName } from '../../../shared/event.ts'
import type { Filter } from '../../../shared/filter.ts'
import { addTerm } from '../../../shared/search/edit.ts'
import { iso } from '../../moment.ts'

/** One way to the API calls that a finding speaks of: by what it is, and the search that follows it. */
export interface CallLink {
  /** `access key AKIA… and api ListBuckets` */
  readonly by: string
  readonly filter: Filter
}

/**
 * The ways from a finding to the calls that caused it, the surest first: the key, then who used it, where it came from,
 * and what was touched; each with the API that the finding names before without it. From five minutes before it was
 * first seen to five minutes after the last time; an hour around its time where it does not say. Empty for a finding
 * that names none of them.
 */
export function callLinks(columns: EventDetail['columns']): readonly CallLink[] {
  const said = saidBy(columns.extra)
  const range = rangeOf(said, columns.time)
  const seen = new Set<unknown>([null, ''])
  const ways = whos.flatMap(({ column, name }) => {
    const value = columns[column]
    // A principal without an ARN is known by its name, and a key may be what was touched.
    if (seen.has(value)) return []
    seen.add(value)
    const search = addTerm('category:(management OR data)', column, value)
    const link = { by: `${name} ${String(value)}`, search }
    if (said.api === null) return [link]
    return [{ by: `${link.by} and API ${said.api}`, search: addTerm(search, 'action', said.api) }, link]
  })
  return ways.map(({ by, search }) => ({ by, filter: { search, ...range } }))
}

const whos = [
  { column: 'access_key', name: 'access key' },
  { column: 'actor_id', name: 'principal id' },
  { column: 'actor', name: 'principal' },
  { column: 'actor_name', name: 'principal name' },
  { column: 'source_ip', name: 'source IP' },
  { column: 'target', name: 'target' },
] as const satisfies readonly { readonly column: EventColumnName; readonly name: string }[]

interface Said {
  readonly api: string | null
  readonly first: string | null
  readonly last: string | null
}

/** Where GuardDuty, Macie and Security Hub (and so Security Lake) say which API it was, and when it was seen first and last. */
const places = {
  api: [
    ['service', 'action', 'awsApiCallAction', 'api'],
    ['policyDetails', 'action', 'apiCallDetails', 'api'],
    ['Action', 'AwsApiCallAction', 'Api'],
    ['ProductFields', 'aws/guardduty/service/action/awsApiCallAction/api'],
  ],
  first: [
    ['service', 'eventFirstSeen'],
    ['policyDetails', 'action', 'apiCallDetails', 'firstSeen'],
    ['ProductFields', 'aws/guardduty/service/eventFirstSeen'],
    ['FirstObservedAt'],
  ],
  last: [
    ['service', 'eventLastSeen'],
    ['policyDetails', 'action', 'apiCallDetails', 'lastSeen'],
    ['ProductFields', 'aws/guardduty/service/eventLastSeen'],
    ['LastObservedAt'],
  ],
} as const

function saidBy(extra: EventDetail['columns']['extra']): Said {
  const whole = parsed(extra)
  const at = (path: readonly string[]) =>
    path.reduce<unknown>(
      (value, key) => (typeof value === 'object' && value !== null ? own(value, key) : undefined),
      whole,
    )
  const first = (paths: readonly (readonly string[])[]) => {
    const found = paths.map(at).find((value) => typeof value === 'string' && value !== '')
    return typeof found === 'string' ? found : null
  }
  return { api: first(places.api), first: first(places.first), last: first(places.last) }
}

function own(value: object, key: string): unknown {
  return Object.hasOwn(value, key) ? value[key as keyof typeof value] : undefined
}

function parsed(extra: EventDetail['columns']['extra']): unknown {
  try {
    return JSON.parse(String(extra ?? '{}'))
  } catch {
    return {}
  }
}

const minute = 60_000

function rangeOf({ first, last }: Said, time: EventDetail['columns']['time']): Pick<Filter, 'from' | 'to'> {
  const [start, end] = [moment(first), moment(last)]
  const known = [start, end].filter((at) => at !== null)
  if (known.length > 0) return { from: iso(Math.min(...known) - 5 * minute), to: iso(Math.max(...known) + 5 * minute) }
  const at = moment(time === null ? null : String(time))
  return at === null ? { from: null, to: null } : { from: iso(at - 60 * minute), to: iso(at + 60 * minute) }
}

/** Of the years that a filter can name; a finding may claim any. */
function moment(text: string | null): number | null {
  const at = text === null ? Number.NaN : Date.parse(text)
  return at > Date.UTC(1000) && at < Date.UTC(9000) ? at : null
}
