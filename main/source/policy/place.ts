import type { Source } from '../../../shared/source.ts'

/** Where the resources of a source are, as far as its definition tells; `*` where it does not. */
export interface Where {
  /** aws, aws-us-gov, aws-cn, … */
  readonly partition: string
  readonly region: string
  readonly account: string
}

const partitions: readonly (readonly [region: RegExp, partition: string])[] = [
  [/^us-gov-/, 'aws-us-gov'],
  [/^cn-/, 'aws-cn'],
  [/^us-isob-/, 'aws-iso-b'],
  [/^us-iso-/, 'aws-iso'],
  [/^us-isof-/, 'aws-iso-f'],
  [/^eu-isoe-/, 'aws-iso-e'],
  [/^eusc-/, 'aws-eusc'],
]

export function whereOf(source: Source): Where {
  const role = /^arn:([^:]+):iam::(\d{12}):/.exec(source.access.roles.at(-1)?.arn ?? '')
  const queue = 'queue' in source ? queueAddress(source.queue) : null
  const regions = 'regions' in source ? source.regions : []
  const region = queue?.region ?? source.access.region ?? (regions.length === 1 ? regions[0] : undefined) ?? null
  const known = regions[0] ?? region
  return {
    partition: role?.[1] ?? queue?.partition ?? partitionOf(known ?? ''),
    region: region ?? '*',
    account: queue?.account ?? role?.[2] ?? '*',
  }
}

function partitionOf(region: string): string {
  return partitions.find(([pattern]) => pattern.test(region))?.[1] ?? 'aws'
}

/** Services end their host names differently in China. */
export function domainOf({ partition }: Where): string {
  return partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com'
}

interface QueueAddress {
  readonly name: string
  readonly partition: string | null
  readonly region: string | null
  readonly account: string | null
}

/** Reads a queue given by name, URL or ARN. */
export function queueAddress(queue: string): QueueAddress {
  const arn = /^arn:([^:]+):sqs:([^:]+):(\d{12}):(.+)$/.exec(queue)
  if (arn) return { partition: arn[1] ?? null, region: arn[2] ?? null, account: arn[3] ?? null, name: arn[4] ?? '' }
  const url = /^https?:\/\/([^/]+)\/(\d{12})\/(.+)$/.exec(queue)
  if (!url) return { partition: null, region: null, account: null, name: queue }
  const host = /^sqs(?:-fips)?\.([a-z0-9-]+)\.|^([a-z0-9-]+)\.queue\./.exec(url[1] ?? '')
  const region = host?.[1] ?? host?.[2] ?? null
  const partition = region === null ? null : partitionOf(region)
  return { partition, region, account: url[2] ?? null, name: url[3] ?? '' }
}
