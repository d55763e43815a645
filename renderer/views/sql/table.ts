import type { Cell, SqlResult } from '../../../shared/rows.ts'

export type Row = readonly Cell[]

/** The rows in an order, or as they came; null comes last whichever way. */
export function sortRows(
  result: SqlResult,
  order: { readonly column: string; readonly descending: boolean } | null,
): readonly Row[] {
  if (order === null) return result.rows
  const at = Number(order.column)
  const numeric = !/^(VARCHAR|JSON|TIMESTAMP|DATE|TIME|BLOB|UUID|STRUCT|MAP)|\[\]$/.test(result.columns[at]?.type ?? '')
  const direction = order.descending ? -1 : 1
  return result.rows.toSorted((a, b) => {
    const [left, right] = [a[at] ?? null, b[at] ?? null]
    if (left === null || right === null) return left === right ? 0 : left === null ? 1 : -1
    return direction * (numeric ? Number(left) - Number(right) : compare(String(left), String(right)))
  })
}

/** No column of a result begins wider than this, px. */
export const widestUsual = 420

/** Pixels that suit a column: its title and what stands in its first rows; local times say their offset too. */
export function widthOf(result: SqlResult, at: number, utc: boolean): number {
  const column = result.columns[at]
  const longest = result.rows
    .slice(0, 50)
    .reduce((most, row) => Math.max(most, String(row[at] ?? 'null').length), (column?.name.length ?? 0) + 2)
  const offset = !utc && column?.type.startsWith('TIMESTAMP') ? 5 : 0
  return Math.max(72, Math.min(widestUsual, 24 + (longest + offset) * 7))
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
