/** A value of the Thrift compact protocol, in which parquet writes what it says about itself. */
export type Thrift =
  | { readonly int: number }
  | { readonly long: number }
  | { readonly text: string }
  | { readonly list: readonly Thrift[] }
  | { readonly fields: Readonly<Record<number, Thrift>> }

export const int = (value: number): Thrift => ({ int: value })
export const long = (value: number): Thrift => ({ long: value })
export const text = (value: string): Thrift => ({ text: value })
export const list = (items: readonly Thrift[]): Thrift => ({ list: items })
/** Fields by their numbers, which rise by less than 16 from one to the next. */
export const struct = (fields: Readonly<Record<number, Thrift>>): Thrift => ({ fields })

/**
 * The bytes of a struct.
 * https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md
 */
export function thrift(value: Thrift): Buffer {
  const out: number[] = []
  write(out, value)
  return Buffer.from(out)
}

function write(out: number[], value: Thrift): void {
  if ('int' in value) zigzag(out, value.int)
  else if ('long' in value) zigzag(out, value.long)
  else if ('text' in value) {
    const bytes = Buffer.from(value.text)
    varint(out, bytes.length)
    for (const byte of bytes) out.push(byte)
  } else if ('list' in value) {
    const type = value.list[0] === undefined ? typeOf.struct : kindOf(value.list[0])
    if (value.list.length < 15) out.push((value.list.length << 4) | type)
    else {
      out.push(0xf0 | type)
      varint(out, value.list.length)
    }
    for (const item of value.list) write(out, item)
  } else {
    let last = 0
    for (const [key, field] of Object.entries(value.fields)) {
      const id = Number(key)
      out.push(((id - last) << 4) | kindOf(field))
      write(out, field)
      last = id
    }
    out.push(0)
  }
}

const typeOf = { int: 5, long: 6, text: 8, list: 9, struct: 12 } as const

function kindOf(value: Thrift): number {
  if ('int' in value) return typeOf.int
  if ('long' in value) return typeOf.long
  if ('text' in value) return typeOf.text
  return 'list' in value ? typeOf.list : typeOf.struct
}

function zigzag(out: number[], value: number): void {
  varint(out, value < 0 ? -2 * value - 1 : 2 * value)
}

/** Seven bits a byte, the lowest first. Values up to 2^53. */
export function varint(out: number[], value: number): void {
  let rest = value
  while (rest >= 0x80) {
    out.push((rest % 0x80) | 0x80)
    rest = Math.floor(rest / 0x80)
  }
  out.push(rest)
}
