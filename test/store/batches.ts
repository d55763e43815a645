import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Batch, DecodedObject } from '../../shared/batch.ts'
import type { Decoder } from '../../shared/decoder.ts'

/** A small log format: enough of a record to be told apart by its id, its time, plain text and JSON. */
export const plain: Decoder = {
  id: 'plain',
  title: 'Test records',
  columns: { eventID: 'VARCHAR', eventTime: 'VARCHAR', eventName: 'VARCHAR', requestParameters: 'JSON' },
  select: {
    time: 'CAST(try_cast(eventTime AS TIMESTAMPTZ) AS TIMESTAMP)',
    id: 'coalesce(eventID, h)',
    action: 'eventName',
    request: 'requestParameters',
    extra: 'x',
    flags: 'f',
  },
}

export const decoders: ReadonlyMap<string, Decoder> = new Map([[plain.id, plain]])

/** An object as a test writes it: records, or lines of its own making in place of some. */
export interface Given {
  readonly uri: string
  readonly records?: readonly unknown[]
  /** Texts that stand for records as they are: what is no JSON stays no JSON. */
  readonly texts?: readonly (string | Buffer)[]
  readonly object?: Partial<DecodedObject>
}

let files = 0

/** Frames objects as the byte workers do and writes their lines to one file in `tmp`. */
export function batchOf(tmp: string, given: readonly Given[], decoder = plain.id): Batch {
  const lines: Buffer[] = []
  const objects = given.map(({ uri, records, texts, object }, o): DecodedObject => {
    const bodies = texts ?? (records ?? []).map((record) => JSON.stringify(record))
    bodies.forEach((body, n) => {
      lines.push(Buffer.concat([Buffer.from(`{"o":${o},"n":${n},"r":`), Buffer.from(body), Buffer.from('}\n')]))
    })
    const bytes = Buffer.concat(bodies.map((body) => Buffer.from(body)))
    return {
      uri,
      bytes: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
      modifiedAt: '2024-01-15T10:00:00Z',
      metadata: null,
      keeping: { kind: 'none' },
      state: 'stored',
      reason: null,
      format: decoder,
      records: bodies.length,
      bad: [],
      badCount: 0,
      unmapped: {},
      ...object,
    }
  })
  const path = join(tmp, `given-${files++}.jsonl`)
  writeFileSync(path, Buffer.concat(lines))
  const longest = Math.max(0, ...lines.map((line) => line.length))
  return { objects, parquet: [], lines: lines.length === 0 ? [] : [{ decoder, path, records: lines.length, longest }] }
}

/** A record of the test format. */
export function record(id: string, more: Record<string, unknown> = {}): Record<string, unknown> {
  return { eventID: id, eventTime: '2024-01-15T10:00:00Z', eventName: 'ListBuckets', ...more }
}

export const secret = { token: 'a-secret-token', socket: '/nowhere/case.sock' }
export const version = '0.1.0'

const made: string[] = []

/** An empty folder of this test, removed by `removeFolders`. */
export function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'coldtrail-test-'))
  made.push(path)
  return path
}

/** Has a folder removed with the others. */
export function removeLater(path: string): void {
  made.push(path)
}

export function removeFolders(): void {
  for (const path of made.splice(0)) rmSync(path, { recursive: true, force: true })
}
