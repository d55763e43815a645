import type { BucketLayout, SourceInput } from '../../../shared/source.ts'
import { accessOf, type Entry } from './access.ts'
import { shown, type Tag, type Tags, yesOrNo } from './block.ts'
import type { Place, Report } from './report.ts'
import { accountsOf, firstDayOf, folderOf, organizationsOf, regionsOf } from './scope.ts'

export const bucketTags: Tags = {
  name: 'refused',
  aws_organization_id: 'refused',
  aws_account_id: 'refused',
  aws_account_alias: 'ignored',
  access_key: 'ignored',
  secret_key: 'ignored',
  aws_profile: 'ignored',
  iam_role_arn: 'ignored',
  iam_role_duration: 'ignored',
  external_id: 'ignored',
  path: 'warned',
  path_suffix: 'warned',
  only_logs_after: 'warned',
  regions: 'warned',
  discard_regex: 'warned',
  sts_endpoint: 'ignored',
  service_endpoint: 'ignored',
  remove_from_bucket: 'refused',
}

/** Types of the original, what people call their logs, the layout that each is here, and whether its keys lie under AWSLogs/<account>/…/<region>/. */
const types = {
  cloudtrail: { logs: 'CloudTrail', layout: 'cloudtrail', isTree: true },
  config: { logs: 'Config', layout: 'config', isTree: true },
  vpcflow: { logs: 'VPC flow', layout: 'vpcflow', isTree: true },
  guardduty: { logs: 'GuardDuty', layout: 'guardduty', isTree: true },
  waf: { logs: 'WAF', layout: 'waf', isTree: false },
  alb: { logs: 'load balancer', layout: 'elb', isTree: true },
  clb: { logs: 'load balancer', layout: 'elb', isTree: true },
  nlb: { logs: 'load balancer', layout: 'elb', isTree: true },
  server_access: { logs: 'S3 access', layout: 'server-access', isTree: false },
  cisco_umbrella: { logs: 'Cisco Umbrella', layout: 'any', isTree: false },
  custom: { logs: 'delivery stream', layout: 'firehose', isTree: false },
} as const satisfies Record<string, { logs: string; layout: BucketLayout; isTree: boolean }>

export const bucketTypes = Object.keys(types) as readonly (keyof typeof types)[]

export interface Definition {
  readonly source: Unnamed<SourceInput>
  /** What to call it: made unique later. */
  readonly name: string
}

type Unnamed<T> = T extends unknown ? Omit<T, 'name'> : never

/** A bucket as a source. Everything that it names is listed: no marker, no order of keys, no first day but the one that is said. */
export function bucketOf(
  type: string,
  place: Place,
  tags: ReadonlyMap<string, Tag>,
  report: Report,
): Definition & Pick<Entry, 'incomplete'> {
  const { logs, layout, isTree } = types[type as keyof typeof types]
  const { bucket, path: within } = nameOf(tags.get('name'), place, report)
  const path = within + folderOf(tags.get('path'), report)
  const { access, incomplete } = accessOf(tags, null, report)
  const from = firstDayOf(tags.get('only_logs_after'), report)
  if (from === null)
    report.changed(place, 'no first day is given: everything is collected, where the original begins with today')
  if (layout === 'any')
    report.changed(
      place,
      'these logs are collected and kept as evidence; Coldtrail does not read their format',
      'warning',
    )
  report.taken(place, `a bucket with ${logs} logs`)
  removal(tags.get('remove_from_bucket'), report)
  const label = aliasOf(tags.get('aws_account_alias'), report)
  return {
    name: [label, type.replace('_', ' '), bucket, path.replace(/\/$/, '')].filter((part) => part !== '').join(' '),
    incomplete,
    source: {
      kind: 's3-bucket',
      bucket,
      layout,
      path,
      access,
      from,
      pathSuffix: isTree ? folderOf(tags.get('path_suffix'), report) : unused(tags.get('path_suffix'), '', report),
      accounts: isTree
        ? accountsOf(tags.get('aws_account_id'), report)
        : unused(tags.get('aws_account_id'), [], report),
      regions: isTree ? regionsOf(tags.get('regions'), report) : unused(tags.get('regions'), [], report),
      organizations: isTree
        ? organizationsOf(tags.get('aws_organization_id'), report)
        : unused(tags.get('aws_organization_id'), [], report),
    },
  }
}

/** `name`, or `s3://name/path`. */
function nameOf(
  tag: Tag | undefined,
  place: Place,
  report: Report,
): { readonly bucket: string; readonly path: string } {
  if (!tag) {
    report.refused(place, 'it has no <name>: say which bucket')
    return { bucket: '', path: '' }
  }
  const [, bucket = '', path = ''] = /^s3:\/\/([^/]*)\/?(.*)$/s.exec(tag.value) ?? ['', tag.value]
  if (!/^(?!xn--)(?!.+-s3alias$)(?!.+--ol-s3$)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(bucket)) {
    const text =
      'is no name of a bucket: 3 to 63 lower-case letters, digits, dots and dashes; aliases of access points are not supported'
    report.refused(tag, `${shown(bucket)} ${text}`)
    return { bucket, path: '' }
  }
  if (bucket === tag.value) report.taken(tag, `bucket ${bucket}`)
  else report.changed(tag, `bucket ${bucket}${path === '' ? '' : `, folder ${shown(path)}`}`)
  return { bucket, path: path === '' || path.endsWith('/') ? path : `${path}/` }
}

function removal(tag: Tag | undefined, report: Report): void {
  const removes = tag && yesOrNo(tag, report)
  if (tag && removes === true) {
    report.changed(
      tag,
      'deleting is switched off: turn it on for this source, and confirm it, if you really want it',
      'warning',
    )
  } else if (tag && removes === false) report.taken(tag, 'nothing is deleted')
}

function aliasOf(tag: Tag | undefined, report: Report): string {
  if (!tag) return ''
  report.changed(tag, 'it becomes part of the name of the source')
  return tag.value
}

function unused<T>(tag: Tag | undefined, nothing: T, report: Report): T {
  if (tag)
    report.idle(
      tag,
      'the original does not use it for this type, so everything under the path is collected here too',
      'warning',
    )
  return nothing
}
