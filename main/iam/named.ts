import { arnParts } from './policy/wildcard.ts'

/**
 * Whether a call that names `target` acts on the thing with this ARN. Identities are named in calls without their paths
 * (`user/alice`), buckets as `bucket` and objects as `bucket/key`, other things by their ARNs or by the last part of them.
 */
export function isNamed(arn: string, target: string): boolean {
  if (arn === target) return true
  const [, , service = '', , account = '', rest = ''] = arnParts(arn)
  if (service === 's3') return rest === target
  if (service === 'iam') {
    if (target.startsWith('arn:') && arnParts(target)[4] !== account) return false
    return shortOf(rest) === shortOf(target.startsWith('arn:') ? (arnParts(target)[5] ?? '') : target)
  }
  if (target.startsWith('arn:')) return target.startsWith(`${arn}:`)
  if (service === 'secretsmanager') return rest.replace(/^secret:/, '').replace(/-\w{6}$/, '') === target
  return rest === target || rest.split(/[/:]/).at(-1) === target || rest.replace(/^[^/:]+[/:]/, '') === target
}

/** Without its path: names are unique within an account. */
function shortOf(rest: string): string {
  const kind = rest.slice(0, rest.indexOf('/'))
  return `${kind}/${rest.slice(rest.lastIndexOf('/') + 1)}`
}
