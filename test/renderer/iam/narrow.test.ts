import { expect, test } from 'vitest'
import { bySeverity, grouped, type Narrowing, narrowed } from '../../../renderer/views/iam/narrow.ts'
import { callsOfActions, keyOf, plainName, shortName } from '../../../renderer/views/iam/words.ts'
import type { IamFinding } from '../../../shared/iam.ts'
import { parseSearch } from '../../../shared/search/parse.ts'
import { finding, used } from './findings.ts'

const findings: readonly IamFinding[] = [
  finding({ check: 'a', severity: 'low', principal: 'arn:aws:iam::1:user/x', account: '1' }),
  finding({ check: 'b', severity: 'critical', principal: 'arn:aws:iam::1:user/x', account: '1', used }),
  finding({ check: 'a', severity: 'high', principal: 'arn:aws:iam::2:role/y', account: '2' }),
]
const all: Narrowing = { severity: null, account: null, checks: null, principal: null, seen: 'all' }

test.each<[string, Partial<Narrowing>, readonly number[]]>([
  ['nothing', {}, [0, 1, 2]],
  ['a severity', { severity: 'high' }, [2]],
  ['an account', { account: '1' }, [0, 1]],
  ['several checks', { checks: ['a', 'c'] }, [0, 2]],
  ['a principal and a check', { principal: 'arn:aws:iam::1:user/x', checks: ['a'] }, [0]],
  ['what was used', { seen: 'used' }, [1]],
  ['what was not seen', { seen: 'unused' }, [0, 2]],
])('narrows to %s', (_, by, left) => {
  expect(narrowed(findings, { ...all, ...by })).toEqual(left.map((at) => findings[at]))
})

test('groups come the gravest first and count what they share', () => {
  expect(grouped(findings, 'checks').map(({ value, severity, findings: n }) => [value, severity, n])).toEqual([
    ['b', 'critical', 1],
    ['a', 'high', 2],
  ])
  expect(grouped(findings, 'accounts').map(({ value, findings: n }) => [value, n])).toEqual([
    ['1', 2],
    ['2', 1],
  ])
})

test('severities tell how many were used and of how many identities', () => {
  expect(bySeverity(findings).critical).toEqual({ findings: 1, used: 1, principals: 1 })
  expect(bySeverity(findings).info).toEqual({ findings: 0, used: 0, principals: 0 })
})

test('findings that differ in one thing have different keys', () => {
  const keys = [
    ...findings,
    finding({ check: 'a', severity: 'low', principal: 'arn:aws:iam::1:user/x', resource: 'r' }),
  ]
  expect(new Set(keys.map(keyOf)).size).toBe(keys.length)
})

test.each([
  ['arn:aws:iam::111122223333:user/team/alice', 'user/team/alice'],
  ['arn:aws-us-gov:iam::111122223333:root', 'root'],
  ['arn:aws:s3:::bucket/key', 'bucket/key'],
  ['ReadOnly', 'ReadOnly'],
  ['arn:aws:iam::111122223333:user/\u202egnp.exe', 'user/\\u202egnp.exe'],
])('%s is shown as %s', (arn, short) => {
  expect(shortName(arn)).toBe(short)
})

test.each([
  ['arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/Admin', 'role/Admin'],
  ['arn:aws:iam::111122223333:user/alice', 'user/alice'],
  ['arn:aws:iam::111122223333:policy/a/b', 'policy/a/b'],
])('without its path %s is %s', (arn, name) => {
  expect(plainName(arn)).toBe(name)
})

test.each([
  ['arn:aws:iam::1:user/a"b) OR event:*', ['iam:CreateUser']],
  ['arn:aws:iam::1:role/x', ['lambda:CreateFunction', 'iam:PassRole']],
  ['arn:aws:iam::1:role/x', ['s3:*', 'no action']],
])('the search for the calls of %s can be read', (principal, actions) => {
  expect(parseSearch(callsOfActions(principal, actions))).toMatchObject({ ok: true })
})
