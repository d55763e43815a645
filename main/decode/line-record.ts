import type { Format } from './format.ts'
import { formats } from './index.ts'
import type { RowReader } from './text-format.ts'
import { newRow, end as sealed } from './text-row.ts'

/** A line of a text log as the JSON record that its format reads, and that format. */
export interface LineRecord {
  readonly record: Buffer
  readonly format: Format
}

const noContext = { account: null, region: null, loadBalancer: null, distribution: null }
const row = newRow()
const readers = new Map<Format, RowReader>()

/** What a line says that came as the text of something else: a log event, a row of a SIEM. Null where it is of no known log. */
export function lineRecord(line: string): LineRecord | null {
  if (line.includes('\n')) return null
  for (const format of formats) {
    if (format.text === undefined || format.eventless === true || !format.text.matches(line)) continue
    const reader = readers.get(format) ?? format.text.reader(noContext)
    readers.set(format, reader)
    const b = Buffer.from(line)
    if (reader.read(b, 0, b.length, row) !== null) continue
    const { extra } = row
    if (!sealed(row, true)) continue
    const known = Buffer.from(row.bytes.subarray(0, row.length))
    const rest = extra === '' ? '}' : `${known.length > 2 ? ',' : ''}${extra}}`
    return { record: Buffer.concat([known.subarray(0, -1), Buffer.from(rest)]), format }
  }
  return null
}
