import { expect, test } from 'vitest'
import { changersOf, changesBy } from '../../../renderer/views/iam/change-list.ts'
import { lineDiff } from '../../../renderer/views/iam/line-diff.ts'
import { madeBy, momentsOf, stopBeside } from '../../../renderer/views/iam/stops.ts'
import type { IamChange } from '../../../shared/iam-state.ts'

function change(title: string, ...by: readonly (readonly [actor: string | null, time: string, ip: string])[]) {
  const calls = by.map(([actor, time, sourceIp], ordinal) => ({
    object_id: 1,
    ordinal,
    time,
    action: 'iam:X',
    actor,
    sourceIp,
  }))
  const what = { principal: 'p', what: 'key', item: '', before: null, after: null, isBeforeUnknown: false }
  return { ...what, title, calls } satisfies IamChange
}

const changes = [
  change('a', ['mallory', '2026-03-11T01:00:00.000Z', '203.0.113.9']),
  change(
    'b',
    ['mallory', '2026-03-11T02:00:00.000Z', '203.0.113.7'],
    ['alice', '2026-03-12T09:00:00.000Z', '192.0.2.1'],
  ),
  change('c', [null, '2026-03-11T02:00:00.000Z', '192.0.2.2']),
  change('d'),
]

test('changes are counted by who made them, with the addresses of their own calls', () => {
  expect(changersOf(changes)).toEqual([
    { actor: 'mallory', changes: 2, ips: ['203.0.113.9', '203.0.113.7'] },
    { actor: '', changes: 1, ips: [] },
    { actor: 'alice', changes: 1, ips: ['192.0.2.1'] },
    { actor: 'nobody named', changes: 1, ips: ['192.0.2.2'] },
  ])
})

test.each([
  [null, ['a', 'b', 'c', 'd']],
  ['mallory', ['a', 'b']],
  ['alice', ['b']],
  ['nobody named', ['c']],
  ['', ['d']],
])('of %s there are the changes %j', (actor, titles) => {
  expect(changesBy(changes, actor).map(({ title }) => title)).toEqual(titles)
})

const moments = momentsOf(changes)
const at = (text: string) => Date.parse(`2026-03-${text}Z`)

test.each<[string, number | null, 'back' | 'on', number | null, number]>([
  ['back from the end is before the last change', null, 'back', at('11T02:00:00'), 3],
  ['back from a change is after the one before it', at('11T02:00:00'), 'back', at('11T01:00:00'), 2],
  ['back from the first change is before it', at('11T01:00:00'), 'back', at('11T00:59:59'), 1],
  ['back from between two changes is before the one that was', at('11T05:00:00'), 'back', at('11T01:00:00'), 2],
  ['there is nothing before the first', at('10T00:00:00'), 'back', null, 0],
  ['on from before the first is after it', at('10T00:00:00'), 'on', at('11T01:00:00'), 0],
  ['on from a change is after the next', at('11T01:00:00'), 'on', at('11T02:00:00'), 1],
  ['there is nothing after the last', at('12T09:00:00'), 'on', null, 3],
])('%s', (_, from, way, to, made) => {
  expect(stopBeside(moments, from, way)).toBe(to)
  expect(madeBy(moments, from)).toBe(made)
})

test('without changes there is nowhere to go', () => {
  expect([stopBeside([], null, 'back'), stopBeside([], 5, 'on'), madeBy([], null)]).toEqual([null, null, 0])
})

test.each<[string, string, string, object]>([
  ['one and the same', 'a\nb', 'a\nb', { removed: [], added: [] }],
  ['lines put in between', 'a\nd', 'a\nb\nc\nd', { removed: [], added: [[2, 3]] }],
  ['lines taken away', 'a\nb\nc', 'c', { removed: [[1, 2]], added: [] }],
  ['a line replaced', 'a\nb\nc', 'a\nx\nc', { removed: [[2, 2]], added: [[2, 2]] }],
  ['everything new', 'a\nb', 'x', { removed: [[1, 2]], added: [[1, 1]] }],
])('lines that differ: %s', (_, before, after, differ) => {
  expect(lineDiff(before, after)).toEqual(differ)
})

test('what is too long to compare differs as a whole', () => {
  const long = (text: string) => Array.from({ length: 2500 }, () => text).join('\n')
  expect(lineDiff(long('a'), long('a'))).toEqual({ removed: [[1, 2500]], added: [[1, 2500]] })
})
