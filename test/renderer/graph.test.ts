import { expect, test } from 'vitest'
import { type GraphEdge, type GraphNode, layered } from '../../renderer/parts/graph/layers.ts'
import { towards } from '../../renderer/parts/graph/towards.ts'

const node = (id: string): GraphNode => ({ id, label: id, kind: 'identity' })
const edge = (from: string, to: string): GraphEdge => ({ from, to, label: '', kind: 'used' })
const nodes = ['a', 'b', 'c', 'd'].map(node)

test.each<{ name: string; edges: readonly GraphEdge[]; roots: readonly string[]; columns: readonly number[] }>([
  {
    name: 'puts each node one column after what leads to it',
    edges: [edge('a', 'b'), edge('b', 'c')],
    roots: ['a'],
    columns: [0, 1, 2, 0],
  },
  {
    name: 'takes the shortest way',
    edges: [edge('a', 'b'), edge('b', 'c'), edge('a', 'c'), edge('c', 'd')],
    roots: ['a'],
    columns: [0, 1, 1, 2],
  },
  {
    name: 'ends on a circle',
    edges: [edge('a', 'b'), edge('b', 'a'), edge('b', 'c'), edge('c', 'd'), edge('d', 'd')],
    roots: ['a'],
    columns: [0, 1, 2, 3],
  },
  { name: 'begins anew where no root leads', edges: [edge('c', 'd')], roots: ['a'], columns: [0, 0, 0, 1] },
  {
    name: 'knows no edge to what is not there',
    edges: [edge('a', 'elsewhere')],
    roots: ['a', 'elsewhere'],
    columns: [0, 0, 0, 0],
  },
])('$name', ({ edges, roots, columns }) => {
  const placed = layered(nodes, edges, roots)
  const width = Math.max(1, ...placed.map(({ x }) => x)) / Math.max(1, ...columns)
  expect(nodes.map(({ id }) => Math.round((placed.find((one) => one.id === id)?.x ?? -1) / width))).toEqual(columns)
})

test('no two nodes stand in one place', () => {
  const many = Array.from({ length: 300 }, (_, at) => node(`n${at}`))
  const edges = many.slice(1).map(({ id }, at) => edge(`n${at >> 1}`, id))
  const placed = layered(many, edges, ['n0'])
  expect(new Set(placed.map(({ x, y }) => `${x} ${y}`)).size).toBe(300)
})

test('lines of a column stand in the order of what leads to them', () => {
  const edges = [edge('a', 'd'), edge('b', 'c')]
  const at = new Map(layered(nodes, edges, ['a', 'b']).map(({ id, y }) => [id, y]))
  expect((at.get('a') ?? 0) < (at.get('b') ?? 0)).toBe(true)
  expect((at.get('d') ?? 0) < (at.get('c') ?? 0)).toBe(true)
})

test.each([
  ['ArrowRight', null, 'a'],
  ['ArrowRight', 'a', 'c'],
  ['ArrowLeft', 'c', 'a'],
  ['ArrowDown', 'a', 'b'],
  ['ArrowUp', 'b', 'a'],
  ['ArrowUp', 'a', 'a'],
  ['ArrowLeft', 'a', 'a'],
])('%s from %s leads to %s', (key, from, to) => {
  const edges = [edge('a', 'c'), edge('b', 'd')]
  expect(towards(key, from, layered(nodes, edges, ['a', 'b']), edges)).toBe(to)
})
