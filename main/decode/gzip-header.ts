/** The header does not end in these bytes. */
export const cut = -1
/** No gzip member begins here. */
export const none = -2

export function isGzip(head: Uint8Array): boolean {
  return head[0] === 0x1f && head[1] === 0x8b && head[2] === 0x08
}

/** Index behind the header of the gzip member at b[at] (RFC 1952), `cut` or `none`. */
export function headerEnd(b: Uint8Array, at: number): number {
  const magic = [0x1f, 0x8b, 0x08]
  for (let i = 0; i < 3; i++) {
    if (at + i >= b.length) return cut
    if (b[at + i] !== magic[i]) return none
  }
  if (at + 10 > b.length) return cut
  const flags = b[at + 3] as number
  if ((flags & 0xe0) !== 0) return none
  let i = at + 10
  if ((flags & 0x04) !== 0) {
    if (i + 2 > b.length) return cut
    i += 2 + (b[i] as number) + 256 * (b[i + 1] as number)
  }
  for (const flag of [0x08, 0x10]) {
    if ((flags & flag) === 0) continue
    const end = b.indexOf(0, i)
    if (end < 0) return cut
    i = end + 1
  }
  if ((flags & 0x02) !== 0) i += 2
  return i > b.length ? cut : i
}
