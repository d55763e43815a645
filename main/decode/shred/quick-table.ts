import type { KeyTable } from '../key-table.ts'
import { newRecall, type Recall } from './recall.ts'

/** What the quick scan of one format knows, and what it found in the record that it scanned last. */
export interface QuickTable {
  readonly keys: KeyTable
  readonly recall: Recall
  /** Places of the fields of the last record, in their order; the first `count` hold. */
  readonly order: Uint16Array
  count: number
  /** By the place of a field: where its value lies, its number in `recall` or 0, and whether a string in it has escapes. */
  readonly from: Uint32Array
  readonly to: Uint32Array
  readonly entry: Uint16Array
  readonly escaped: Uint8Array
  /** Which field followed each the last time, or -1; the last place is before the first field. */
  readonly next: Int16Array
  /** How well it pays to remember the values of each field, and for how many values it is not tried again. */
  readonly score: Int16Array
  readonly rest: Uint16Array
  /** By field: bytes that its values are told apart by, beyond the first, and how many were known and not found so. */
  readonly reach: Uint8Array
  readonly crowd: Uint8Array
  /** The bytes that are being scanned. */
  bytes: Buffer
  view: DataView
}

const nothing = Buffer.alloc(0)
export const viewOf = (b: Buffer) => new DataView(b.buffer, b.byteOffset, b.length)

export function quickTable(keys: KeyTable): QuickTable {
  const size = keys.names.length
  return {
    keys,
    recall: newRecall(),
    order: new Uint16Array(size),
    count: 0,
    from: new Uint32Array(size),
    to: new Uint32Array(size),
    entry: new Uint16Array(size),
    escaped: new Uint8Array(size),
    next: new Int16Array(size + 1).fill(-1),
    score: new Int16Array(size),
    rest: new Uint16Array(size),
    reach: new Uint8Array(size),
    crowd: new Uint8Array(size),
    bytes: nothing,
    view: viewOf(nothing),
  }
}
