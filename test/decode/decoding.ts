import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import type { Content } from '../../main/decode/content.ts'
import { type Decoded, decodeObject } from '../../main/decode/decode-object.ts'
import { decoders } from '../../main/decode/index.ts'
import { type EventColumnName, eventColumnNames, eventColumns } from '../../shared/event.ts'

/** What decoding came to, with the lines by decoder. */
export interface Result {
  readonly objects: readonly Decoded[]
  readonly lines: Readonly<Record<string, Buffer>>
  /** Parquet files by the place of their object. */
  readonly parquet: ReadonlyMap<number, Buffer>
}

export type Row = Readonly<Record<string, unknown>>

/** Runs `work` with a folder that is gone afterwards. */
export async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'coldtrail-decode-'))
  try {
    return await work(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

export async function decodeFile(path: string, uri = `file://${path}`, as: string | null = null): Promise<Result> {
  const lines: Record<string, Buffer[]> = {}
  const parquet = new Map<number, Buffer>()
  let o = 0
  const sink = {
    write(decoder: string, bytes: Uint8Array) {
      lines[decoder] ??= []
      lines[decoder].push(Buffer.from(bytes))
    },
    async parquet(o: number, content: Content) {
      const pieces: Buffer[] = []
      for await (const piece of content.open()) pieces.push(Buffer.from(piece))
      parquet.set(o, Buffer.concat(pieces))
    },
  }
  const about = { uri, bytes: statSync(path).size, modifiedAt: null, metadata: null, as }
  const objects = await decodeObject(path, about, sink, () => o++)
  return {
    objects,
    lines: Object.fromEntries(Object.entries(lines).map(([decoder, parts]) => [decoder, Buffer.concat(parts)])),
    parquet,
  }
}

/** Decodes bytes as if they were an object of that name. */
export function decodeBytes(bytes: Uint8Array | string, name = 'log.json', as: string | null = null): Promise<Result> {
  return inFolder((folder) => {
    const path = join(folder, 'object')
    writeFileSync(path, bytes)
    return decodeFile(path, `file:///evidence/${name}`, as)
  })
}

/** The records of the framed lines, parsed. */
export function linesOf(result: Result, decoder = 'cloudtrail'): readonly Row[] {
  const text = result.lines[decoder]?.toString() ?? ''
  return text === ''
    ? []
    : text
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as Row)
}

/** The event rows that DuckDB makes of the lines with the decoder's own columns and SQL. */
export async function rowsOf(
  result: Result,
  decoderId = 'cloudtrail',
  wanted: readonly EventColumnName[] = eventColumnNames,
): Promise<readonly Row[]> {
  const decoder = decoders.get(decoderId)
  if (decoder === undefined) throw new Error(`there is no decoder "${decoderId}"`)
  const lines = result.lines[decoderId]
  if (lines === undefined) return []
  return inFolder(async (folder) => {
    const path = join(folder, 'lines.ndjson')
    writeFileSync(path, lines)
    const fields = Object.entries(decoder.columns).map(([name, type]) => `"${name}" ${type}`)
    const columns = `{o: 'UINTEGER', n: 'UINTEGER', f: 'VARCHAR', h: 'VARCHAR', x: 'JSON', r: 'STRUCT(${fields.join(', ')})'}`
    const select = wanted.map((name) => {
      const expression =
        name === 'object_id'
          ? 'o'
          : name === 'ordinal'
            ? 'n'
            : name === 'format'
              ? `'${decoderId}'`
              : (decoder.select[name] ?? 'NULL')
      return `(${expression})::${eventColumns[name].type} AS "${name}"`
    })
    // A zone far from UTC, so that a time which depends on the session's zone shows.
    const instance = await DuckDBInstance.create(':memory:', { threads: '1' })
    const connection = await instance.connect()
    try {
      await connection.run(`SET TimeZone = 'Asia/Kolkata'`)
      const reader = await connection.runAndReadAll(
        `SELECT ${select.join(',\n')} FROM (SELECT o, n, f, h, x, unnest(r) FROM read_json('${path}', format = 'newline_delimited', maximum_object_size = 134217728, columns = ${columns})) ORDER BY o, n`,
      )
      return reader.getRowObjectsJson()
    } finally {
      connection.closeSync()
      instance.closeSync()
    }
  })
}

/** Only those columns of the rows. */
export function pick(rows: readonly Row[], ...columns: string[]): readonly Row[] {
  return rows.map((row) => Object.fromEntries(columns.map((column) => [column, row[column]])))
}

/** An event as CloudTrail writes it, with fields changed or, by undefined, left out. */
export function event(changes: Row = {}): Row {
  return {
    eventVersion: '1.11',
    userIdentity: {
      type: 'IAMUser',
      principalId: 'AIDAEXAMPLE',
      arn: 'arn:aws:iam::123456789012:user/ana',
      accountId: '123456789012',
      accessKeyId: 'AKIAEXAMPLE',
      userName: 'ana',
    },
    eventTime: '2025-03-04T05:06:07Z',
    eventSource: 'iam.amazonaws.com',
    eventName: 'ListUsers',
    awsRegion: 'us-east-1',
    sourceIPAddress: '198.51.100.9',
    userAgent: 'aws-cli/2.20.0',
    requestParameters: null,
    responseElements: null,
    requestID: '11111111-2222-4333-8444-555555555555',
    eventID: 'aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee',
    readOnly: true,
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: '123456789012',
    eventCategory: 'Management',
    ...changes,
  }
}

export const records = (...all: readonly unknown[]): string => JSON.stringify({ Records: all })
