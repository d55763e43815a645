import { cloudfrontFields, w3cNames } from './cloudfront-fields.ts'
import type { KeyContext } from './key-context.ts'
import type { RowReader, TextLayout } from './text-format.ts'
import { begin, type Column, columnOf, put, putJson } from './text-row.ts'

const known = Object.fromEntries(cloudfrontFields.map((name) => [name, true]))
const legacy = cloudfrontFields.slice(0, 33)
/** Date, time, edge location, bytes, address, method: between tabs, where no heading says so. */
const pattern = /^\d{4}-\d\d-\d\d\t\d\d:\d\d:\d\d\t[A-Z]{3}[\w-]*\t\d+\t[\da-fA-F.:]+\t[A-Z-]+\t/

export const cloudfrontLayout: TextLayout = {
  matches: (line) => pattern.test(line),
  isHeading: (line) =>
    (w3cNames(line) ?? []).some((name) => name === 'x-edge-location' || name === 'x-edge-request-id'),
  reader,
}

function reader({ account, distribution }: KeyContext): RowReader {
  let columns: readonly Column[] = legacy.map((name) => columnOf(name, known))
  let named = false
  return {
    heading(line) {
      const names = w3cNames(line) ?? []
      if (names.length === 0) return
      columns = names.map((name) => columnOf(name, known))
      named = true
    },
    read(b, from, to, row) {
      begin(row)
      let at = from
      let count = 0
      for (; at <= to; count++) {
        const tab = b.indexOf(0x09, at)
        const end = tab < 0 || tab > to ? to : tab
        const column = columns[count]
        if (column !== undefined) put(row, column, b, at, end)
        at = end + 1
      }
      // Columns were added at the end over the years, so lines without a heading may be older than the last of them.
      if (count > columns.length || (named && count < columns.length) || count < 12)
        return `it has ${count} fields, ${named ? 'its heading' : 'a CloudFront log'} has ${columns.length}`
      if (row.length === 0 && row.extra === '') return 'all its fields are empty'
      if (account !== null) putJson(row, '@account', JSON.stringify(account))
      if (distribution !== null) putJson(row, '@distribution', JSON.stringify(distribution))
      return null
    },
  }
}
