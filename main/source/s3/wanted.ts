import type { BucketLayout, ListedSource } from '../../../shared/source.ts'
import type { Place } from './place.ts'
import { wildcards } from './wildcards.ts'

/** Judges keys and folders of a bucket by what the source asks for. */
export interface Wanted {
  /** Whether a folder, or a key, may hold something that is wanted. */
  folder(place: Place): boolean
  key(key: string, place: Place, modifiedAt: string | null): boolean
  /** The days of the folders that are read, look-back included; null where open. */
  readonly from: string | null
  readonly until: string | null
}

/** Folders of AWS services that a layout means, in AWSLogs/<account>/. */
const services: Readonly<Partial<Record<BucketLayout, RegExp>>> = {
  cloudtrail: /^CloudTrail(-Insight|-NetworkActivity|-Aggregated|-Digest)?$/,
  guardduty: /^GuardDuty$/,
  macie: /^Macie$/,
  config: /^Config$/,
  vpcflow: /^vpcflowlogs$/,
  elb: /^elasticloadbalancing$/,
  waf: /^WAFLogs$/,
}

export function wantedOf(source: ListedSource): Wanted {
  const accounts = new Set(source.accounts)
  const regions = new Set(source.regions)
  const organizations = new Set(source.kind === 's3-bucket' ? source.organizations : [])
  const from = source.from === null ? null : shifted(source.from, -source.lookBackDays)
  const until = source.until === null ? null : shifted(source.until, source.lookBackDays)
  const service = source.kind === 's3-bucket' ? (services[source.layout] ?? null) : null
  const lake = source.kind === 'security-lake-listing' ? new Set(source.lakeSources) : new Set<string>()
  const digests = source.kind === 's3-bucket' && source.digests
  const pattern = source.keyPattern === null ? null : wildcards(source.keyPattern)

  const folder = (place: Place): boolean =>
    (place.account === null || accounts.size === 0 || accounts.has(place.account)) &&
    (place.region === null || regions.size === 0 || regions.has(place.region)) &&
    (place.organization === null || organizations.size === 0 || organizations.has(place.organization)) &&
    (place.service === null || service === null || service.test(place.service)) &&
    (place.service === null || lake.size === 0 || lake.has(place.service)) &&
    (place.service !== 'CloudTrail-Digest' || digests) &&
    (place.lastDay === null || from === null || place.lastDay >= from) &&
    (place.firstDay === null || until === null || place.firstDay <= until)
  return {
    from,
    until,
    folder,
    key: (key, place, modifiedAt) =>
      folder(place) &&
      (pattern === null || pattern(key)) &&
      // Without a day in its name an object delivered before `from` holds nothing later; one delivered after `until`
      // may be a copy of something earlier, so it stays.
      (place.lastDay !== null || from === null || modifiedAt === null || modifiedAt.slice(0, 10) >= from),
  }
}

export function shifted(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
}
