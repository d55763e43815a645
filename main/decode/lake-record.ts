import { lakeReader } from './lake-row.ts'
import { newRow, end as sealed } from './text-row.ts'

/** Made anew for every row, in the same memory. */
const row = newRow()

/** A row of a query, given as names and cells: the record, the whole event where the row holds it, or why it is none. */
export function lakeRecord(
  cells: readonly (readonly [string, string])[],
): string | Buffer | { readonly event: Buffer } {
  const reader = lakeReader()
  reader.heading(csvLine(cells.map(([name]) => name)))
  const answer = reader.read(csvLine(cells.map(([, cell]) => cell)), row)
  if (answer !== null) return answer
  sealed(row, true)
  const known = Buffer.from(row.bytes.subarray(0, row.length))
  return row.extra === '' ? known : Buffer.concat([known.subarray(0, -1), Buffer.from(`,${row.extra}}`)])
}

const csvLine = (cells: readonly string[]) => cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')
