import { exportTime } from './export-time.ts'
import type { KeyContext } from './key-context.ts'
import { type Cells, newCells, splitBlanks } from './text-cells.ts'
import type { RowReader, TextLayout } from './text-format.ts'
import { begin, type Column, columnOf, put, putJson } from './text-row.ts'
import { defaultFields, isHeadingText, laterFields, transitGatewayFields } from './vpc-flow-fields.ts'

const known = Object.fromEntries([...defaultFields, ...laterFields].map((name) => [name, true]))
/** A record of the default format; fields that somebody added to it at the end have no names without a heading. */
const defaultRecord =
  /^\d{1,2} (?:\d{12}|unknown|-) \S+ (?:-|[\da-f.:]+) (?:-|[\da-f.:]+)(?: (?:-|\d+)){5} \d+ \d+ (?:-|ACCEPT|REJECT) [A-Z]+(?: \S+)*$/

const transitGatewayRecord = /^\d{1,2} (?:TransitGateway|-) (?:\d{12}|-) tgw-\S+ (?:\S+ ){21}[A-Z]+(?: \S+)*$/

/** The fields of a record that stands without a heading, by its default format; null when it is of none. */
function fieldsWithout(line: string): readonly string[] | null {
  const record = line.replace(exportTime, '')
  if (defaultRecord.test(record)) return defaultFields
  return transitGatewayRecord.test(record) ? transitGatewayFields : null
}

const isDefault = (line: string) => fieldsWithout(line) !== null

export const flowLayout: TextLayout = {
  matches: isDefault,
  isHeading: isHeadingText,
  reader,
}

function reader({ account, region }: KeyContext): RowReader {
  const cells = newCells()
  let columns: readonly Column[] = []
  let around: readonly (readonly [string, string])[] = []
  let named = false
  const turnTo = (names: readonly string[]) => {
    columns = names.map((name) => columnOf(name, known))
    around = [
      ['@account', names.includes('account-id') ? null : account],
      ['@region', names.includes('region') ? null : region],
    ].flatMap(([name, value]) => (name && value ? [[name, JSON.stringify(value)] as const] : []))
  }
  let turned: readonly string[] = []
  return {
    heading(line) {
      if (line.startsWith('#')) return
      named = true
      turnTo(line.split(' ').filter((name) => name !== ''))
    },
    read(b, from, to, row) {
      begin(row)
      splitBlanks(b, from, to, cells)
      const before = cellsOfTime(b, cells)
      const skipped = !named || cells.count === columns.length + before ? before : 0
      const count = cells.count - skipped
      if (!named) {
        const fields = fieldsWithout(b.toString('latin1', from, to))
        if (fields === null || count < fields.length)
          return `it has ${cells.count} fields and is no record of a default format of flow logs, and no heading says otherwise`
        if (fields !== turned) turnTo(fields)
        turned = fields
      } else if (count !== columns.length) return `it has ${cells.count} fields, its heading has ${columns.length}`
      for (let i = 0; i < count; i++) {
        const column = columns[i] ?? columnOf(`field ${i + 1}`, known)
        put(row, column, b, cells.from[i + skipped] as number, cells.to[i + skipped] as number)
      }
      if (row.length === 0 && row.extra === '') return 'all its fields are empty'
      for (const [name, json] of around) putJson(row, name, json)
      return null
    },
  }
}

/** How many fields CloudWatch Logs put before: none, a time, or a time and a stream. */
function cellsOfTime(b: Buffer, { from, to }: Cells): number {
  const at = from[0] as number
  // No field of a flow begins like `2024-01-15T`.
  if (b[at + 4] !== 0x2d || b[at + 7] !== 0x2d || b[at + 10] !== 0x54) return 0
  return b[(to[0] as number) - 1] === 0x5a ? 1 : 2
}
