import { type IamFinding, type IamSeverity, iamKey, type LogDays, type SaidBy, type Used } from '../../../shared/iam.ts'
import { quoteValue } from '../../../shared/search/write.ts'
import { count, time, visible } from '../../format.ts'

/** Of an ARN what stands behind the account: `user/alice`. Anything else as it is. */
export function shortName(arn: string): string {
  return visible(arn.replace(/^arn:[\w-]*:[\w-]+:[\w-]*:\d*:(?=.)/, ''))
}

/** The same without the path of a user or role: `role/deploy`. */
export function plainName(arn: string): string {
  return shortName(arn).replace(/^(user|role)\/.*\/(?=.)/, '$1/')
}

/** The account that an ARN names, or an empty text. */
export function accountOf(arn: string): string {
  return /^arn:[\w-]*:[\w-]*:[\w-]*:(\d{12}):/.exec(arn)?.[1] ?? ''
}

/** A statement by the policy it stands in, for a line of text. */
export function sayStatement({ policy, sid, index, effect }: SaidBy): string {
  const which = sid === null || sid === '' ? `statement ${index + 1}` : `statement ${index + 1}, “${sid}”`
  return visible(`${effect} of ${policy}, ${which}`)
}

/** How often and until when, or since when nobody saw it. */
export function sayUsed(used: Used | null, logs: LogDays, utc: boolean): string {
  if (used !== null) return `${count(used.count)} ×, last ${time(used.last, utc)}`
  return logs.first === null ? 'no logs' : 'not seen'
}

/** What "not seen" rests on, as a sentence. */
export function sayDays({ first, last, events }: LogDays, utc: boolean): string {
  if (first === null) return 'The case has no logs that name a principal: nothing can be said about use.'
  return `“Not seen” speaks of the ${count(events)} events of this case that name a principal, ${time(first, utc)} to ${time(last, utc)}. What these logs leave out may have been used.`
}

/** Every call of a user, or of the sessions of a role. */
export function callsOf(principal: string): string {
  const name = quoteValue(principal)
  return `(actor=${name} OR role=${name})`
}

/** Every call that was made with an access key. */
export function callsWithKey(key: string): string {
  return `key=${quoteValue(key)}`
}

/** A temporary key or the ARN of a session: these are in no list, but have a page. */
export function isSession(text: string): boolean {
  return /^(?:ASIA[A-Z0-9]{12,}|arn:aws[\w-]*:sts::\d{12}:(?:assumed-role|federated-user)\/.+)$/.test(text.trim())
}

/** The calls of a principal that these actions write: the name of an event is that of the action, at times with a date. */
export function callsOfActions(principal: string, actions: readonly string[]): string {
  const names = [...new Set(actions.map((action) => action.slice(action.indexOf(':') + 1)))].filter((name) =>
    /^\w+$/.test(name),
  )
  if (names.length === 0) return callsOf(principal)
  return `${callsOf(principal)} event:(${names.map((name) => `${name}*`).join(' OR ')})`
}

/** Names a finding as long as the case says the same. */
export const keyOf: (finding: IamFinding) => string = iamKey

/** Users and roles have a page of their own. */
export function isIdentity(arn: string): boolean {
  return /^arn:[\w-]+:iam::\d*:(?:user|role)\//.test(arn)
}

export function toneOf(severity: IamSeverity): 'bad' | 'warn' | 'info' {
  if (severity === 'critical' || severity === 'high') return 'bad'
  return severity === 'medium' ? 'warn' : 'info'
}

/** From the first to the last of some calls, as a range of the timeline. */
export function within({ first, last }: Pick<Used, 'first' | 'last'>) {
  return { from: first, to: last === null ? null : new Date(Date.parse(last) + 1).toISOString() }
}
