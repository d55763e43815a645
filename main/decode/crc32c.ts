const polynomial = 0x82f63b78
const table = new Int32Array(256)
for (let i = 0; i < 256; i++) {
  let c = i
  for (let bit = 0; bit < 8; bit++) c = c & 1 ? (c >>> 1) ^ polynomial : c >>> 1
  table[i] = c
}

/** CRC-32C (Castagnoli, RFC 3720 appendix B.4), which zlib does not compute. */
export function crc32c(bytes: Uint8Array): number {
  let c = -1
  for (let i = 0; i < bytes.length; i++) c = (table[(c ^ (bytes[i] as number)) & 0xff] as number) ^ (c >>> 8)
  return ~c >>> 0
}
