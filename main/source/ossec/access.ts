import type { Access, SourceInput } from '../../../shared/source.ts'
import { shown, type Tag } from './block.ts'
import type { Report } from './report.ts'

export interface Entry {
  readonly access: NonNullable<SourceInput['access']>
  /** Something that it cannot do without was left out: it is imported switched off until the person fills it in. */
  readonly incomplete: boolean
}

/** Who a block collects as, and through which endpoints. Keys are neither kept nor repeated. */
export function accessOf(tags: ReadonlyMap<string, Tag>, region: string | null, report: Report): Entry {
  const profile = tags.get('aws_profile')
  if (profile)
    report.taken(profile, `credentials of the profile ${shown(profile.value)}; it has to exist where Coldtrail runs`)
  for (const tag of [tags.get('access_key'), tags.get('secret_key')]) {
    const instead = profile ? 'the profile is used' : 'choose a profile, or type the keys in when asked'
    if (tag)
      report.changed(
        tag,
        `keys are never taken out of a file: ${instead}. Remove them here, and think of them as leaked`,
        'warning',
      )
  }
  const { roles, incomplete } = rolesOf(tags, report)
  const access: Partial<Access> = {
    credentials: profile ? { kind: 'profile', profile: profile.value } : { kind: 'default' },
    roles,
    region,
    endpoint: endpointOf(tags.get('service_endpoint'), 'S3', report),
    stsEndpoint: endpointOf(tags.get('sts_endpoint'), 'STS', report),
  }
  return { access, incomplete }
}

function rolesOf(
  tags: ReadonlyMap<string, Tag>,
  report: Report,
): { readonly roles: Access['roles']; readonly incomplete: boolean } {
  const arn = tags.get('iam_role_arn')
  const external = tags.get('external_id')
  const duration = durationOf(tags.get('iam_role_duration'), arn, report)
  if (!arn) {
    if (external) report.idle(external, 'without iam_role_arn there is no role to show it to', 'warning')
    return { roles: [], incomplete: false }
  }
  const externalId = externalIdOf(external, report)
  if (!/^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/.test(arn.value)) {
    const text = `${shown(arn.value)} is no ARN of a role (arn:aws:iam::111122223333:role/name): it is left out, and the source switched off until you give one`
    report.changed(arn, text, 'warning')
    return { roles: [], incomplete: true }
  }
  report.taken(arn, 'this role is assumed')
  const role = { arn: arn.value, externalId, sessionName: 'coldtrail', duration, mfaSerial: null }
  return { roles: [role], incomplete: external !== undefined && externalId === null }
}

function externalIdOf(tag: Tag | undefined, report: Report): string | null {
  if (!tag) return null
  if (/^[\w+=,.@:/-]{2,1224}$/.test(tag.value)) {
    report.taken(tag, 'shown when the role is assumed')
    return tag.value
  }
  const text =
    'AWS takes 2 to 1,224 letters, digits and + = , . @ : / - for it: it is left out, and the source switched off until you give one'
  report.changed(tag, text, 'warning')
  return null
}

const hour = 3600

function durationOf(tag: Tag | undefined, arn: Tag | undefined, report: Report): number {
  if (!tag) return hour
  const seconds = /^\d+$/.test(tag.value) ? Number(tag.value) : Number.NaN
  if (!(seconds >= 900 && seconds <= 43_200)) {
    report.refused(tag, `${shown(tag.value)} is no duration of a session: write 900 to 43200 seconds`)
    return hour
  }
  if (!arn) report.idle(tag, 'without iam_role_arn there is no session that it could be the length of', 'warning')
  else if (seconds <= hour) report.taken(tag, `sessions of ${seconds} seconds, renewed while a collection goes on`)
  else report.taken(tag, `sessions of ${seconds} seconds, if the role allows; where a role assumes it, AWS allows 3600`)
  return seconds
}

function endpointOf(tag: Tag | undefined, service: string, report: Report): string | null {
  if (!tag) return null
  const hasScheme = /^https?:\/\//.test(tag.value)
  const url = hasScheme ? tag.value : `https://${tag.value}`
  if (!/^https?:\/\/[\w.-]+(:\d{1,5})?(\/[\w./-]*)?$/.test(url) || url.length > 2048) {
    report.changed(tag, `this is no address of ${service}: it is left out, and AWS's own endpoint used`, 'warning')
    return null
  }
  if (/x{4,}|\.region\./i.test(url)) {
    report.changed(
      tag,
      `${shown(url)} is still the placeholder of an example: write your endpoint of ${service}, or none`,
      'warning',
    )
  } else if (hasScheme) report.taken(tag, `endpoint of ${service}`)
  else report.changed(tag, `endpoint of ${service}, as ${shown(url)}: it lacked its https://`)
  return url
}
