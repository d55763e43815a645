import { exportTime } from './export-time.ts'
import { newCells, splitBlanks } from './text-cells.ts'
import type { RowReader, TextLayout } from './text-format.ts'
import { begin, columnOf, put } from './text-row.ts'

/** Fields of a query log of a public hosted zone, in their order. */
export const hostedZoneFields = [
  'version',
  'query_timestamp',
  'hosted_zone_id',
  'query_name',
  'query_type',
  'rcode',
  'protocol',
  'edge_location',
  'resolver_ip',
  'edns_client_subnet',
] as const

const known = Object.fromEntries(hostedZoneFields.map((name) => [name, true]))
const columns = hostedZoneFields.map((name) => columnOf(name, known))
const pattern =
  /^\d\.\d \d{4}-\d\d-\d\dT[\d:.]+Z Z[\dA-Z]+ \S+ [A-Z\d]+ [A-Z\d]+ (?:UDP|TCP|TLS|HTTPS|QUIC) \S+ [\da-fA-F.:]+(?: \S+)?$/

const matches = (line: string) => pattern.test(line.replace(exportTime, ''))
export const hostedZoneLayout: TextLayout = { matches, reader }

function reader(): RowReader {
  const cells = newCells()
  return {
    heading() {},
    read(b, from, to, row) {
      begin(row)
      const line = b.toString('latin1', from, to)
      if (!matches(line)) return 'it is no record of a query log of a hosted zone'
      splitBlanks(b, from + (exportTime.exec(line)?.[0].length ?? 0), to, cells)
      for (const [i, column] of columns.entries()) {
        if (i < cells.count) put(row, column, b, cells.from[i] as number, cells.to[i] as number)
      }
      return null
    },
  }
}
