import { expect, test } from 'vitest'
import { changedBlock } from '../../main/report/put-block.ts'
import type { Block, Report } from '../../shared/report/block.ts'

const content = { kind: 'text' } as const
const words = (title: string, note: string) => ({ title, note, content })
const report = (...blocks: readonly Block[]): Report => ({
  title: '',
  author: '',
  blocks,
  revision: 3,
  changedAt: null,
  changedBy: null,
  canUndo: true,
})
const other = { id: 2, ...words('other', '') }

test.each([
  [
    'nobody else wrote',
    words('t', 'n'),
    words('t', 'n'),
    words('t', 'mine'),
    [{ id: 1, ...words('t', 'mine') }, other],
  ],
  [
    'somebody else wrote another part',
    words('theirs', 'n'),
    words('t', 'n'),
    words('t', 'mine'),
    [{ id: 1, ...words('theirs', 'mine') }, other],
  ],
  [
    'both wrote the same',
    words('t', 'same'),
    words('t', 'n'),
    words('t', 'same'),
    [{ id: 1, ...words('t', 'same') }, other],
  ],
  [
    'both wrote otherwise',
    words('t', 'theirs'),
    words('t', 'n'),
    words('t', 'mine'),
    [{ id: 1, ...words('t', 'theirs') }, { id: 3, ...words('t', 'mine') }, other],
  ],
  [
    'nobody says what was there',
    words('t', 'theirs'),
    undefined,
    words('t', 'mine'),
    [{ id: 1, ...words('t', 'mine') }, other],
  ],
])('no words are lost where %s', (_, there, was, now, blocks) => {
  expect(changedBlock(report({ id: 1, ...there }, other), 1, was, now)).toEqual(blocks)
})

test('what was written in a block that somebody removed is at the end', () => {
  expect(changedBlock(report(other), 1, words('t', 'n'), words('t', 'mine'))).toEqual([
    other,
    { id: 3, ...words('t', 'mine') },
  ])
})

test('of a figure that both described otherwise the second description is a text of its own', () => {
  const chart = { kind: 'coverage' } as const
  const there = { id: 1, title: '', note: 'theirs', content: chart }
  const was = { title: '', note: '', content: chart }
  expect(changedBlock(report(there), 1, was, { ...was, note: 'mine' })).toEqual([
    there,
    { id: 2, ...words('', 'mine') },
  ])
})
