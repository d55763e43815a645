/** Bytes from lower-case hex. */
export function fromHex(hex: string): Uint8Array {
  return Uint8Array.from({ length: hex.length / 2 }, (_, at) => Number.parseInt(hex.slice(2 * at, 2 * at + 2), 16))
}

/** Bytes as text: by their byte order mark, else UTF-8, in which what is no text becomes the replacement character. */
export function asText(bytes: Uint8Array): string {
  const [a, b] = bytes
  const encoding = a === 0xff && b === 0xfe ? 'utf-16le' : a === 0xfe && b === 0xff ? 'utf-16be' : 'utf-8'
  return new TextDecoder(encoding).decode(bytes)
}

/** A dump by lines: where, the bytes, and those of them that are printable ASCII. */
export function hexLines(bytes: Uint8Array, width = 8): readonly string[] {
  return Array.from({ length: Math.ceil(bytes.length / width) }, (_, line) => {
    const part = [...bytes.subarray(line * width, (line + 1) * width)]
    const hex = part.map((byte) => byte.toString(16).padStart(2, '0')).join(' ')
    const shown = part.map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.')).join('')
    return `${(line * width).toString(16).padStart(4, '0')}  ${hex.padEnd(3 * width - 1)}  ${shown}`
  })
}
