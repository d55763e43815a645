import { isObject, readDocument } from '../policy/document.ts'
import type { Policy } from '../policy/statement.ts'
import { arnIn } from './resource-policy.ts'

type Fields = Readonly<Record<string, unknown>>

/**
 * Grants of a KMS key as the statements that they amount to: each lets its grantee in beside the policy of the key. Those
 * of services are left out, they act for whoever made the grant. AWS KMS Developer Guide, "Grants in AWS KMS".
 */
export function readKeyGrants(given: Fields, name: string): { readonly arn: string; readonly policy: Policy } | null {
  if (!Array.isArray(given.Grants) || given.Owner !== undefined) return null
  const grants = given.Grants.filter(isObject)
  if (grants.length === 0) return null
  const arn = [given.ResourceArn, grants[0]?.KeyId, arnIn(name)].find((each) => /^arn:/.test(String(each)))
  if (typeof arn !== 'string')
    throw new Error('the grants do not say of which key they are: put its ARN into the name of the file')
  const Statement = grants.flatMap(statementsOf)
  const document = readDocument({ Version: '2012-10-17', Statement })
  return { arn, policy: { name: `grants of ${arn}`, arn: null, holder: arn, document } }
}

function statementsOf(grant: Fields): readonly Fields[] {
  const { GrantId = '', GranteePrincipal, RetiringPrincipal, Operations, Constraints } = grant
  const operations = (Array.isArray(Operations) ? Operations : []).map((each) => `kms:${each}`)
  const context = contextOf(Constraints)
  // Constraints bind the calls that have an encryption context, and no others.
  const bound = context === null ? [] : operations.filter((each) => cryptographic.test(each))
  const free = operations.filter((each) => !bound.includes(each))
  return [
    statement(`grant ${GrantId}`, GranteePrincipal, free),
    statement(`grant ${GrantId} within its encryption context`, GranteePrincipal, bound, context),
    statement(`grant ${GrantId}, to retire it`, RetiringPrincipal, ['kms:RetireGrant']),
  ].flatMap((each) => each ?? [])
}

const cryptographic = /^kms:(?:Encrypt|Decrypt|GenerateDataKey\w*|ReEncrypt(?:From|To))$/

function statement(Sid: string, principal: unknown, Action: readonly string[], Condition: Fields | null = null) {
  if (typeof principal !== 'string' || !/^arn:|^\d{12}$/.test(principal) || Action.length === 0) return null
  return {
    Sid,
    Effect: 'Allow',
    Principal: { AWS: principal },
    Action,
    Resource: '*',
    ...(Condition === null ? {} : { Condition }),
  }
}

/** Pairs that the encryption context must have, and with EncryptionContextEquals no others. */
function contextOf(constraints: unknown): Fields | null {
  if (!isObject(constraints)) return null
  const { EncryptionContextEquals: exact, EncryptionContextSubset: subset } = constraints
  const pairs = isObject(exact) ? exact : isObject(subset) ? subset : null
  if (pairs === null) return null
  const keys = Object.keys(pairs)
  const StringEquals = Object.fromEntries(keys.map((key) => [`kms:EncryptionContext:${key}`, pairs[key]]))
  return {
    StringEquals,
    ...(isObject(exact) ? { 'ForAllValues:StringEquals': { 'kms:EncryptionContextKeys': keys } } : {}),
  }
}
