import { describe, expect, test } from 'vitest'
import { columnAt, fitWidth, moved, withWidth } from '../../../renderer/parts/grid/columns.ts'
import { type Cursor, cursorAfter } from '../../../renderer/parts/grid/keys.ts'
import { type Load, PageCache, pageSize } from '../../../renderer/parts/grid/page-cache.ts'
import { reveal, rowsAt, scaleOf, tallest } from '../../../renderer/parts/grid/scale.ts'

describe('the scroll bar of a grid', () => {
  test('it is as tall as the rows while they fit', () => {
    expect(scaleOf(1000, 24, 600)).toEqual({ height: 24_000, farthest: 23_400, ratio: 1 })
  })

  test.each([2_000_000, 5_000_001, 400_000_000])(
    'it reaches the last of %i rows within what an element may be tall',
    (count) => {
      const { height, farthest, ratio } = scaleOf(count, 24, 600)
      const atBottom = (height - 600) * ratio
      const { last } = rowsAt(atBottom, 600, 24, count)
      expect([height <= tallest, Math.abs(atBottom - farthest) < 1, last]).toEqual([true, true, count - 1])
    },
  )

  test('it draws the rows in sight and a few around them', () => {
    expect(rowsAt(2400, 240, 24, 1000, 2)).toEqual({ first: 98, last: 112 })
    expect(rowsAt(0, 240, 24, 0)).toEqual({ first: 0, last: -1 })
  })

  test.each([
    ['stays when the row is in sight', 5, 0, false, 0],
    ['goes up just far enough', 2, 240, false, 48],
    ['goes down just far enough', 20, 0, false, 264],
    ['puts a far row in the middle', 100, 0, true, 2292],
    ['has nothing above the first row', 1, 2400, true, 0],
  ])('revealing a row %s', (_, row, offset, centre, expected) => {
    expect(reveal(row, offset, 240, 24, centre)).toBe(expected)
  })
})

describe('the cursor of a grid', () => {
  const press = (key: string, held: Partial<Record<'ctrlKey' | 'altKey' | 'shiftKey', boolean>> = {}) => ({
    key,
    ctrlKey: false,
    metaKey: false,
    altKey: false,
    shiftKey: false,
    ...held,
  })
  const extent = { rows: 100, columns: 4, page: 20 }
  const at = (row: number, column: number): Cursor => ({ row, column })

  test.each([
    ['j', at(5, 1), at(6, 1)],
    ['k', at(5, 1), at(4, 1)],
    ['k', at(0, 1), at(0, 1)],
    ['ArrowUp', at(0, 1), at(-1, 1)],
    ['ArrowDown', at(-1, 1), at(0, 1)],
    ['ArrowDown', at(99, 1), at(99, 1)],
    ['PageDown', at(90, 1), at(99, 1)],
    ['PageUp', at(30, 1), at(10, 1)],
    ['Home', at(30, 2), at(0, 2)],
    ['End', at(30, 2), at(99, 2)],
    ['ArrowRight', at(3, 3), at(3, 3)],
    ['ArrowLeft', at(3, 3), at(3, 2)],
  ])('%s takes it from %j to %j', (key, from, to) => {
    expect(cursorAfter(press(key), from, extent)).toEqual(to)
  })

  test('it leaves keys with Alt, Shift and most with Ctrl to others', () => {
    const others = [
      press('ArrowLeft', { altKey: true }),
      press('ArrowRight', { shiftKey: true }),
      press('j', { ctrlKey: true }),
    ]
    expect(others.map((key) => cursorAfter(key, at(3, 3), extent))).toEqual([null, null, null])
  })
})

describe('the columns of a grid', () => {
  const columns = [
    { id: 'a', title: 'A', width: 100 },
    { id: 'b', title: 'B', width: 50 },
    { id: 'c', title: 'C', width: 80 },
  ]

  test.each([
    [0, 2, ['b', 'c', 'a']],
    [2, 0, ['c', 'a', 'b']],
    [1, 1, ['a', 'b', 'c']],
    [0, 9, ['a', 'b', 'c']],
  ])('moving column %i to %i', (from, to, order) => {
    expect(moved(columns, from, to).map(({ id }) => id)).toEqual(order)
  })

  test('they are found by position', () => {
    expect([0, 99, 100, 149, 150, 5000].map((x) => columnAt(columns, x))).toEqual([0, 0, 1, 1, 2, 2])
  })

  test('a width stays usable and is drawn while it changes', () => {
    expect([fitWidth(3), fitWidth(120.4), fitWidth(99_999)]).toEqual([40, 120, 2000])
    expect(withWidth(columns, { id: 'b', width: 70 }).map(({ width }) => width)).toEqual([100, 70, 80])
  })
})

describe('the pages of a grid', () => {
  const rowsFrom = (offset: number, limit: number) => Array.from({ length: limit }, (_, at) => offset + at)
  const nextTurn = () => new Promise((resolve) => setTimeout(resolve, 0))

  test('it fetches a page once and keeps the sixty used last', async () => {
    const asked: number[] = []
    const cache = new PageCache<number>(
      (offset, limit) => {
        asked.push(offset / pageSize)
        return Promise.resolve(rowsFrom(offset, limit))
      },
      () => {},
    )
    for (let page = 0; page <= 60; page++) {
      cache.want(page * pageSize, page * pageSize)
      await nextTurn()
    }
    cache.want(60 * pageSize, 60 * pageSize + 10)
    await nextTurn()
    expect([asked.length, cache.row(0), cache.row(pageSize + 7)]).toEqual([61, undefined, pageSize + 7])
  })

  test('it gives up pages that are scrolled past', async () => {
    const aborted: number[] = []
    const load: Load<number> = (offset, _limit, signal) => {
      signal.addEventListener('abort', () => aborted.push(offset / pageSize))
      return new Promise(() => {})
    }
    const cache = new PageCache(load, () => {})
    cache.want(0, 399)
    cache.want(300, 500)
    expect(aborted).toEqual([0])
    cache.close()
    expect(aborted).toEqual([0, 1, 2])
  })

  test('it shows the rows of the question before until the first of its own arrive', async () => {
    const before = new PageCache(
      () => Promise.resolve(['old']),
      () => {},
    )
    before.want(0, 0)
    await nextTurn()
    const never = new PageCache<string>(
      () => new Promise(() => {}),
      () => {},
      before,
    )
    never.want(0, 0)
    const after = new PageCache(
      () => Promise.resolve(['new']),
      () => {},
      never,
    )
    const stale = [after.row(0), after.stale]
    after.want(0, 0)
    await nextTurn()
    expect([...stale, after.row(0), after.stale]).toEqual(['old', true, 'new', false])
  })

  test('it reports a failure and asks again only when told to', async () => {
    let tries = 0
    const load = () => {
      tries++
      return tries === 1 ? Promise.reject(new Error('the engine is gone')) : Promise.resolve(['row'])
    }
    const cache = new PageCache<string>(load, () => {})
    cache.want(0, 0)
    await nextTurn()
    cache.want(0, 0)
    const failed = [tries, cache.problem?.message]
    cache.retry()
    cache.want(0, 0)
    await nextTurn()
    expect([failed, cache.problem, cache.row(0)]).toEqual([[1, 'the engine is gone'], null, 'row'])
  })
})
