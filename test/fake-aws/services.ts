import type { FakeAws, Finding, PublicKey } from './contract.ts'
import { Refusal } from './refusal.ts'
import { resourceOperation } from './resources.ts'
import type { Reply } from './s3.ts'
import type { Wire } from './signature.ts'

type Data = Pick<FakeAws, 'trail' | 'findings'>

/** What each of the smaller services is asked, by target header or path. */
export function serviceOperation(service: string, wire: Wire): string {
  const target = String(wire.headers['x-amz-target'] ?? '')
  if (target !== '') return target.split('.').at(-1) ?? ''
  const path = `${wire.method} ${wire.path.replace(/\/detector\/[^/]+/, '/detector/*')}`
  const known: Record<string, string> = {
    'guardduty GET /detector': 'ListDetectors',
    'guardduty POST /detector/*/findings': 'ListFindings',
    'guardduty POST /detector/*/findings/get': 'GetFindings',
    'macie2 POST /findings': 'ListFindings',
    'macie2 POST /findings/describe': 'GetFindings',
    'securityhub POST /findings': 'GetFindings',
    'access-analyzer GET /analyzer': 'ListAnalyzers',
    'access-analyzer POST /finding': 'ListFindings',
    'sso GET /federation/credentials': 'GetRoleCredentials',
  }
  return known[`${service} ${path}`] ?? resourceOperation(service, wire) ?? path
}

/** What a policy has to name for it; most of these actions know no resource. */
export function serviceResource(service: string, wire: Wire, region: string, account: string): string {
  const asked = /^\/detector\/([^/]+)\//.exec(wire.path)?.[1]
  if (service === 'guardduty' && asked) return `arn:aws:guardduty:${region}:${account}:detector/${asked}`
  return service === 'securityhub' ? `arn:aws:securityhub:${region}:${account}:hub/default` : '*'
}

/** CloudTrail, GuardDuty, Macie and Security Hub, as far as collection asks them. */
export class Services {
  readonly #data: Data
  readonly #lookups: number[] = []

  constructor(data: Data) {
    this.#data = data
  }

  answer(service: string, operation: string, region: string, wire: Wire): Reply {
    const input = JSON.parse(wire.body.toString() || '{}') as Input
    const found = this.#found(`${service}:${operation}`, region, input, wire)
    if (found)
      return { status: 200, headers: { 'content-type': 'application/x-amz-json-1.1' }, body: JSON.stringify(found) }
    throw new Refusal('UnknownOperationException', `${service} has no ${operation} here`, 404)
  }

  #found(what: string, region: string, input: Input, wire: Wire): object | null {
    const { trail, findings } = this.#data
    switch (what) {
      case 'cloudtrail:ListPublicKeys':
        return { PublicKeyList: trail.publicKeys.filter((key) => within(key, input)).map(publicKey) }
      case 'cloudtrail:LookupEvents':
        return this.#lookup(region, input)
      case 'guardduty:ListDetectors':
        return { detectorIds: findings.guardduty.has(region) ? [detector(region)] : [] }
      case 'guardduty:ListFindings': {
        const { greaterThanOrEqual, lessThan } = criterion(input.findingCriteria, ['greaterThanOrEqual', 'lessThan'])
        const all = updated(this.#ofDetector(region, wire), greaterThanOrEqual, lessThan)
        const { items, next } = page(all, input.nextToken, input.maxResults ?? 50)
        return { findingIds: items.map((one) => one.id), nextToken: next ?? '' }
      }
      case 'guardduty:GetFindings':
        return { findings: chosen(this.#ofDetector(region, wire), input.findingIds, 50) }
      case 'macie2:ListFindings': {
        const { gte, lt } = criterion(input.findingCriteria, ['gte', 'lt'])
        const all = updated(enabled(findings.macie.get(region), 'Macie is not enabled.'), gte, lt)
        const { items, next } = page(all, input.nextToken, input.maxResults ?? 50)
        return { findingIds: items.map((one) => one.id), ...(next ? { nextToken: next } : {}) }
      }
      case 'macie2:GetFindings':
        return { findings: chosen(enabled(findings.macie.get(region), 'Macie is not enabled.'), input.findingIds, 50) }
      case 'securityhub:GetFindings': {
        const subscribed = enabled(findings.securityhub.get(region), 'Account is not subscribed to AWS Security Hub')
        const { UpdatedAt = [], ...others } = input.Filters ?? {}
        if (Object.keys(others).length > 0 || UpdatedAt.length > 1) throw unknownFilter(input.Filters)
        // Here the end of a range is part of it.
        const all = updated(subscribed, time(UpdatedAt[0]?.Start), time(UpdatedAt[0]?.End, 1))
        const { items, next } = page(all, input.NextToken, input.MaxResults ?? 100)
        return { Findings: items, ...(next ? { NextToken: next } : {}) }
      }
      default:
        return null
    }
  }

  /** Two calls a second for an account and region, 50 events a page, newest first, 90 days: as the service has it. */
  #lookup(region: string, input: Input): object {
    const now = Date.now()
    while ((this.#lookups[0] ?? now) < now - 1000) this.#lookups.shift()
    if (this.#lookups.length >= 2) throw new Refusal('ThrottlingException', 'Rate exceeded')
    this.#lookups.push(now)
    const from = (input.StartTime ?? 0) * 1000
    const to = (input.EndTime ?? Number.POSITIVE_INFINITY) * 1000
    const events = this.#data.trail.events
      .filter((one) => one.region === region && one.at.getTime() >= from && one.at.getTime() <= to)
      .sort((a, b) => b.at.getTime() - a.at.getTime())
    const { items, next } = page(events, input.NextToken, input.MaxResults ?? 50)
    return { Events: items.map(({ at, record }) => lookedUp(at, record)), ...(next ? { NextToken: next } : {}) }
  }

  #ofDetector(region: string, wire: Wire): readonly Finding[] {
    const asked = /^\/detector\/([^/]+)\//.exec(wire.path)?.[1]
    const all = this.#data.findings.guardduty.get(region)
    if (all && asked === detector(region)) return all
    throw new Refusal(
      'BadRequestException',
      'The request is rejected because the input detectorId is not owned by the current account.',
    )
  }
}

interface Input {
  readonly StartTime?: number
  readonly EndTime?: number
  readonly NextToken?: string
  readonly MaxResults?: number
  readonly nextToken?: string
  readonly maxResults?: number
  readonly findingIds?: readonly string[]
  readonly findingCriteria?: { readonly criterion?: Readonly<Record<string, Readonly<Record<string, number>>>> }
  readonly Filters?: { readonly UpdatedAt?: readonly { readonly Start?: string; readonly End?: string }[] }
}

/** The bounds that are set on `updatedAt`, ms since 1970. A filter that is not understood here must not pass as one. */
function criterion<N extends string>(
  asked: Input['findingCriteria'],
  names: readonly N[],
): Readonly<Partial<Record<N, number>>> {
  const { updatedAt = {}, ...others } = asked?.criterion ?? {}
  const unknown = Object.keys(updatedAt).filter((name) => !names.some((one) => one === name))
  if (unknown.length > 0 || Object.keys(others).length > 0) throw unknownFilter(asked)
  return updatedAt as Partial<Record<N, number>>
}

function unknownFilter(asked: unknown): Refusal {
  return new Refusal('BadRequestException', `the AWS of the tests does not know this filter: ${JSON.stringify(asked)}`)
}

/** Findings that were updated from `from` on and before `before`. */
function updated(
  all: readonly Finding[],
  from = Number.NEGATIVE_INFINITY,
  before = Number.POSITIVE_INFINITY,
): readonly Finding[] {
  if (from === Number.NEGATIVE_INFINITY && before === Number.POSITIVE_INFINITY) return all
  return all.filter((one) => {
    const at = Date.parse(String(one.updatedAt ?? one.UpdatedAt))
    return at >= from && at < before
  })
}

function time(text: string | undefined, more = 0): number | undefined {
  return text === undefined ? undefined : Date.parse(text) + more
}

function page<T>(
  all: readonly T[],
  token: string | undefined,
  size: number,
): { items: readonly T[]; next: string | null } {
  const from = token ? Number(/^page-(\d+)$/.exec(token)?.[1] ?? Number.NaN) : 0
  if (Number.isNaN(from)) throw new Refusal('InvalidNextTokenException', 'The token is invalid.')
  const to = from + size
  return { items: all.slice(from, to), next: to < all.length ? `page-${to}` : null }
}

function chosen(all: readonly Finding[], ids: readonly string[] | undefined, most: number): readonly Finding[] {
  if (!ids || ids.length > most) throw new Refusal('BadRequestException', `findingIds must hold 1 to ${most} ids`)
  return all.filter((one) => ids.includes(String(one.id)))
}

function enabled<T>(found: readonly T[] | undefined, why: string): readonly T[] {
  if (found) return found
  throw new Refusal('AccessDeniedException', why, 403)
}

const detector = (region: string) => `d${region.replaceAll('-', '')}`.padEnd(32, '0')
const within = (key: PublicKey, input: Input) =>
  key.to.getTime() / 1000 >= (input.StartTime ?? 0) &&
  key.from.getTime() / 1000 <= (input.EndTime ?? Number.POSITIVE_INFINITY)

function publicKey(key: PublicKey): object {
  return {
    Value: key.value,
    Fingerprint: key.fingerprint,
    ValidityStartTime: key.from.getTime() / 1000,
    ValidityEndTime: key.to.getTime() / 1000,
  }
}

function lookedUp(at: Date, record: string): object {
  const { eventID, eventName, eventSource, userIdentity } = JSON.parse(record) as Record<string, unknown> & {
    userIdentity?: { userName?: string; accessKeyId?: string }
  }
  return {
    EventId: eventID,
    EventName: eventName,
    EventSource: eventSource,
    EventTime: at.getTime() / 1000,
    Username: userIdentity?.userName,
    AccessKeyId: userIdentity?.accessKeyId,
    Resources: [],
    CloudTrailEvent: record,
  }
}
