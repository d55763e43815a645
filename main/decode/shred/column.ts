import { int, struct, thrift, varint } from './thrift.ts'

/** What the end of the file says of one column of a row group. */
export interface Chunk {
  readonly bytes: number
  /** Bytes of the dictionary page, which comes first; 0 where there is none. */
  readonly dictionary: number
}

const plain = 0
const rle = 3
const dictionaryIndices = 8

/** Values after which a dictionary has to have been worth it. */
const trial = 1024
/** Entries after which a dictionary is full: DuckDB computes per entry, instead of per row, up to 20,000. */
const mostEntries = 16_384

/**
 * Gathers the values of one text column: by numbers of a dictionary while values repeat, else as they are. Rows without
 * a value are NULL. https://parquet.apache.org/docs/file-format/data-pages/encodings/
 */
export class Column {
  #pages: Uint8Array[] = []
  readonly #dictionary = newBytes()
  #entries = 0
  isPlain = false
  /** Of the page at hand: its first row, which of its rows have a value, and the values. */
  #first = 0
  #present: Uint8Array = new Uint8Array(1024)
  #count = 0
  #indices = new Uint16Array(1024)
  readonly #values = newBytes()

  /** The value of row `row` is b[from, to); rows only rise. Returns its place in the dictionary, or -1 where it has none. */
  put(row: number, b: Uint8Array, from: number, to: number): number {
    if (this.isPlain) {
      this.#mark(row)
      append(this.#values, b, from, to)
      this.#count++
      return -1
    }
    append(this.#dictionary, b, from, to)
    const index = this.#entries++
    this.repeat(row, index)
    if (this.#entries === mostEntries || (this.#count >= trial && 2 * this.#entries > this.#count)) {
      this.#endPage(row + 1)
      this.isPlain = true
    }
    return index
  }

  /** The value of row `row` is the one at this place of the dictionary, and the column is not plain. */
  repeat(row: number, index: number): void {
    this.#mark(row)
    if (this.#count === this.#indices.length) {
      const indices = new Uint16Array(2 * this.#count)
      indices.set(this.#indices)
      this.#indices = indices
    }
    this.#indices[this.#count++] = index
  }

  /** Gives the column of the `rows` rows so far to `write`, and begins anew. */
  finish(rows: number, write: (bytes: Uint8Array) => void): Chunk {
    this.#endPage(rows)
    let bytes = 0
    let dictionary = 0
    if (this.#entries > 0) {
      const { end } = this.#dictionary
      const header = pageHeader(2, end, { 7: struct({ 1: int(this.#entries), 2: int(plain) }) })
      write(header)
      write(this.#dictionary.bytes.subarray(0, end))
      dictionary = header.length + end
      bytes += dictionary
    }
    for (const part of this.#pages) {
      write(part)
      bytes += part.length
    }
    this.#pages = []
    this.#dictionary.end = 0
    this.#entries = 0
    this.#first = 0
    this.isPlain = false
    return { bytes, dictionary }
  }

  #mark(row: number): void {
    const at = (row - this.#first) >> 3
    if (at >= this.#present.length) this.#present = grown(this.#present, at)
    this.#present[at] = (this.#present[at] as number) | (1 << ((row - this.#first) & 7))
  }

  /** Ends the page before row `to`. */
  #endPage(to: number): void {
    const rows = to - this.#first
    if (rows === 0) return
    const levels = this.#levels(rows)
    const isPlain = this.isPlain || this.#count === 0
    const values = isPlain ? this.#values.bytes.subarray(0, this.#values.end) : this.#numbers()
    const about = struct({ 1: int(rows), 2: int(isPlain ? plain : dictionaryIndices), 3: int(rle), 4: int(rle) })
    this.#pages.push(pageHeader(0, levels.length + values.length, { 5: about }), levels, values)
    this.#first = to
    this.#present.fill(0)
    this.#count = 0
    this.#values.end = 0
  }

  /** Which rows have a value: a run of equal bits, or all bits in groups of eight. */
  #levels(rows: number): Uint8Array {
    const head: number[] = []
    const isRun = this.#count === 0 || this.#count === rows
    const groups = (rows + 7) >> 3
    if (isRun) {
      varint(head, rows << 1)
      head.push(this.#count === 0 ? 0 : 1)
    } else varint(head, (groups << 1) | 1)
    if (groups > this.#present.length) this.#present = grown(this.#present, groups)
    const bits = isRun ? [] : this.#present.subarray(0, groups)
    const out = new Uint8Array(4 + head.length + bits.length)
    new DataView(out.buffer).setUint32(0, head.length + bits.length, true)
    out.set(head, 4)
    out.set(bits, 4 + head.length)
    return out
  }

  /** Places in the dictionary, one or two bytes each. */
  #numbers(): Uint8Array {
    const width = this.#entries <= 256 ? 1 : 2
    const groups = (this.#count + 7) >> 3
    const head = [8 * width]
    varint(head, (groups << 1) | 1)
    const out = new Uint8Array(head.length + 8 * groups * width)
    out.set(head)
    let at = head.length
    for (let i = 0; i < this.#count; i++) {
      const entry = this.#indices[i] as number
      out[at++] = entry & 0xff
      if (width === 2) out[at++] = entry >> 8
    }
    return out
  }
}

function pageHeader(type: 0 | 2, bytes: number, about: Parameters<typeof struct>[0]): Buffer {
  return thrift(struct({ 1: int(type), 2: int(bytes), 3: int(bytes), ...about }))
}

interface Bytes {
  bytes: Uint8Array
  end: number
}

const newBytes = (): Bytes => ({ bytes: new Uint8Array(4096), end: 0 })

/** Appends a value in the plain encoding: four bytes of length, then the bytes. */
function append(to: Bytes, b: Uint8Array, begin: number, end: number): void {
  const length = end - begin
  if (to.end + 4 + length > to.bytes.length) to.bytes = grown(to.bytes, to.end + 4 + length)
  const out = to.bytes
  let at = to.end
  out[at++] = length & 0xff
  out[at++] = (length >>> 8) & 0xff
  out[at++] = (length >>> 16) & 0xff
  out[at++] = length >>> 24
  if (length > 100) out.set(b.subarray(begin, end), at)
  else for (let i = begin; i < end; i++) out[at++] = b[i] as number
  to.end += 4 + length
}

function grown(from: Uint8Array, least: number): Uint8Array {
  const to = new Uint8Array(Math.max(2 * from.length, least + 1))
  to.set(from)
  return to
}
