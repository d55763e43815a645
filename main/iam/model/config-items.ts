import { isObject, readDocument } from '../policy/document.ts'
import type { Policy } from '../policy/statement.ts'
import { unwrapPolicy } from '../verdict/read-policy.ts'
import type { Item } from './inventory.ts'

type Fields = Readonly<Record<string, unknown>>

/** What items of AWS Config say, the newest of each resource. */
export interface Configured {
  /** Identities in the words of get-account-authorization-details. */
  readonly details: Fields
  readonly policies: readonly { readonly arn: string; readonly policy: Policy }[]
  readonly items: readonly Item[]
  readonly problems: readonly string[]
}

const lists: Readonly<Record<string, string>> = {
  'AWS::IAM::User': 'UserDetailList',
  'AWS::IAM::Role': 'RoleDetailList',
  'AWS::IAM::Group': 'GroupDetailList',
  'AWS::IAM::Policy': 'Policies',
}

/**
 * Reads configuration items: of snapshot and history files, and as get-resource-config-history answers. Identities are
 * written with small first letters there, documents URL-encoded. AWS Config Developer Guide, "Components of a
 * Configuration Item".
 */
export function readConfigItems(given: readonly Fields[]): Configured {
  const details: Record<string, Fields[]> = {
    UserDetailList: [],
    RoleDetailList: [],
    GroupDetailList: [],
    Policies: [],
  }
  const policies: { arn: string; policy: Policy }[] = []
  const items: Item[] = []
  const problems: string[] = []
  for (const { item, status } of newest(given)) {
    if (/^ResourceDeleted/.test(status)) continue
    const list = lists[item.type]
    if (list !== undefined) {
      details[list]?.push(capitalized(item.facts) as Fields)
      continue
    }
    items.push(item)
    if (item.type === 'AWS::EC2::VPCEndpoint') continue
    try {
      const policy = policyOf(item)
      if (policy !== null) policies.push({ arn: item.arn, policy })
    } catch (error) {
      problems.push(`the policy of ${item.arn}: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
  return { details, policies, items, problems }
}

function newest(given: readonly Fields[]): Iterable<{ readonly item: Item; readonly status: string }> {
  const all = new Map<string, { readonly item: Item; readonly status: string }>()
  for (const each of given.flatMap(itemsIn)) {
    const type = text(each.resourceType) ?? ''
    const arn = text(each.ARN) ?? text(each.arn) ?? text(each.resourceId) ?? text(each.resourceName) ?? ''
    const at = timeOf(each.configurationItemCaptureTime)
    const before = all.get(`${type} ${arn}`)
    if (before !== undefined && (before.item.at ?? '') > (at ?? '')) continue
    all.set(`${type} ${arn}`, {
      item: {
        type,
        arn,
        account: text(each.awsAccountId) ?? text(each.accountId) ?? arn.split(':')[4] ?? '',
        at,
        facts: { ...opened(each.configuration), ...opened(each.supplementaryConfiguration) },
      },
      status: text(each.configurationItemStatus) ?? '',
    })
  }
  return all.values()
}

function itemsIn(given: Fields): readonly Fields[] {
  const list = given.configurationItems ?? given.baseConfigurationItems ?? given.ConfigurationItems
  if (Array.isArray(list)) return list.filter(isObject)
  return given.resourceType === undefined ? [] : [given]
}

/** Both configurations may be JSON in a text, and so may what stands in them. */
function opened(given: unknown): Fields {
  const value = json(given)
  if (!isObject(value)) return {}
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, json(each)]))
}

function json(given: unknown): unknown {
  if (typeof given !== 'string' || !/^\s*[{[]/.test(given)) return given
  try {
    return JSON.parse(given)
  } catch {
    return given
  }
}

const holders =
  /^(?:BucketPolicy|Policy|ResourcePolicy|AccessPolicies|AccessPolicy|FileSystemPolicy|PolicyDocument|PolicyText)$/i

function policyOf({ arn, facts }: Item): Policy | null {
  for (const [name, value] of Object.entries(facts)) {
    if (!holders.test(name) || value === null || value === '') continue
    const document = unwrapPolicy(value)
    if (isObject(document) && document.Statement === undefined) continue
    return { name: `policy of ${arn}`, arn: null, holder: arn, document: readDocument(document) }
  }
  return null
}

/** userPolicyList to UserPolicyList, all the way down. */
function capitalized(given: unknown): unknown {
  if (Array.isArray(given)) return given.map(capitalized)
  if (!isObject(given)) return given
  return Object.fromEntries(
    Object.entries(given).map(([name, value]) => [
      name.charAt(0).toUpperCase() + name.slice(1),
      /document$/i.test(name) ? value : capitalized(value),
    ]),
  )
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}

/** The API writes seconds since 1970. */
function timeOf(given: unknown): string | null {
  const time = typeof given === 'number' ? given * 1000 : typeof given === 'string' ? Date.parse(given) : Number.NaN
  return Number.isNaN(time) ? null : new Date(time).toISOString()
}
