/** Exact lookup of field names in raw bytes, without making strings. */
export interface KeyTable {
  readonly names: readonly string[]
  /** Slots of an open-addressed hash table: place in `names`, or -1. */
  readonly slots: Int16Array
  readonly offsets: Uint32Array
  readonly lengths: Uint32Array
  readonly bytes: Uint8Array
  /** Serial number of the record in which the name was seen last: how duplicates are noticed without clearing. */
  readonly seen: Uint32Array
  serial: number
  /** Place of the field that identifies a record, or -1. */
  readonly id: number
}

const size = 256

export function keyTable(names: readonly string[], idName: string | null): KeyTable {
  const encoded = names.map((name) => Buffer.from(name))
  const offsets = new Uint32Array(names.length)
  const lengths = Uint32Array.from(encoded, (name) => name.length)
  for (let k = 1; k < names.length; k++) offsets[k] = (offsets[k - 1] as number) + (lengths[k - 1] as number)
  const bytes = new Uint8Array(Buffer.concat(encoded))
  const slots = new Int16Array(size).fill(-1)
  encoded.forEach((name, k) => {
    let slot = slotOf(name.length, name[0] ?? 0, name[name.length - 1] ?? 0)
    while (slots[slot] !== -1) slot = (slot + 1) & (size - 1)
    slots[slot] = k
  })
  const id = idName === null ? -1 : names.indexOf(idName)
  return {
    names,
    slots,
    offsets,
    lengths,
    bytes,
    seen: new Uint32Array(names.length),
    serial: 0,
    id,
  }
}

/** Begins another record. */
export function nextSerial(table: KeyTable): number {
  table.serial = (table.serial + 1) >>> 0
  return table.serial
}

export const noKeys = keyTable([], null)

/** Place of b[from, to) in the table's names, or -1. */
export function placeOf(table: KeyTable, b: Uint8Array, from: number, to: number): number {
  const length = to - from
  if (length === 0) return -1
  let slot = slotOf(length, b[from] as number, b[to - 1] as number)
  for (;;) {
    const k = table.slots[slot] as number
    if (k < 0) return -1
    if (table.lengths[k] === length) {
      let at = table.offsets[k] as number
      let i = from
      while (i < to && table.bytes[at] === b[i]) {
        i++
        at++
      }
      if (i === to) return k
    }
    slot = (slot + 1) & (size - 1)
  }
}

function slotOf(length: number, first: number, last: number): number {
  return (length * 11 + first * 7 + last * 3) & (size - 1)
}
