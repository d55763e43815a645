import type { Content } from './content.ts'
import type { Format } from './format.ts'
import type { KeyTable } from './key-table.ts'
import { limits } from './limits.ts'
import { repair } from './repair.ts'
import type { Findings } from './scan.ts'
import type { Shredder } from './shred/shredder.ts'

/** Takes the framed lines: whole ones, each ending in a line feed. The bytes are only lent until the promise settles. */
export interface Sink {
  write(decoder: string, lines: Uint8Array, records: number, longest: number): void | Promise<void>
  /** An object is parquet, which is not framed: DuckDB reads it from a file. */
  parquet(o: number, content: Content): void | Promise<void>
  /** Where plain records of a format are taken apart instead of framed; without it, or where it gives null, all are framed. */
  shredder?(format: Format): Shredder | null
}

export interface RowAbout {
  readonly hash: string
  /** JSON object. */
  readonly extra: string | null
  /** Names of the fields in it. */
  readonly unknown: readonly string[]
  readonly flags: readonly string[]
}

const flushAt = 2 * 1024 * 1024
const spare: Buffer[] = []

/**
 * Frames the records of one object that are of one format, `{"o":3,"n":17,"r":{…}}` each (shared/decoder.ts), and counts
 * them. Records about which nothing is odd go to the shredder instead, where there is one.
 */
export class Lines {
  readonly #decoder: string
  readonly #sink: Sink
  readonly #head: Buffer
  readonly #plain: Buffer
  readonly #objectFlags: readonly string[]
  readonly #o: number
  readonly #shredder: Shredder | null
  #buffer: Buffer
  #length = 0
  #lines = 0
  #longest = 0
  /** Records framed so far. */
  records = 0
  readonly unmapped = new Map<string, number>()

  constructor(sink: Sink, decoder: string, o: number, flags: readonly string[], shredder: Shredder | null = null) {
    this.#sink = sink
    this.#decoder = decoder
    this.#objectFlags = flags
    this.#o = o
    this.#shredder = flags.length === 0 ? shredder : null
    this.#head = Buffer.from(`{"o":${o},"n":`)
    this.#plain = Buffer.from(flags.length === 0 ? ',"r":' : `,"f":${JSON.stringify(flags.join(' '))},"r":`)
    this.#buffer = spare.pop() ?? Buffer.allocUnsafe(flushAt + 1024 * 1024)
  }

  /** `text`: b[from, to) is known to be UTF-8. `noted`: flags of the record from before it was looked at. */
  add(
    ordinal: number,
    b: Buffer,
    from: number,
    to: number,
    table: KeyTable,
    found: Findings,
    text: boolean,
    noted: readonly string[],
  ): void {
    if (isPlain(found) && text && noted.length === 0) {
      if (this.#shredder !== null && found.quick !== null && to - from <= limits.shredded) {
        this.#shredder.add(this.#o, ordinal, b, found.quick)
        this.records++
        return
      }
      this.#frame(ordinal, this.#plain, b, from, to)
      return
    }
    const { record, flags, hash, extra, unknown } = repair(b, from, to, table, found)
    const all = [...this.#objectFlags, ...noted, ...flags].join(' ')
    const middle = `${all && `,"f":"${all}"`}${hash === null ? '' : `,"h":"${hash}"`}${extra === null ? '' : `,"x":${extra}`},"r":`
    this.#frame(ordinal, Buffer.from(middle), record, 0, record.length)
    for (const name of unknown) this.#count(name)
  }

  /** A record of text, made JSON in b[0, length): with its hash, where it has no id of its own, and what the format does not know. */
  addRow(ordinal: number, b: Buffer, length: number, about: RowAbout): void {
    const { hash, extra, unknown, flags } = about
    const all = [...this.#objectFlags, ...flags].join(' ')
    const middle = `${all && `,"f":"${all}"`},"h":"${hash}"${extra === null ? '' : `,"x":${extra}`},"r":`
    this.#frame(ordinal, Buffer.from(middle), b, 0, length)
    for (const name of unknown) this.#count(name)
  }

  /** So much has piled up that it is time to flush. */
  isFull(): boolean {
    return this.#length >= flushAt
  }

  async flush(): Promise<void> {
    if (this.#lines === 0) return
    await this.#sink.write(this.#decoder, this.#buffer.subarray(0, this.#length), this.#lines, this.#longest)
    this.#length = 0
    this.#lines = 0
    this.#longest = 0
  }

  /** Flushes and gives the memory back. */
  async close(): Promise<void> {
    await this.flush()
    if (this.#buffer.length <= 2 * flushAt && spare.length < 4) spare.push(this.#buffer)
  }

  #frame(ordinal: number, middle: Buffer, b: Buffer, from: number, to: number): void {
    const most = this.#head.length + 10 + middle.length + (to - from) + 2
    if (this.#length + most > this.#buffer.length) this.#grow(most)
    const out = this.#buffer
    let at = this.#length
    at += this.#head.copy(out, at)
    at = writeNumber(out, at, ordinal)
    at += middle.copy(out, at)
    at += b.copy(out, at, from, to)
    out[at++] = 0x7d
    out[at++] = 0x0a
    if (at - this.#length > this.#longest) this.#longest = at - this.#length
    this.#length = at
    this.#lines++
    this.records++
  }

  #grow(more: number): void {
    const larger = Buffer.allocUnsafe(Math.max(this.#buffer.length * 2, this.#length + more))
    this.#buffer.copy(larger, 0, 0, this.#length)
    this.#buffer = larger
  }

  #count(name: string): void {
    const known = this.unmapped.get(name)
    if (known !== undefined) this.unmapped.set(name, known + 1)
    else if (this.unmapped.size < limits.unmapped) this.unmapped.set(name.slice(0, 200), 1)
    else this.unmapped.set('…', (this.unmapped.get('…') ?? 0) + 1)
  }
}

function isPlain(found: Findings): boolean {
  return !found.oddKeys && !found.newlines && !found.surrogates && !found.controls && !found.anonymous
}

function writeNumber(out: Buffer, at: number, n: number): number {
  let length = 1
  for (let rest = n; rest >= 10; rest = Math.trunc(rest / 10)) length++
  let rest = n
  for (let i = at + length - 1; i >= at; i--) {
    out[i] = 0x30 + (rest % 10)
    rest = Math.trunc(rest / 10)
  }
  return at + length
}
