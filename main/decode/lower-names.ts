import { blank } from './spans.ts'

/**
 * The record with the first letter of every field name in lower case, at any depth: the AWS API writes `AccountId`
 * where exports and events write `accountId`. Names of other characters than letters and digits are data, and stay.
 */
export function lowerNames(record: Buffer): Buffer {
  const out = Buffer.from(record)
  for (let i = 0; i < out.length; i++) {
    if (out[i] !== 0x22) continue
    const start = i + 1
    let isWord = true
    for (i = start; i < out.length && out[i] !== 0x22; i++) {
      const c = out[i] as number
      if (c === 0x5c) i++
      if (!isLetterOrDigit(c)) isWord = false
    }
    const first = out[start] as number
    if (isWord && first >= 0x41 && first <= 0x5a && out[blank(out, i + 1, out.length)] === 0x3a)
      out[start] = first | 0x20
  }
  return out
}

function isLetterOrDigit(c: number): boolean {
  return (c >= 0x30 && c <= 0x39) || (c >= 0x41 && c <= 0x5a) || (c >= 0x61 && c <= 0x7a)
}
