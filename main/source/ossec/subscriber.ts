import { accessOf, type Entry } from './access.ts'
import { shown, type Tag, type Tags } from './block.ts'
import type { Definition } from './bucket.ts'
import type { Place, Report } from './report.ts'

export const subscriberTypes = ['security_lake', 'buckets', 'security_hub'] as const

export const subscriberTags: Tags = {
  sqs_name: 'refused',
  external_id: 'refused',
  iam_role_arn: 'refused',
  iam_role_duration: 'ignored',
  aws_profile: 'ignored',
  sts_endpoint: 'ignored',
  service_endpoint: 'ignored',
  discard_regex: 'warned',
}

/** A queue as a source. Its messages stay where they are until the person wants them acknowledged. */
export function subscriberOf(
  type: string,
  place: Place,
  tags: ReadonlyMap<string, Tag>,
  report: Report,
): Definition & Pick<Entry, 'incomplete'> {
  const isLake = type === 'security_lake'
  for (const name of isLake ? ['sqs_name', 'iam_role_arn', 'external_id'] : ['sqs_name']) {
    if (!tags.has(name)) report.refused(place, `it has no <${name}>, which ${type} cannot do without`)
  }
  const { queue, region } = queueOf(tags.get('sqs_name'), report)
  const { access, incomplete } = accessOf(tags, region, report)
  report.taken(place, `a queue that announces ${isLake ? 'objects of Security Lake' : 'objects'}`)
  report.changed(
    place,
    'messages are not deleted after reading, as the original does: other consumers keep them. Switch acknowledging on if you want it',
  )
  return {
    name: `${isLake ? 'security lake' : type === 'buckets' ? 'notifications' : 'security hub'} ${queue.replace(/^.*[/:]/, '')}`,
    incomplete,
    source: { kind: isLake ? 'security-lake-queue' : 'sqs-notifications', queue, access },
  }
}

/** A name, or a URL or an ARN, which also tell the region. */
function queueOf(tag: Tag | undefined, report: Report): { readonly queue: string; readonly region: string | null } {
  if (!tag) return { queue: '', region: null }
  const queue = tag.value
  const region =
    /^arn:aws[a-z-]*:sqs:([a-z0-9-]+):\d{12}:[\w-]+(?:\.fifo)?$/.exec(queue)?.[1] ??
    /^https?:\/\/(?:sqs\.([a-z0-9-]+)\.|([a-z0-9-]+)\.queue\.)?[^/]*\/\d{12}\/[\w-]+(?:\.fifo)?$/
      .exec(queue)
      ?.slice(1)
      .find(Boolean)
  if (region) {
    report.taken(tag, `queue ${shown(queue)} in ${region}`)
    return { queue, region }
  }
  if (/^[\w-]{1,80}$/.test(queue) || /^https?:\/\/[^/\s]+\/\d{12}\/[\w-]+$/.test(queue)) {
    report.changed(
      tag,
      'the region of the queue is not said: choose it before the first run, else us-east-1 (or the first of the partition) is asked',
      'warning',
    )
  } else report.refused(tag, `${shown(queue)} is no queue: write its name, its URL or its ARN`)
  return { queue, region: null }
}
