import { describe, expect, test } from 'vitest'
import {
  beforeAfterDrop,
  beforeAfterMove,
  neighbour,
  shownBlock,
  titleOf,
  written,
} from '../../../renderer/views/report/order.ts'
import type { Block } from '../../../shared/report/block.ts'

const block = (id: number, note = '', title = ''): Block => ({ id, title, note, content: { kind: 'text' } })
const blocks = [block(7), block(3), block(9), block(1)]

/** What the engine does with an answer. */
function moved(id: number, before: number | null | undefined): readonly number[] {
  const ids = blocks.map((one) => one.id)
  if (before === undefined) return ids
  const rest = ids.filter((one) => one !== id)
  const at = before === null ? rest.length : rest.indexOf(before)
  return [...rest.slice(0, at), id, ...rest.slice(at)]
}

describe('moving by keys', () => {
  test.each([
    [3, 1, [7, 9, 3, 1]],
    [3, -1, [3, 7, 9, 1]],
    [9, 1, [7, 3, 1, 9]],
    [7, -1, [7, 3, 9, 1]],
    [1, 1, [7, 3, 9, 1]],
    [5, 1, [7, 3, 9, 1]],
  ])('puts block %i by %i', (id, by, order) => {
    expect(moved(id, beforeAfterMove(blocks, id, by))).toEqual(order)
  })
})

describe('moving by the pointer', () => {
  test.each([
    [7, 0, [7, 3, 9, 1]],
    [7, 1, [7, 3, 9, 1]],
    [7, 2, [3, 7, 9, 1]],
    [7, 4, [3, 9, 1, 7]],
    [1, 0, [1, 7, 3, 9]],
    [9, 1, [7, 9, 3, 1]],
    [9, 3, [7, 3, 9, 1]],
  ])('drops block %i into gap %i', (id, gap, order) => {
    expect(moved(id, beforeAfterDrop(blocks, id, gap))).toEqual(order)
  })
})

test('a block that is gone gives way to the first', () => {
  expect([3, 5, null].map((open) => shownBlock(blocks, open)?.id)).toEqual([3, 7, 7])
  expect(shownBlock([], null)).toBeUndefined()
  expect([neighbour(blocks, 7, -1)?.id, neighbour(blocks, 9, 1)?.id, neighbour(blocks, 1, 1)?.id]).toEqual([7, 1, 1])
})

test('a title that nobody wrote is that of the kind', () => {
  expect(titleOf(block(1))).toBe('Text')
  expect(titleOf(block(1, '', 'In short'))).toBe('In short')
})

test('texts that a draft only asks for are nobody’s words', () => {
  expect(written([block(1, '*What happened?*'), block(2, '  '), block(3, 'It *did* happen.'), block(4, 'Yes.')])).toBe(
    2,
  )
})
