import { gunzipSync } from 'node:zlib'
import { noKeys } from './key-table.ts'
import { limits } from './limits.ts'
import { newFindings, scanObject } from './scan.ts'
import { blank } from './spans.ts'

/** Data as it was handed over: CloudWatch Logs gzips its records. Null where that is damaged or far too large. */
export function inflated(data: Buffer): Buffer | null {
  if (data[0] !== 0x1f || data[1] !== 0x8b) return data
  try {
    return gunzipSync(data, { maxOutputLength: Math.min(limits.record, Math.max(1024, data.length * limits.ratio)) })
  } catch {
    return null
  }
}

const found = newFindings()

/** JSON objects one after another, or null where it is anything else. */
export function objectsIn(data: Buffer): readonly Buffer[] | null {
  const records: Buffer[] = []
  for (let at = blank(data, 0, data.length); at < data.length; ) {
    const to = data[at] === 0x7b ? scanObject(data, at, data.length, noKeys, found, false) : -1
    if (to < 0 || records.length === limits.pieces) return null
    records.push(data.subarray(at, to))
    at = blank(data, to, data.length)
  }
  return records.length > 0 ? records : null
}
