import { isObject } from '../policy/document.ts'
import type { Item } from './inventory.ts'

/** Buckets and access points whose Block Public Access, or that of their account, restricts public policies to the own account. */
export function restrictedBuckets(items: readonly Item[], owners: ReadonlyMap<string, string>): ReadonlySet<string> {
  const accounts = new Set(
    items
      .filter(({ type, facts }) => type === 'AWS::S3::AccountPublicAccessBlock' && isOn(facts, 'restrictPublicBuckets'))
      .map(({ account }) => account),
  )
  const buckets = items.filter(({ type }) => type === 'AWS::S3::Bucket' || type === 'AWS::S3::AccessPoint')
  return new Set(
    buckets
      .filter(
        ({ arn, account, facts }) =>
          accounts.has(owners.get(arn) ?? account) ||
          isOn(facts.PublicAccessBlockConfiguration, 'restrictPublicBuckets'),
      )
      .map(({ arn }) => arn),
  )
}

/** Whether one setting of a Block Public Access is on, in the spelling of the API or of AWS Config. */
export function isOn(block: unknown, setting: string): boolean {
  return (
    isObject(block) &&
    Object.entries(block).some(
      ([name, value]) => name.toLowerCase() === setting.toLowerCase() && String(value).toLowerCase() === 'true',
    )
  )
}
