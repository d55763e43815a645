import type { KeyContext } from './key-context.ts'
import { type Cells, type Closes, cellText, closesAnywhere, newCells, splitQuoted } from './text-cells.ts'
import type { RowReader, TextLayout } from './text-format.ts'
import { begin, type Column, columnOf, put, putJson, putText } from './text-row.ts'

export interface QuotedLog {
  /** All columns in their order, as far as they are known. */
  readonly names: readonly string[]
  /** So many were in the first version of the log; those behind it may be missing. */
  readonly least: number
  /** What a line of it looks like. */
  readonly pattern: RegExp
  /** Whether the fields are those of this log: tells a line that is none from one. */
  readonly fits: (b: Buffer, cells: Cells) => boolean
  /** Where quotes inside quotes may stand as they are: which quote ends a field. */
  readonly closes?: Closes
  /** The load balancer is in the key only. */
  readonly isNamedByKey?: true
}

/**
 * Logs of one line a record with fields between blanks in a fixed order, quoted where they may hold blanks. Columns were
 * added over the years, always at the end: later ones than are known are kept by their number.
 */
export function quotedRows({
  names,
  least,
  pattern,
  fits,
  closes = closesAnywhere,
  isNamedByKey,
}: QuotedLog): TextLayout {
  const known = Object.fromEntries(names.map((name) => [name, true]))
  const columns: Column[] = names.map((name) => columnOf(name, known))
  const reader = ({ account, region, loadBalancer }: KeyContext): RowReader => {
    const cells = newCells()
    return {
      heading() {},
      read(b, from, to, row) {
        begin(row)
        if (!splitQuoted(b, from, to, cells, closes)) return 'a quote is opened and never closed'
        if (cells.count < least) return `it has ${cells.count} fields of at least ${least}`
        if (!fits(b, cells)) return 'its fields are not those of this log'
        for (let i = 0; i < cells.count; i++) {
          columns[i] ??= columnOf(`field ${i + 1}`, known)
          const column = columns[i] as Column
          if (cells.escaped[i]) putText(row, column, cellText(b, cells, i))
          else put(row, column, b, cells.from[i] as number, cells.to[i] as number)
        }
        if (account !== null) putJson(row, '@account', JSON.stringify(account))
        if (isNamedByKey && loadBalancer !== null) putJson(row, '@elb', JSON.stringify(loadBalancer))
        if (region !== null) putJson(row, '@region', JSON.stringify(region))
        return null
      },
    }
  }
  return { matches: (line) => pattern.test(line), reader }
}

/** Field `i` begins like a time of ISO 8601. */
export function isTimeCell(b: Buffer, cells: Cells, i: number): boolean {
  const at = cells.from[i] as number
  return isDigit(b[at]) && b[at + 4] === 0x2d && b[at + 7] === 0x2d && b[at + 10] === 0x54
}

function isDigit(c: number | undefined): boolean {
  return c !== undefined && c >= 0x30 && c <= 0x39
}
