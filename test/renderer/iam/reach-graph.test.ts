import { expect, test } from 'vitest'
import { policyMarks } from '../../../renderer/views/iam/policy-marks.ts'
import { reached, reachGraph, sayNode, sureReach, wayTo } from '../../../renderer/views/iam/reach-graph.ts'
import type { IamEdge, IamNode } from '../../../shared/iam-state.ts'
import { hop, path } from './findings.ts'

const node = (id: string, distance: number, of: Partial<IamNode> = {}): IamNode => ({
  id,
  kind: 'role',
  name: id,
  account: '111122223333',
  isAdmin: false,
  distance,
  ...of,
})
const edge = (from: string, to: string, confidence: IamEdge['confidence'] = 'confirmed'): IamEdge => ({
  from,
  to,
  method: `${from}-${to}`,
  confidence,
  when: [],
  statements: [],
  used: null,
})
/** a leads to b and c, b to d, c back to a and to d, d potentially to e. */
const reach = {
  nodes: [
    node('a', 0),
    node('b', 1),
    node('c', 1),
    node('d', 2, { isAdmin: true }),
    node('e', 3, { kind: 'resource', name: 'any' }),
  ],
  edges: [edge('a', 'b'), edge('a', 'c'), edge('c', 'a'), edge('b', 'd'), edge('c', 'd'), edge('d', 'e', 'potential')],
}

test('what is within reach comes nearest first, each by the step that first leads to it', () => {
  expect(reached(reach).map(({ node: { id }, by }) => [id, by?.method])).toEqual([
    ['b', 'a-b'],
    ['c', 'a-c'],
    ['d', 'b-d'],
    ['e', 'd-e'],
  ])
})

test.each([
  ['a', []],
  ['b', ['a-b']],
  ['e', ['a-b', 'b-d', 'd-e']],
  ['elsewhere', []],
])('the way to %s is %j', (id, methods) => {
  expect(wayTo(reach, id).map(({ method }) => method)).toEqual(methods)
})

test.each<[Parameters<typeof sureReach>[1], string, string]>([
  ['all', 'abcde', 'a-b a-c c-a b-d c-d d-e'],
  ['confirmed', 'abcd', 'a-b a-c b-d'],
  // What is not sure keeps the sure steps that lead there.
  ['potential', 'abde', 'a-b b-d d-e'],
  ['latent', 'a', ''],
])('of what is %s these are drawn: %s', (sure, nodes, edges) => {
  const part = sureReach(reach, sure)
  expect(part.nodes.map(({ id }) => id).join('')).toBe(nodes)
  expect(part.edges.map(({ method }) => method).join(' ')).toBe(edges)
})

test('it is drawn from where it begins, and what has every right stands out', () => {
  const { nodes, roots } = reachGraph(reach)
  expect(roots).toEqual(['a'])
  expect(nodes.map(({ id, kind, strong }) => [id, kind, strong])).toEqual([
    ['a', 'identity', true],
    ['b', 'identity', false],
    ['c', 'identity', false],
    ['d', 'admin', true],
    ['e', 'resource', false],
  ])
})

test.each<[Partial<IamNode>, string]>([
  [{ id: 'arn:aws:iam::111122223333:role/\u202eevil', name: 'x' }, 'role/\\u202eevil'],
  [{ kind: 'resource', name: 'arn:aws:s3:::bucket' }, 'bucket'],
  [{ kind: 'resource', name: 'function with a role' }, 'some function with a role'],
  [{ kind: 'resource', name: 'any' }, 'any resource'],
  [{ kind: 'admin', name: 'every right' }, 'every right'],
])('%j is called %s', (of, text) => {
  expect(sayNode(node('id', 1, of))).toBe(text)
})

test('statements that ways begin with are marked once, beside what checks found, the gravest first', () => {
  const statement = {
    policy: 'inline',
    holder: 'me',
    sid: null,
    index: 1,
    effect: 'Allow' as const,
    lines: [9, 20] as const,
  }
  const way = (method: string, severity: 'critical' | 'high' | 'info', of: object = {}) => ({
    ...path([hop('me', null, { method, statements: [{ ...statement, ...of }] })], true),
    severity,
  })
  const policy = {
    policy: 'inline',
    holder: 'me',
    marks: [{ index: 0, lines: [4, 8] as const, check: 'c', severity: 'medium' as const, why: 'too much' }],
  }
  const ways = [
    way('one', 'high'),
    way('two', 'critical'),
    way('quiet', 'info'),
    way('other holder', 'critical', { holder: 'you' }),
    way('denies', 'critical', { effect: 'Deny' }),
    path([hop('you', null, { statements: [statement] })], true),
  ]
  expect(policyMarks(policy, ways, 'me')).toEqual([
    { from: 9, to: 20, tone: 'bad', note: 'critical: a way to more rights by one, two' },
    { from: 4, to: 8, tone: 'warn', note: 'medium: too much' },
  ])
})
