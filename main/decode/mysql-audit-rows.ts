import type { RowReader, TextLayout } from './text-format.ts'
import { begin, columnOf, putText } from './text-row.ts'

/** Fields of the plugin's log, in their order. */
export const mysqlAuditFields = [
  'timestamp',
  'serverhost',
  'username',
  'host',
  'connectionid',
  'queryid',
  'operation',
  'database',
  'object',
  'retcode',
] as const

const known = Object.fromEntries(mysqlAuditFields.map((name) => [name, true]))
const columns = mysqlAuditFields.map((name) => columnOf(name, known))
const beginning = /^(\d{8} \d\d:\d\d:\d\d|\d{16}),([^,]*),([^,]*),([^,]*),(\d+),(\d+),([A-Z_]+),([^,]*),/
const ending = /^,(\d+)((?:,[^,]*)*)$/

export const mysqlAuditLayout: TextLayout = { matches: (line) => cellsOf(line) !== null, reader }

function reader(): RowReader {
  return {
    heading() {},
    read(b, from, to, row) {
      begin(row)
      const cells = cellsOf(b.toString('utf8', from, to))
      if (cells === null) return 'it is no record of the audit plugin'
      for (const [i, cell] of cells.entries()) putText(row, columns[i] ?? columnOf(`field ${i + 1}`, known), cell)
      return null
    },
  }
}

/** Eight fields, what was done, whose text may hold anything, and the code; newer versions write more behind it. */
function cellsOf(line: string): readonly string[] | null {
  const head = beginning.exec(line)
  if (head === null) return null
  const rest = line.slice(head[0].length)
  const end = rest[0] === "'" ? rest.lastIndexOf("'") + 1 : rest.indexOf(',')
  const tail = end < 0 ? null : ending.exec(rest.slice(end))
  if (tail === null) return null
  const [, code = '', more = ''] = tail
  return [...head.slice(1), unquoted(rest.slice(0, end)), code, ...more.split(',').slice(1)]
}

/** Statements stand in single quotes, with backslashes before quotes, line ends and themselves. */
function unquoted(text: string): string {
  if (text.length < 2 || text[0] !== "'") return text
  const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' }
  return text.slice(1, -1).replace(/\\(.)/gs, (_, c: string) => escapes[c] ?? c)
}
