import { describe, expect, test } from 'vitest'
import { decide, type Guards } from '../../main/iam/policy/decide.ts'
import { readDocument } from '../../main/iam/policy/document.ts'
import { type Fact, factsOf } from '../../main/iam/policy/facts.ts'
import type { Caller } from '../../main/iam/policy/principal.ts'

/** Who asks, and what stands around, in tables of what AWS decides; each table names the page of its documentation. */
const guide = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/'
export const own = '111122223333'
export const foreign = '444455556666'
export const alice: Caller = {
  kind: 'user',
  arn: `arn:aws:iam::${own}:user/alice`,
  account: own,
  session: null,
  id: 'AIDAALICE',
}
export const deploy: Caller = {
  kind: 'role',
  arn: `arn:aws:iam::${own}:role/deploy`,
  account: own,
  session: `arn:aws:sts::${own}:assumed-role/deploy/ci`,
  id: 'AROADEPLOY',
}
export const outsider: Caller = {
  ...deploy,
  arn: `arn:aws:iam::${foreign}:role/vendor`,
  account: foreign,
  session: null,
}
export const service: Caller = { kind: 'service', arn: 'sns.amazonaws.com', account: null, session: null, id: null }
export const nobody: Caller = { kind: 'anonymous', arn: 'anonymous', account: null, session: null, id: null }
export const linked: Caller = {
  ...deploy,
  arn: `arn:aws:iam::${own}:role/aws-service-role/x.amazonaws.com/x`,
  session: null,
}

export const nothing: Guards = {
  identity: [],
  boundary: null,
  session: null,
  scps: null,
  rcps: null,
  resource: null,
  endpoint: null,
}
export type Given = Readonly<Record<string, unknown>>
export const says = (...Statement: readonly Given[]) => [
  { name: 'p', arn: null, document: readDocument({ Version: '2012-10-17', Statement }) },
]
export const old = (...Statement: readonly Given[]) => [
  { name: 'p', arn: null, document: readDocument({ Version: '2008-10-17', Statement }) },
]
export const allow = (Action: unknown, Resource: unknown = '*', more: Given = {}) => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...more,
})
export const deny = (Action: unknown, Resource: unknown = '*', more: Given = {}) => ({
  Effect: 'Deny',
  Action,
  Resource,
  ...more,
})
export const lets = (Principal: unknown, Action: unknown = '*', more: Given = {}) => ({
  Effect: 'Allow',
  Principal,
  Action,
  ...more,
})
export const all = says(allow('*'))
export const when = (Condition: Given) => ({ Condition })

interface Asked {
  readonly by?: Caller
  readonly do?: string
  readonly on?: string
  readonly owner?: string
  readonly facts?: Readonly<Record<string, Fact>>
}
type Row = readonly [what: string, guards: Partial<Guards>, asked: Asked, expected: string | RegExp]

function result(
  guards: Partial<Guards>,
  { by = alice, do: action = 's3:GetObject', on = 'arn:aws:s3:::logs/a', owner = own, facts = {} }: Asked,
) {
  const known = factsOf(Object.entries(facts))
  const decision = decide({ caller: by, action, resource: on, owner, facts: known }, { ...nothing, ...guards })
  return decision.result === 'allowed-if' ? `if ${decision.when.join(' and ')}` : decision.result
}

export function table(title: string, page: string, rows: readonly Row[]): void {
  describe(`${title} (${page.startsWith('http') ? page : guide + page})`, () => {
    test.each(rows)('%s', (_, guards, asked, expected) => {
      if (typeof expected === 'string') expect(result(guards, asked)).toBe(expected)
      else expect(result(guards, asked)).toMatch(expected)
    })
  })
}

/** A condition under which everything is allowed, or refused, and what the request says of the keys in it. */
export const hasKeys = (Condition: Given, facts: Readonly<Record<string, Fact>>, effect = 'Allow') =>
  [
    {
      identity: says(...(effect === 'Allow' ? [] : [allow('*')]), {
        ...allow('*', '*', { Condition }),
        Effect: effect,
      }),
    },
    { facts },
  ] as const
export const hasKey = (Condition: Given, value: Fact, effect = 'Allow') => hasKeys(Condition, { k: value }, effect)
