import { refuse, shown } from './refusal.ts'

/** What text becomes before it is written into a log. */
export type Utf16 = 'utf16le' | 'utf16be' | 'utf16'

export function bytesOf(text: string, encoding: Utf16 | 'utf8'): Buffer {
  if (encoding === 'utf8') return Buffer.from(text, 'utf8')
  const little = Buffer.from(text, 'utf16le')
  if (encoding === 'utf16le') return little
  if (encoding === 'utf16be') return Buffer.from(little).swap16()
  return Buffer.concat([Buffer.from([0xff, 0xfe]), little])
}

export function base64(bytes: Buffer): string {
  return bytes.toString('base64')
}

/** The three texts of which one stands in any base64 that holds these bytes, wherever they begin in it. */
export function base64Anywhere(bytes: Buffer): readonly string[] {
  return [0, 1, 2].map((before) => {
    const text = Buffer.concat([Buffer.alloc(before, 0x20), bytes])
      .toString('base64')
      .replace(/=+$/, '')
    const after = (before + bytes.length) % 3
    return text.slice([0, 2, 3][before], after === 0 ? text.length : -1)
  })
}

const dashes = ['-', '/', '\u2013', '\u2014', '\u2015']

/** Every way to write the dashes in front of the options of a Windows command: -f, /f, –f, —f, ―f. */
export function windashes(text: string): readonly string[] {
  const parts = text.split(/\B[-/]\b/)
  if (parts.length > 5)
    refuse(`windash: ${shown(text)} holds more than four dashes, which can be written in too many ways`)
  return parts
    .slice(1)
    .reduce<readonly string[]>(
      (sofar, part) => sofar.flatMap((start) => dashes.map((dash) => start + dash + part)),
      [parts[0] as string],
    )
}
