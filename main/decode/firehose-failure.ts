import { gunzipSync } from 'node:zlib'
import type { Content, Envelope, Piece } from './envelope.ts'
import { noKeys } from './key-table.ts'
import { limits } from './limits.ts'
import { newFindings, scanObject } from './scan.ts'
import { blank, textOf } from './spans.ts'

/**
 * A record that Firehose could not deliver, from under its error prefix: `rawData` is the record as it arrived, in
 * base64 (Firehose Developer Guide, "Handle data transformation failures"). It is read from there and flagged.
 */
export const firehoseFailure: Envelope = {
  matches: (names) => names.has('rawData') && names.has('errorCode') && names.has('attemptsMade'),
  open(fields) {
    const why = textOf(fields.get('errorCode')?.toString() ?? '') ?? 'no error code'
    const bad = (what: string): Piece => ({
      kind: 'bad',
      reason: `a record that Firehose failed to deliver (${why}): ${what}`,
    })
    const raw = textOf(fields.get('rawData')?.toString() ?? '')
    if (raw === null) return [bad('its rawData is no text')]
    const data = inflated(Buffer.from(raw, 'base64'))
    if (data === null) return [bad('its rawData is damaged or far too large gzip')]
    const records = objectsIn(data)
    if (records === null) return [bad('its rawData is not JSON')]
    return records.map(
      (record): Content => ({
        kind: 'record',
        record,
        logged: record,
        about: null,
        otherwise: null,
        flags: ['delivery-failed'],
      }),
    )
  },
}

/** CloudWatch Logs hands its records over gzipped. */
function inflated(data: Buffer): Buffer | null {
  if (data[0] !== 0x1f || data[1] !== 0x8b) return data
  try {
    return gunzipSync(data, { maxOutputLength: Math.min(limits.record, Math.max(1024, data.length * limits.ratio)) })
  } catch {
    return null
  }
}

const found = newFindings()

/** JSON objects one after another, or null. */
function objectsIn(data: Buffer): readonly Buffer[] | null {
  const records: Buffer[] = []
  for (let at = blank(data, 0, data.length); at < data.length; ) {
    const to = data[at] === 0x7b ? scanObject(data, at, data.length, noKeys, found, false) : -1
    if (to < 0 || records.length === limits.pieces) return null
    records.push(data.subarray(at, to))
    at = blank(data, to, data.length)
  }
  return records.length > 0 ? records : null
}
