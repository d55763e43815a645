import { expect, test } from 'vitest'
import { type IdentitiesAsked, identitiesAsked, identityRows } from '../../../renderer/views/iam/identity-list.ts'
import type { IamIdentity } from '../../../shared/iam-state.ts'
import { finding, hop, path, used } from './findings.ts'

const arn = (name: string) => `arn:aws:iam::111122223333:${name}`
function identity(name: string, of: Partial<IamIdentity> = {}): IamIdentity {
  return {
    principal: arn(name),
    kind: name.startsWith('role/') ? 'role' : 'user',
    account: '111122223333',
    name: name.slice(name.lastIndexOf('/') + 1),
    id: null,
    createdAt: null,
    isAdmin: false,
    policies: 0,
    groups: [],
    hasPassword: null,
    hasMfa: null,
    activeKeys: null,
    used: null,
    ...of,
  }
}

const identities = [
  identity('user/quiet'),
  identity('user/boss', { isAdmin: true }),
  identity('role/climber', { groups: ['Builders'], used }),
  identity('user/weak', { id: 'AIDAEXAMPLE' }),
]
const findings = [
  finding({ principal: arn('user/weak'), severity: 'low' }),
  finding({ principal: arn('user/weak'), severity: 'high' }),
  finding({ principal: arn('user/boss'), severity: 'medium' }),
]
const ways = [
  { ...path([hop(arn('role/climber'), arn('user/boss'))], true), severity: 'critical' as const },
  { ...path([hop(arn('user/quiet'), arn('user/weak'))], false), severity: 'critical' as const },
]
const rows = identityRows(identities, findings, ways)

test('the gravest come first, and a way to every right counts as a risk', () => {
  expect(rows.map(({ identity: { name }, severity, findings: n }) => [name, severity, n])).toEqual([
    ['climber', 'critical', 0],
    ['weak', 'high', 2],
    ['boss', 'medium', 1],
    ['quiet', null, 0],
  ])
})

test('without ways nothing is said about them', () => {
  expect(identityRows(identities, findings, undefined).map(({ way }) => way)).toEqual(identities.map(() => undefined))
})

test.each<[string, Partial<IdentitiesAsked>, readonly string[]]>([
  ['everybody', {}, ['climber', 'weak', 'boss', 'quiet']],
  ['a part of a name in any case', { text: 'CLIMB' }, ['climber']],
  ['an id', { text: 'aidaexample' }, ['weak']],
  ['a group', { text: 'builders role' }, ['climber']],
  ['a kind', { kind: 'user' }, ['weak', 'boss', 'quiet']],
  ['grave ones', { which: 'grave' }, ['climber', 'weak']],
  ['every right, or a way to it', { which: 'admin' }, ['climber', 'boss']],
  ['what called something', { which: 'used' }, ['climber']],
])('finds %s', (_, asked, names) => {
  const found = identitiesAsked(rows, { text: '', kind: 'all', which: 'all', ...asked })
  expect(found.map(({ identity: { name } }) => name)).toEqual(names)
})
