import { accessOf } from './access.ts'
import { type Tag, type Tags, yesOrNo } from './block.ts'
import type { Place, Report } from './report.ts'
import { accountsOf, firstDayOf, regionsOf } from './scope.ts'

export const serviceTypes = ['inspector', 'cloudwatchlogs'] as const

export const serviceTags: Tags = {
  aws_account_id: 'refused',
  aws_account_alias: 'ignored',
  access_key: 'ignored',
  secret_key: 'ignored',
  aws_profile: 'ignored',
  iam_role_arn: 'ignored',
  iam_role_duration: 'ignored',
  only_logs_after: 'warned',
  regions: 'warned',
  aws_log_groups: 'refused',
  remove_log_streams: 'refused',
  discard_regex: 'warned',
  sts_endpoint: 'ignored',
  service_endpoint: 'ignored',
}

/** A service that the original asks through its API and Coldtrail does not: checked, reported, and no source. */
export function reportService(type: string, place: Place, tags: ReadonlyMap<string, Tag>, report: Report): void {
  accessOf(tags, null, report)
  accountsOf(tags.get('aws_account_id'), report)
  regionsOf(tags.get('regions'), report)
  firstDayOf(tags.get('only_logs_after'), report)
  const alias = tags.get('aws_account_alias')
  if (alias) report.idle(alias, 'a label of the account')
  const groups = tags.get('aws_log_groups')
  if (groups) report.idle(groups, 'log groups are not asked for here')
  const removal = tags.get('remove_log_streams')
  if (removal && yesOrNo(removal, report) !== null) report.changed(removal, 'nothing is deleted', 'warning')
  const instead =
    type === 'inspector'
      ? 'let EventBridge deliver its findings to a bucket through Firehose, and collect that'
      : 'export the log group to a bucket, or subscribe a delivery stream to it, and collect that'
  report.idle(place, `Coldtrail does not ask this service: ${instead}`, 'warning')
}
