import type { Chunk } from './column.ts'
import { int, list, long, struct, type Thrift, text, thrift } from './thrift.ts'

/** What a column holds: numbers below 2^32, text, or JSON text that DuckDB need not check again. */
export type Kind = 'UINTEGER' | 'VARCHAR' | 'JSON'

export interface RowGroup {
  readonly rows: number
  /** Offset of the first byte in the file. */
  readonly at: number
  /** In the order of the columns. */
  readonly chunks: readonly Chunk[]
}

export const magic = Buffer.from('PAR1')

const int32 = 1
const byteArray = 6
const converted: Readonly<Record<Kind, number>> = { UINTEGER: 13, VARCHAR: 0, JSON: 19 }

/**
 * The end of a parquet file: what is where.
 * https://github.com/apache/parquet-format/blob/master/src/main/thrift/parquet.thrift
 */
export function footer(columns: readonly (readonly [name: string, kind: Kind])[], groups: readonly RowGroup[]): Buffer {
  const schema = [
    struct({ 4: text('records'), 5: int(columns.length) }),
    ...columns.map(([name, kind]) => {
      const type = kind === 'UINTEGER' ? int32 : byteArray
      const required = kind === 'UINTEGER' ? 0 : 1
      return struct({ 1: int(type), 3: int(required), 4: text(name), 6: int(converted[kind]) })
    }),
  ]
  const about = thrift(
    struct({
      1: int(1),
      2: list(schema),
      3: long(groups.reduce((sum, { rows }) => sum + rows, 0)),
      4: list(groups.map((group) => rowGroup(columns, group))),
      6: text('coldtrail'),
    }),
  )
  const length = Buffer.alloc(4)
  length.writeUInt32LE(about.length)
  return Buffer.concat([about, length, magic])
}

function rowGroup(columns: readonly (readonly [string, Kind])[], { rows, at, chunks }: RowGroup): Thrift {
  let next = at
  const described = columns.map(([name, kind], i) => {
    const { bytes, dictionary } = chunks[i] as Chunk
    const begin = next
    next += bytes
    return struct({
      2: long(begin),
      3: struct({
        1: int(kind === 'UINTEGER' ? int32 : byteArray),
        2: list([int(0), int(3), int(8)]),
        3: list([text(name)]),
        4: int(0),
        5: long(rows),
        6: long(bytes),
        7: long(bytes),
        9: long(begin + dictionary),
        ...(dictionary > 0 ? { 11: long(begin) } : {}),
      }),
    })
  })
  return struct({ 1: list(described), 2: long(next - at), 3: long(rows) })
}
