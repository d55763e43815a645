import type { Format } from '../format.ts'
import { Column } from './column.ts'
import { footer, type Kind, magic, type RowGroup } from './footer.ts'
import type { QuickTable } from './quick-table.ts'
import { mostEntries } from './recall.ts'
import { int, struct, thrift } from './thrift.ts'

/** Takes the bytes of a file, in order. They are only lent until it returns. */
export type Write = (bytes: Uint8Array) => void

/** Rows and bytes after which a row group is written out. */
const rowsAtOnce = 122_880
const bytesAtOnce = 64 * 1024 * 1024

/** Formats whose records have an id and whose fields are text or JSON. */
export function isShreddable({ idField, columns }: Format): boolean {
  return idField !== null && Object.values(columns).every((type) => type === 'VARCHAR' || type === 'JSON')
}

/**
 * Takes plain records apart into a parquet file: a column o (the object's place in its batch), a column n (the ordinal)
 * and one for each field that the format knows, holding what DuckDB would find in the framed line: the text of a
 * string, or the JSON of any other value as it was logged; NULL for null and for what is missing. Only records that the
 * quick scan understood come here: they are written as DuckDB writes JSON, so that no byte has to be changed.
 */
export class Shredder {
  readonly #schema: readonly (readonly [name: string, kind: Kind])[]
  readonly #columns: readonly Column[]
  readonly #isText: Uint8Array
  /** By the number of a remembered value: its place in the dictionary of its column, and one; 0 where it has none. */
  readonly #places = new Uint16Array(mostEntries + 1)
  #epoch = 0
  #write: Write = () => {}
  #groups: RowGroup[] = []
  #objects = new Uint32Array(4096)
  #ordinals = new Uint32Array(4096)
  #rows = 0
  /** Bytes of the values since the last row group. */
  #held = 0
  #at = 0
  /** Records taken. */
  records = 0

  /** `fields`: names and types, in the order of the key table. */
  constructor(fields: Readonly<Record<string, string>>) {
    const kinds = Object.entries(fields).map(([name, type]) => [name, type === 'VARCHAR' ? 'VARCHAR' : 'JSON'] as const)
    this.#schema = [['o', 'UINTEGER'], ['n', 'UINTEGER'], ...kinds]
    this.#columns = kinds.map(() => new Column())
    this.#isText = Uint8Array.from(kinds, ([, kind]) => (kind === 'VARCHAR' ? 1 : 0))
  }

  /** Begins a file. One shredder writes many, one after the other, and keeps its memory. */
  begin(write: Write): void {
    this.#write = write
    this.#groups = []
    this.#at = 0
    this.#rows = 0
    this.records = 0
    this.#put(magic)
  }

  /** Takes the record in b that `table` was last scanned with. */
  add(o: number, ordinal: number, b: Buffer, table: QuickTable): void {
    const row = this.#rows
    if (row === this.#objects.length) {
      this.#objects = doubled(this.#objects)
      this.#ordinals = doubled(this.#ordinals)
    }
    this.#objects[row] = o
    this.#ordinals[row] = ordinal
    if (this.#epoch !== table.recall.epoch) this.#forget(table.recall.epoch)
    const places = this.#places
    for (let place = 0; place < table.count; place++) {
      const k = table.order[place] as number
      const column = this.#columns[k] as Column
      const entry = table.entry[k] as number
      const known = places[entry] as number
      if (known > 0 && !column.isPlain) {
        column.repeat(row, known - 1)
        continue
      }
      let begin = table.from[k] as number
      let end = table.to[k] as number
      let bytes = b
      if (b[begin] === 0x6e) continue
      if (this.#isText[k] === 1 && b[begin] === 0x22) {
        if (table.escaped[k] === 1) {
          bytes = Buffer.from(JSON.parse(b.toString('utf8', begin, end)) as string)
          begin = 0
          end = bytes.length
        } else {
          begin++
          end--
        }
      }
      this.#held += end - begin + 4
      const index = column.put(row, bytes, begin, end)
      if (entry > 0 && index >= 0) places[entry] = index + 1
    }
    this.#rows++
    this.records++
    if (this.#rows >= rowsAtOnce || this.#held >= bytesAtOnce) this.#endGroup()
  }

  /** Writes what is left and the end of the file; returns how many records are in it. */
  finish(): number {
    this.#endGroup()
    this.#put(footer(this.#schema, this.#groups))
    return this.records
  }

  /** Lets go of what was not written. */
  abandon(): void {
    this.#write = () => {}
    this.#endGroup()
  }

  #endGroup(): void {
    const rows = this.#rows
    if (rows === 0) return
    const at = this.#at
    const chunks = [
      this.#numbers(this.#objects),
      this.#numbers(this.#ordinals),
      ...this.#columns.map((column) => column.finish(rows, (bytes) => this.#put(bytes))),
    ]
    this.#groups.push({ rows, at, chunks })
    this.#rows = 0
    this.#held = 0
    this.#forget(this.#epoch)
  }

  #forget(epoch: number): void {
    this.#epoch = epoch
    this.#places.fill(0)
  }

  #numbers(values: Uint32Array): { bytes: number; dictionary: number } {
    const bytes = new Uint8Array(4 * this.#rows)
    const view = new DataView(bytes.buffer)
    for (let row = 0; row < this.#rows; row++) view.setUint32(4 * row, values[row] as number, true)
    const about = struct({ 1: int(this.#rows), 2: int(0), 3: int(3), 4: int(3) })
    const header = thrift(struct({ 1: int(0), 2: int(bytes.length), 3: int(bytes.length), 5: about }))
    this.#put(header)
    this.#put(bytes)
    return { bytes: header.length + bytes.length, dictionary: 0 }
  }

  #put(bytes: Uint8Array): void {
    this.#write(bytes)
    this.#at += bytes.length
  }
}

function doubled(from: Uint32Array): Uint32Array<ArrayBuffer> {
  const to = new Uint32Array(2 * from.length)
  to.set(from)
  return to
}
