import { expect, test } from 'vitest'
import { everyRight, pathGraph } from '../../../renderer/views/iam/path-graph.ts'
import { hop, path, used } from './findings.ts'

test('ways that share steps share their nodes and edges', () => {
  const graph = pathGraph([
    path([hop('a', 'b'), hop('b', 'admin')], true),
    path([hop('c', 'b'), hop('b', 'admin', { method: 'other', used })], true),
  ])
  expect(graph.nodes.map(({ id, kind }) => [id, kind])).toEqual([
    ['a', 'identity'],
    ['b', 'identity'],
    ['admin', 'admin'],
    ['c', 'identity'],
  ])
  expect(graph.edges).toEqual([
    { from: 'a', to: 'b', label: 'iam-create-access-key', kind: 'confirmed' },
    { from: 'b', to: 'admin', label: 'iam-create-access-key, other', kind: 'used' },
    { from: 'c', to: 'b', label: 'iam-create-access-key', kind: 'confirmed' },
  ])
  expect(graph.roots).toEqual(['a', 'c'])
})

test.each([
  ['every right', true, null, '*', everyRight],
  ['the resource that is opened', false, null, 'arn:aws:s3:::b', 'arn:aws:s3:::b'],
  ['the identity that it yields', false, 'r', '*', 'r'],
])('a way ends at %s', (_, toAdmin, to, resource, end) => {
  const { edges } = pathGraph([path([hop('a', to, { resource })], toAdmin)])
  expect(edges.map((edge) => edge.to)).toEqual([end])
})

test('what is beyond the limit is left out whole and counted', () => {
  const graph = pathGraph([path([hop('a', 'b')], false), path([hop('c', 'd')], false), path([hop('a', 'b')], false)], 3)
  expect(graph.nodes.map(({ id }) => id)).toEqual(['a', 'b'])
  expect(graph.left).toBe(1)
})

test('a circle has beginnings too', () => {
  expect(pathGraph([path([hop('a', 'b')], false), path([hop('b', 'a')], false)]).roots).toEqual(['a', 'b'])
})
