import { open } from 'node:fs/promises'
import type { ExportFormat } from '../../../shared/api.ts'
import { csvCell } from '../../../shared/csv-cell.ts'
import { Problem } from '../../../shared/problem.ts'
import type { Cell } from '../../../shared/rows.ts'
import type { Signal } from '../../../shared/signal.ts'
import { sql } from '../../../shared/sql.ts'
import type { Db } from '../db.ts'
import { ledgerSums } from './ledger-sums.ts'
import { objectColumns } from './objects.ts'

/** Who writes a manifest, of which case, with what. */
export interface ManifestOf {
  readonly tool: string
  readonly case: { readonly id: string; readonly name: string; readonly path: string; readonly createdAt: string }
  readonly writtenAt: string
  readonly writtenBy: string
}

/**
 * Writes the acquisition manifest to a new file: every object with what it was and what became of it, the imports that
 * brought them, and the sums. JSON is one document; CSV is one table whose first column says what a line is. Memory
 * stays bounded. Answers how many objects. Error `bad-input` for another format.
 */
export async function writeManifest(
  db: Db,
  of: ManifestOf,
  format: ExportFormat,
  path: string,
  signal: Signal,
  told: (objects: number) => void,
): Promise<number> {
  if (format !== 'csv' && format !== 'json') {
    throw new Problem('bad-input', `a manifest is csv or json, not ${format}; the ledger alone can be ${format} too`)
  }
  const file = await open(path, 'wx')
  try {
    const pieces = format === 'json' ? asJson(db, of, signal, told) : asCsv(db, of, signal, told)
    let objects = 0
    for await (const { text, count } of pieces) {
      await file.write(text)
      objects += count
    }
    return objects
  } finally {
    await file.close()
  }
}

interface Piece {
  readonly text: string
  /** Objects in it. */
  readonly count: number
}
type Line = Readonly<Record<string, Cell>>

const atOnce = 2000
const columns = [
  ...objectColumns,
  'modified_at',
  'evidence AS kept',
  'evidence_path AS kept_at',
  'parent',
  'import_id',
  'imported_by',
]

async function* pages(db: Db, signal: Signal, told: (objects: number) => void): AsyncGenerator<readonly Line[]> {
  let seen = 0
  for (let after = -1; ; ) {
    signal.throwIfAborted()
    const rows = await db.all<Line>(
      sql`SELECT ${columns.join(', ')} FROM object WHERE object_id > $after ORDER BY object_id LIMIT ${atOnce}`,
      { after },
      signal,
    )
    if (rows.length === 0) return
    after = Number(rows.at(-1)?.object_id)
    yield rows
    seen += rows.length
    told(seen)
  }
}

function imports(db: Db, signal: Signal): Promise<readonly Line[]> {
  return db.all<Line>(
    sql`SELECT import_id, started_at, ended_at, state, who, what FROM import ORDER BY import_id`,
    {},
    signal,
  )
}

async function* asJson(db: Db, of: ManifestOf, signal: Signal, told: (objects: number) => void): AsyncGenerator<Piece> {
  const { lines, events, amiss } = await ledgerSums(db, signal)
  const asked = (await imports(db, signal)).map((line) => ({ ...line, what: JSON.parse(String(line.what)) }))
  const head = { kind: 'coldtrail-manifest', version: 1, ...of, totals: { lines, events, amiss }, imports: asked }
  yield { text: `${JSON.stringify(head, null, 1).slice(0, -2)},\n "objects": [`, count: 0 }
  let first = true
  for await (const rows of pages(db, signal, told)) {
    const text = rows.map((row) => `\n  ${JSON.stringify(row)}`).join(',')
    yield { text: first ? text : `,${text}`, count: rows.length }
    first = false
  }
  yield { text: '\n ]\n}\n', count: 0 }
}

/** Of the table: what a line is, then the columns of objects; the others lines use those that fit, and `note`. */
const header = [
  'line',
  'object_id',
  'uri',
  'state',
  'reason',
  'format',
  'objects',
  'events',
  'duplicates',
  'conflicts',
  'bad_records',
  'bytes',
  'sha256',
  'first',
  'last',
  'modified_at',
  'kept',
  'kept_at',
  'parent',
  'integrity',
  'import_id',
  'imported_at',
  'imported_by',
  'note',
] as const

async function* asCsv(db: Db, of: ManifestOf, signal: Signal, told: (objects: number) => void): AsyncGenerator<Piece> {
  const { lines, events, amiss } = await ledgerSums(db, signal)
  const { id, name, path, createdAt } = of.case
  const about = `${of.tool}; case ${JSON.stringify(name)} (${id}), created ${createdAt}, in ${path}`
  const adds = amiss.length === 0 ? 'the totals agree with the events stored' : amiss.join('; ')
  yield {
    text: [
      header.join(','),
      csvLine('manifest', { imported_at: of.writtenAt, imported_by: of.writtenBy, note: about }),
      ...(await imports(db, signal)).map((one) =>
        csvLine('import', {
          import_id: one.import_id ?? null,
          state: one.state ?? null,
          first: one.started_at ?? null,
          last: one.ended_at ?? null,
          imported_by: one.who ?? null,
          note: one.what ?? null,
        }),
      ),
      ...lines.map((line) => csvLine('total', { ...line })),
      csvLine('total', { objects: lines.reduce((sum, line) => sum + line.objects, 0), events, note: adds }),
      '',
    ].join('\r\n'),
    count: 0,
  }
  for await (const rows of pages(db, signal, told)) {
    yield { text: rows.map((row) => `${csvLine('object', row)}\r\n`).join(''), count: rows.length }
  }
}

function csvLine(line: string, cells: Line): string {
  return header.map((name) => csvCell(name === 'line' ? line : (cells[name] ?? null))).join(',')
}
