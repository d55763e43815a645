/** What of a flow stands in one piece in every default format: who spoke with whom, how much, and when. */
const traffic = ['srcaddr', 'dstaddr', 'srcport', 'dstport', 'protocol', 'packets', 'bytes', 'start', 'end'] as const

/** Fields of version 2, in the order of the default format, which has no heading when it comes through CloudWatch Logs. */
export const defaultFields = ['version', 'account-id', 'interface-id', ...traffic, 'action', 'log-status'] as const

/** Fields of versions 3 to 10, and of transit gateways: VPC User Guide, "Flow log records"; Transit Gateway Guide. */
export const laterFields = [
  'vpc-id',
  'subnet-id',
  'instance-id',
  'tcp-flags',
  'type',
  'pkt-srcaddr',
  'pkt-dstaddr',
  'region',
  'az-id',
  'sublocation-type',
  'sublocation-id',
  'pkt-src-aws-service',
  'pkt-dst-aws-service',
  'flow-direction',
  'traffic-path',
  'ecs-cluster-arn',
  'ecs-cluster-name',
  'ecs-container-instance-arn',
  'ecs-container-instance-id',
  'ecs-container-id',
  'ecs-second-container-id',
  'ecs-service-name',
  'ecs-task-definition-arn',
  'ecs-task-arn',
  'ecs-task-id',
  'reject-reason',
  'resource-id',
  'encryption-status',
  'resource-type',
  'tgw-id',
  'tgw-attachment-id',
  'tgw-src-vpc-account-id',
  'tgw-dst-vpc-account-id',
  'tgw-src-vpc-id',
  'tgw-dst-vpc-id',
  'tgw-src-subnet-id',
  'tgw-dst-subnet-id',
  'tgw-src-eni',
  'tgw-dst-eni',
  'tgw-src-az-id',
  'tgw-dst-az-id',
  'tgw-pair-attachment-id',
  'packets-lost-no-route',
  'packets-lost-blackhole',
  'packets-lost-mtu-exceeded',
  'packets-lost-ttl-expired',
] as const

/** The default format of flow logs of transit gateways: Transit Gateway Guide, "Flow log records". */
export const transitGatewayFields = [
  'version',
  'resource-type',
  'account-id',
  ...laterFields.slice(laterFields.indexOf('tgw-id'), laterFields.indexOf('tgw-pair-attachment-id') + 1),
  ...traffic,
  'log-status',
  'type',
  ...laterFields.slice(laterFields.indexOf('packets-lost-no-route')),
  'tcp-flags',
  'region',
  'flow-direction',
  'pkt-src-aws-service',
  'pkt-dst-aws-service',
] as const

const known = new Set<string>([...defaultFields, ...laterFields])

/** The names in a heading of VPC flow logs: words only, most of them fields. Records always hold digits. */
export function isHeading(b: Buffer, from: number, to: number): boolean {
  const first = b[from] as number
  if (first < 0x61 || first > 0x7a || to - from > 4000) return false
  for (let i = from; i < to; i++) {
    const c = b[i] as number
    if ((c < 0x61 || c > 0x7a) && c !== 0x2d && c !== 0x20) return false
  }
  return isHeadingText(b.toString('latin1', from, to))
}

export function isHeadingText(line: string): boolean {
  const names = line.split(' ').filter((name) => name !== '')
  const hits = names.filter((name) => known.has(name)).length
  return hits >= 2 && hits * 2 >= names.length
}
