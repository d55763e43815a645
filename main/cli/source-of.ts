import { type ApiSource, bucketLayouts, Source, type SourceInput } from '../../shared/source.ts'
import { Ended, exitCodes } from './exit-codes.ts'

/** What a person says on the command line about a source that is not saved in the case. */
export interface SourceOptions {
  readonly type?: string
  readonly path?: string
  readonly profile?: string
  readonly role?: readonly string[]
  readonly externalId?: string
  readonly sessionName?: string
  readonly duration?: number
  readonly mfa?: string
  readonly region?: string
  readonly endpoint?: string
  readonly stsEndpoint?: string
  readonly serviceEndpoint?: string
  readonly pathStyle?: true
  readonly fips?: true
  readonly dualStack?: true
  readonly requesterPays?: true
  readonly accounts?: readonly string[]
  readonly regions?: readonly string[]
  readonly organizations?: readonly string[]
  readonly from?: string
  readonly until?: string
  readonly lookBack?: number
  readonly key?: string
  readonly versions: boolean
  readonly digests: boolean
  readonly acknowledge?: true
  readonly deleteAfter?: true
  readonly stopOnError?: true
}

/**
 * A source as it is written on the command line: s3://bucket/path, lake://bucket, the URL or ARN of a queue, or
 * api:cloudtrail|guardduty|macie|securityhub|iam. Null: it is the name of a source in the case.
 */
export function sourceOf(text: string, options: SourceOptions): Source | null {
  const input = inputOf(text, options)
  if (input === null) return null
  const checked = Source.safeParse(input)
  if (checked.success) return checked.data
  const [issue] = checked.error.issues
  throw new Ended(exitCodes.usage, `'${text}': ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not understood'}`)
}

function inputOf(text: string, options: SourceOptions): SourceInput | null {
  const name = nameOf(text)
  const common = { name, access: accessOf(options), skipOnError: options.stopOnError !== true }
  const days = { from: options.from ?? null, until: options.until ?? null }
  const filters = {
    ...days,
    accounts: [...(options.accounts ?? [])],
    regions: [...(options.regions ?? [])],
    ...(options.lookBack === undefined ? {} : { lookBackDays: options.lookBack }),
    keyPattern: options.key ?? null,
  }
  const [, bucket, path = ''] = /^s3:\/\/([^/]+)\/?(.*)$/.exec(text) ?? []
  if (bucket !== undefined) {
    return {
      kind: 's3-bucket',
      ...common,
      bucket,
      layout: layoutOf(options.type, path),
      path,
      organizations: [...(options.organizations ?? [])],
      ...filters,
      versions: options.versions,
      digests: options.digests,
      deleteAfter: options.deleteAfter === true,
    }
  }
  const lake = /^lake:\/\/([^/]+)\/?$/.exec(text)?.[1]
  if (lake !== undefined) return { kind: 'security-lake-listing', ...common, bucket: lake, ...filters }
  if (/^(https?:\/\/|arn:[\w-]+:sqs:)/.test(text)) {
    const kind = options.type === 'security-lake' ? ('security-lake-queue' as const) : ('sqs-notifications' as const)
    return { kind, ...common, queue: text, acknowledge: options.acknowledge === true }
  }
  const api = /^api:(cloudtrail|guardduty|macie|securityhub)$/.exec(text)?.[1]
  if (api !== undefined)
    return { kind: `api-${api}` as ApiSource['kind'], ...common, ...days, regions: [...(options.regions ?? [])] }
  if (text === 'api:iam') return { kind: 'api-iam', ...common, regions: [...(options.regions ?? [])] }
  return null
}

/** What a source is called that is saved by its address; a queue that is given by its ARN as its owner calls it. */
function nameOf(address: string): string {
  return address
    .replace(/^arn:[\w-]+:sqs:.*:/, '')
    .replace(/^\w+:\/\//, '')
    .replace(/\/+$/, '')
    .replace(/[^\p{L}\p{N} ._@/-]/gu, '-')
    .replace(/^[^\p{L}\p{N}]+/u, '')
    .slice(0, 100)
}

function layoutOf(type: string | undefined, path: string) {
  const layout = bucketLayouts.find((one) => one === (type ?? (/AWSLogs/.test(path) ? 'any' : 'cloudtrail')))
  if (layout) return layout
  throw new Ended(exitCodes.usage, `there is no type '${type}' among ${bucketLayouts.join(', ')}`)
}

function accessOf(options: SourceOptions): NonNullable<SourceInput['access']> {
  const roles = options.role ?? []
  const last = roles.length - 1
  return {
    credentials: options.profile === undefined ? { kind: 'default' } : { kind: 'profile', profile: options.profile },
    roles: roles.map((arn, place) => ({
      arn,
      ...(options.sessionName === undefined ? {} : { sessionName: options.sessionName }),
      ...(options.duration === undefined ? {} : { duration: options.duration }),
      externalId: place === last ? (options.externalId ?? null) : null,
      mfaSerial: place === 0 ? (options.mfa ?? null) : null,
    })),
    region: options.region ?? null,
    endpoint: options.endpoint ?? null,
    stsEndpoint: options.stsEndpoint ?? null,
    serviceEndpoint: options.serviceEndpoint ?? null,
    pathStyle: options.pathStyle === true,
    fips: options.fips === true,
    dualStack: options.dualStack === true,
    requesterPays: options.requesterPays === true,
  }
}
