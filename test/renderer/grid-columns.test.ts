import { describe, expect, test } from 'vitest'
import { filled, type GridColumn, sized, sumOf, withWidth } from '../../renderer/parts/grid/columns.ts'

const columns: readonly GridColumn[] = [
  { id: 'time', title: 'Time', width: 100 },
  { id: 'name', title: 'Name', width: 200, grows: true },
  { id: 'why', title: 'Why', width: 100, grows: true },
]
const widths = (of: readonly GridColumn[]) => of.map(({ width }) => width)

describe('columns of a grid', () => {
  test.each([
    ['share what is left, by their widths', 700, [100, 400, 200]],
    ['stay as they are where there is no room', 300, [100, 200, 100]],
    ['are never wider than the room', 1000 / 3 + 400, [100, 422, 211]],
  ])('%s', (_what, room, expected) => {
    const shown = filled(columns, room)
    expect(widths(shown)).toEqual(expected)
    expect(sumOf(shown)).toBeLessThanOrEqual(Math.max(room, sumOf(columns)))
  })

  test('keep the width that a person gave them, and others take the room', () => {
    const mine = columns.map((column) => sized(column, column.id === 'name' ? 150 : undefined))
    expect(widths(filled(mine, 700))).toEqual([100, 150, 450])
  })

  test('follow the edge while it is dragged', () => {
    expect(widths(filled(withWidth(columns, { id: 'why', width: 80 }), 700))).toEqual([100, 520, 80])
  })
})
