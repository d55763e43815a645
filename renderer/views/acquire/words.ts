import type { BucketLayout, Source, SourceKind } from '../../../shared/source.ts'
import { many } from '../../format.ts'

/** What each kind of source is called, and when one wants it. */
export const kinds: Readonly<Record<SourceKind, { readonly title: string; readonly about: string }>> = {
  's3-bucket': {
    title: 'S3 bucket',
    about: 'CloudTrail, GuardDuty, Config, flow logs, load balancers, WAF, Firehose: whatever lies in a bucket.',
  },
  'security-lake-queue': {
    title: 'Security Lake subscriber',
    about: 'The queue of a subscriber announces new objects of the lake. It holds messages for 14 days at most.',
  },
  'security-lake-listing': {
    title: 'Security Lake by listing',
    about: 'The bucket of the lake itself, for the days that no queue announces any more.',
  },
  'sqs-notifications': {
    title: 'Notification queue',
    about: 'A queue that tells of new objects in ordinary buckets, or carries Security Hub events.',
  },
  'api-cloudtrail': {
    title: 'CloudTrail by API',
    about: 'LookupEvents: management events of the last 90 days, two calls a second. For when there is no trail.',
  },
  'api-guardduty': { title: 'GuardDuty by API', about: 'Findings of the last 90 days, asked region by region.' },
  'api-macie': { title: 'Macie by API', about: 'Findings of the last 90 days, asked region by region.' },
  'api-iam': {
    title: 'Identities by API',
    about:
      'Users, roles, policies, the credential report, control policies of the organization, and who is let in by buckets, keys, functions, queues, topics, secrets and image repositories: as it is now. Only reads.',
  },
  'api-securityhub': { title: 'Security Hub by API', about: 'Findings as they stand, asked region by region.' },
}

export const layouts: Readonly<Record<BucketLayout, string>> = {
  cloudtrail: 'CloudTrail',
  guardduty: 'GuardDuty export',
  macie: 'Macie export',
  config: 'AWS Config',
  vpcflow: 'VPC flow logs',
  elb: 'Load balancers',
  waf: 'WAF',
  'server-access': 'S3 server access',
  firehose: 'Firehose (YYYY/MM/DD/HH)',
  any: 'Whatever lies under the path',
}

/** Where it is, in one line. */
export function placeOf(source: Source): string {
  if ('queue' in source) return source.queue
  if (source.kind === 's3-bucket') return `s3://${source.bucket}/${source.path}`
  if (source.kind === 'security-lake-listing') return `s3://${source.bucket}/`
  return source.regions.length > 0 ? source.regions.join(', ') : (source.access.region ?? 'the region of the profile')
}

/** With whose permissions it is read. */
export function credentialsOf({ access: { credentials, roles } }: Source): string {
  const last = roles.at(-1)
  const first = firstCredentials(credentials)
  if (last === undefined) return first
  const role = roleInWords(last.arn) ?? last.arn
  const chain = roles.length > 1 ? `${many(roles.length, 'role')} in a row, the last ` : 'role '
  const proof = last.externalId === null ? '' : ', with an external id'
  const mfa = roles.some(({ mfaSerial }) => mfaSerial !== null) ? ', with MFA' : ''
  return `${chain}${role}${proof}${mfa}, from ${first}`
}

function roleInWords(arn: string): string | null {
  const found = /:iam::(\d{12}):role\/(?:.*\/)?([^/]+)$/.exec(arn)
  return found ? `${found[2]} of account ${found[1]}` : null
}

function firstCredentials(credentials: Source['access']['credentials']): string {
  switch (credentials.kind) {
    case 'default':
      return 'what the AWS SDK finds on this machine'
    case 'profile':
      return `profile ${credentials.profile}`
    case 'environment':
      return 'the environment'
    case 'sso':
      return `IAM Identity Center, ${credentials.role} of account ${credentials.account}`
    case 'web-identity':
      return `web identity, ${roleInWords(credentials.role) ?? credentials.role}`
    case 'instance':
      return 'the instance or container'
    case 'keys':
      return credentials.accessKeyId === null ? 'keys typed in' : `access key ${credentials.accessKeyId}, typed in`
  }
}

/** Which part of it, where that is not all. */
export function scopeOf(source: Source): string | null {
  const parts: string[] = []
  if ('accounts' in source && source.accounts.length > 0) parts.push(few(source.accounts, 'account'))
  if ('organizations' in source && source.organizations.length > 0)
    parts.push(few(source.organizations, 'organization'))
  if ('regions' in source && 'bucket' in source && source.regions.length > 0) parts.push(few(source.regions, 'region'))
  if ('lakeSources' in source && source.lakeSources.length > 0) parts.push(few(source.lakeSources, 'source'))
  if ('from' in source && source.from !== null) parts.push(`from ${source.from}`)
  if ('until' in source && source.until !== null) parts.push(`until ${source.until}`)
  if ('keyPattern' in source && source.keyPattern !== null) parts.push(`keys like ${source.keyPattern}`)
  return parts.length === 0 ? null : parts.join(' · ')
}

/** Minutes as an interval is said. */
export function every(minutes: number): string {
  if (minutes % 1440 === 0) return minutes === 1440 ? 'every day' : `every ${minutes / 1440} days`
  if (minutes % 60 === 0) return minutes === 60 ? 'every hour' : `every ${minutes / 60} hours`
  return minutes === 1 ? 'every minute' : `every ${minutes} minutes`
}

/** Whether it takes something away from where it reads, and what. */
export function takesAway(source: Source): 'objects' | 'messages' | null {
  if ('deleteAfter' in source && source.deleteAfter) return 'objects'
  return 'acknowledge' in source && source.acknowledge ? 'messages' : null
}

function few(values: readonly string[], one: string): string {
  return values.length <= 2 ? values.join(', ') : many(values.length, one)
}
