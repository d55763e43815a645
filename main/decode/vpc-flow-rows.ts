import type { KeyContext } from './key-context.ts'
import { newCells, splitBlanks } from './text-cells.ts'
import type { RowReader, TextLayout } from './text-format.ts'
import { begin, type Column, columnOf, newRow, put, putJson, end as sealed } from './text-row.ts'
import { defaultFields, isHeadingText, laterFields } from './vpc-flow-fields.ts'

const known = Object.fromEntries([...defaultFields, ...laterFields].map((name) => [name, true]))
/** A record of the default format, which a log export of CloudWatch Logs puts behind the time when it came. */
const exportTime = /^\d{4}-\d\d-\d\dT[\d:.]+Z +/
const defaultRecord =
  /^\d{1,2} (?:\d{12}|unknown|-) \S+ (?:-|[\da-f.:]+) (?:-|[\da-f.:]+)(?: (?:-|\d+)){5} \d+ \d+ (?:-|ACCEPT|REJECT) [A-Z]+$/

const isDefault = (line: string) => defaultRecord.test(line.replace(exportTime, ''))

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
  turnTo(defaultFields)
  return {
    heading(line) {
      if (line.startsWith('#')) return
      named = true
      turnTo(line.split(' ').filter((name) => name !== ''))
    },
    read(b, from, to, row) {
      begin(row)
      splitBlanks(b, from, to, cells)
      const skipped = cells.count === columns.length + 1 && isTime(b, cells.from[0] as number) ? 1 : 0
      if (cells.count - skipped !== columns.length)
        return `it has ${cells.count} fields, ${named ? 'its heading' : 'the default format of VPC flow logs'} has ${columns.length}`
      if (!named && !isDefault(b.toString('latin1', from, to)))
        return 'it is no record of the default format of VPC flow logs, and no heading says otherwise'
      for (let i = 0; i < columns.length; i++)
        put(row, columns[i] as Column, b, cells.from[i + skipped] as number, cells.to[i + skipped] as number)
      if (row.length === 0 && row.extra === '') return 'all its fields are empty'
      for (const [name, json] of around) putJson(row, name, json)
      return null
    },
  }
}

/** It begins like `2024-01-15T`: no field of a flow does. */
function isTime(b: Buffer, at: number): boolean {
  return b[at + 4] === 0x2d && b[at + 7] === 0x2d && b[at + 10] === 0x54
}

const row = newRow()
const plain = reader({ account: null, region: null, loadBalancer: null, distribution: null })

/** The JSON record of a flow that came as text in a log event, or null when it is none of the default format. */
export function flowOf(message: string): Buffer | null {
  if (!isDefault(message)) return null
  const b = Buffer.from(message)
  if (plain.read(b, 0, b.length, row) !== null || !sealed(row, true)) return null
  return Buffer.from(row.bytes.subarray(0, row.length))
}
