import { inflateRawSync, inflateSync } from 'node:zlib'

/** All bytes of a file as text, once more without places where a line may end, and what is deflated in it. */
export function everything(bytes: Buffer): string {
  const texts = [bytes.toString('latin1'), bytes.toString('utf8')]
  for (let at = bytes.indexOf('PK\x03\x04'); at >= 0; at = bytes.indexOf('PK\x03\x04', at + 4)) {
    const from = at + 30 + bytes.readUInt16LE(at + 26) + bytes.readUInt16LE(at + 28)
    texts.push(inflateRawSync(bytes.subarray(from), { finishFlush: 2 }).toString('utf8'))
  }
  for (let at = bytes.indexOf('stream\n'); at >= 0; at = bytes.indexOf('stream\n', at + 6)) {
    try {
      texts.push(inflateSync(bytes.subarray(at + 7), { finishFlush: 2 }).toString('latin1'))
    } catch {
      // Not every stream of a PDF is deflated.
    }
  }
  return [...texts, ...texts.filter((text) => text.includes('<wbr>')).map((text) => text.replaceAll('<wbr>', ''))].join(
    '\n',
  )
}

/** A value in every writing that a file may have it in. */
export function writings(value: string): readonly string[] {
  const bytes = Buffer.from(value)
  // Of base64 the letters that depend on nothing before or behind, at each of three places.
  const base64 = [0, 1, 2].map((pad) => {
    const text = Buffer.concat([Buffer.alloc(pad, 'x'), bytes])
      .toString('base64')
      .replace(/=+$/, '')
    return text.slice(pad === 0 ? 0 : pad + 1, text.length - 1)
  })
  const percent = encodeURIComponent(value)
  const json = [...value].map((sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`).join('')
  const utf16 = Buffer.from(value, 'utf16le').toString('latin1')
  const markdown = value.replace(/[-_.]/g, '\\$&')
  return [
    value,
    markdown,
    percent,
    percent.replaceAll('.', '%2E').replaceAll('-', '%2D'),
    ...base64,
    bytes.toString('hex'),
    json,
    utf16,
  ]
}
