import type { Batch, DecodedObject } from '../../../shared/batch.ts'
import type { ParquetColumn, ReadTable, Table } from '../../../shared/decoder.ts'
import { Problem } from '../../../shared/problem.ts'
import { sql } from '../../../shared/sql.ts'
import { quoted } from '../database.ts'
import type { Db } from '../db.ts'
import { tryParquet } from './insert.ts'
import { bomb, type Claim, claims, columnsOf } from './measure.ts'
import { readableRows } from './salvage.ts'
import { hidesRowNumbers, type ParquetPart, rowsOf, type Source } from './source.ts'

/** How the parquet of a batch is read, and what was found out about its objects. */
export interface ParquetPlan {
  readonly parts: readonly ParquetPart[]
  readonly found: ReadonlyMap<number, Found>
}

export interface Found {
  /** What replaces what the byte worker said of the object. */
  readonly object: Pick<DecodedObject, 'state' | 'reason' | 'format' | 'bad' | 'badCount' | 'unmapped'>
  /** Its columns, where DuckDB can read all of it. */
  readonly columns: readonly ParquetColumn[] | null
}

/**
 * Finds out what the parquet files of a batch are and how their rows become events. `thorough`: every row is read once
 * without storing it, so that nothing of the plan can fail later; otherwise only what telling the kinds apart needs.
 * A file that cannot be read costs none of the others: halves of a failing lot are tried by themselves, down to one file,
 * and of that the groups of rows that can be read. Throws for trouble of the case itself.
 */
export async function planParquet(
  db: Db,
  files: Batch['parquet'],
  readTable: ReadTable,
  thorough: boolean,
): Promise<ParquetPlan> {
  const parts: ParquetPart[] = []
  const found = new Map<number, Found>()
  const plan = async (lot: readonly Source[]): Promise<void> => {
    if (lot.length === 0) return
    try {
      const some = await planLot(db, lot, readTable, thorough)
      parts.push(...some.parts)
      for (const [o, each] of some.found) found.set(o, each)
    } catch (error) {
      if (error instanceof Problem && error.code !== 'failed') throw error
      const [file] = lot
      if (lot.length > 1 || !file) {
        const half = Math.ceil(lot.length / 2)
        await plan(lot.slice(0, half))
        await plan(lot.slice(half))
        return
      }
      const some = await planDamaged(db, file, readTable, whyNot(error))
      parts.push(...some.parts)
      for (const [o, each] of some.found) found.set(o, each)
    }
  }
  for (let from = 0; from < files.length; from += lotFiles) await plan(files.slice(from, from + lotFiles))
  return { parts, found }
}

/** So many files are looked at together. */
const lotFiles = 500

async function planLot(db: Db, lot: readonly Source[], readTable: ReadTable, thorough: boolean): Promise<ParquetPlan> {
  const parts: ParquetPart[] = []
  const found = new Map<number, Found>()
  for (const group of byShape(await claims(db, lot))) {
    const [first] = group
    if (!first) continue
    const columns = await columnsOf(db, first)
    const table = readTable(columns)
    const safe: Claim[] = []
    for (const claim of group) {
      const refusal = await bomb(db, claim)
      if (refusal === null) safe.push(claim)
      else found.set(claim.o, rejected(refusal))
    }
    const alone = hidesRowNumbers(columns)
    for (const files of alone ? safe.map((claim) => [claim]) : [safe]) {
      if (files.length === 0) continue
      const census = await takeCensus(db, { files, columns, where: null, rows: null }, table)
      const own = partsOf(files, columns, table, census, null)
      if (thorough) for (const part of own) await db.run(tryParquet(part))
      parts.push(...own)
      for (const { o } of files) found.set(o, foundOf(table, columns, census.unmapped.get(o) ?? {}))
    }
  }
  return { parts, found }
}

/** Of one file that cannot be read as a whole: the groups of rows that can. */
async function planDamaged(db: Db, file: Source, readTable: ReadTable, why: string): Promise<ParquetPlan> {
  const found = (each: Found, parts: readonly ParquetPart[] = []): ParquetPlan => ({
    parts,
    found: new Map([[file.o, each]]),
  })
  try {
    const [claim] = await claims(db, [file])
    if (!claim) return found(rejected(why))
    const refusal = await bomb(db, claim).catch(() => null)
    if (refusal !== null) return found(rejected(refusal))
    const columns = await columnsOf(db, file)
    if (hidesRowNumbers(columns)) return found(rejected(why))
    const table = readTable(columns)
    const parts: ParquetPart[] = []
    const unmapped: Record<string, number> = {}
    const groups = await readableRows(db, file, async (rows) => {
      const census = await takeCensus(db, { files: [file], columns, where: null, rows }, table)
      const own = partsOf([file], columns, table, census, rows)
      for (const part of own) await db.run(tryParquet(part))
      parts.push(...own)
      for (const [name, count] of Object.entries(census.unmapped.get(file.o) ?? {}))
        unmapped[name] = (unmapped[name] ?? 0) + count
    })
    const badCount = groups.lost.reduce((sum, { rows: [from, to] }) => sum + to - from, 0)
    if (badCount === 0 || parts.length === 0) return found(rejected(why))
    const bad = groups.lost.slice(0, 100).map(({ rows: [from, to], error }) => ({
      ordinal: from,
      reason: `rows ${from} to ${to - 1}: ${whyNot(error)}`,
    }))
    const kept = claim.rows - badCount
    const reason = `${badCount} of ${claim.rows} rows lie in damaged groups of rows (first ${bad[0]?.reason}); ${kept} rows kept`
    const { object } = foundOf(table, columns, unmapped)
    return found({ object: { ...object, state: 'partial', reason, bad, badCount }, columns: null }, parts)
  } catch (error) {
    if (error instanceof Problem && error.code !== 'failed') throw error
    return found(rejected(why))
  }
}

function byShape(files: readonly Claim[]): readonly Claim[][] {
  const groups = new Map<string, Claim[]>()
  for (const file of files) {
    const group = groups.get(file.shape) ?? []
    groups.set(file.shape, group)
    group.push(file)
  }
  return [...groups.values()]
}

interface Census {
  /** Files that hold rows of a kind. */
  readonly kinds: ReadonlyMap<string | null, ReadonlySet<number>>
  /** By object: how many rows hold the columns that no reading knows. */
  readonly unmapped: ReadonlyMap<number, Readonly<Record<string, number>>>
}

/** Which kinds of rows lie in which file, and how many rows hold what no reading knows: reads those columns only. */
async function takeCensus(
  db: Db,
  part: Pick<ParquetPart, 'files' | 'columns' | 'where' | 'rows'>,
  table: Table,
): Promise<Census> {
  const { kind, unmapped } = table
  if (kind === null && unmapped.length === 0) {
    return { kinds: new Map([[null, new Set(part.files.map(({ o }) => o))]]), unmapped: new Map() }
  }
  const counts = unmapped.map((name, i) => `count("${name.replaceAll('"', '""')}") AS "@${i}"`)
  const rows = await db.all<Record<string, number> & { kind: string | null }>(
    sql`SELECT "@o", ${[`${kind ?? 'NULL'} AS kind`, ...counts].join(', ')} FROM (${rowsOf(part)}) GROUP BY ALL`,
  )
  const kinds = new Map<string | null, Set<number>>()
  const byObject = new Map<number, Record<string, number>>()
  for (const row of rows) {
    const o = row['@o'] as number
    const files = kinds.get(row.kind) ?? new Set()
    kinds.set(row.kind, files.add(o))
    const sums = byObject.get(o) ?? {}
    byObject.set(o, sums)
    unmapped.forEach((name, i) => {
      const count = row[`@${i}`] ?? 0
      if (count > 0) sums[name] = (sums[name] ?? 0) + count
    })
  }
  return { kinds, unmapped: byObject }
}

function partsOf(
  files: readonly Source[],
  columns: readonly ParquetColumn[],
  table: Table,
  census: Census,
  rows: ParquetPart['rows'],
): readonly ParquetPart[] {
  return [...census.kinds].map(([kind, objects]) => ({
    files: files.filter(({ o }) => objects.has(o)),
    columns,
    reading: table.readingOf(kind),
    where: kind === null ? null : `(${table.kind}) = ${quoted(kind)}`,
    rows,
  }))
}

function foundOf(table: Table, columns: readonly ParquetColumn[], unmapped: Readonly<Record<string, number>>): Found {
  const { format, lacks } = table
  const state = lacks === null ? 'stored' : 'partial'
  return { object: { state, reason: lacks, format, bad: [], badCount: 0, unmapped }, columns }
}

function rejected(reason: string): Found {
  return { object: { state: 'rejected', reason, format: 'parquet', bad: [], badCount: 0, unmapped: {} }, columns: null }
}

/** DuckDB's words without the path, which is a name of ours, and without the statement, which is ours too. */
function whyNot(error: unknown): string {
  const text = (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? ''
  const plain = text.replace(/(?:file |")?["'](?:[^"']*\/)?(?:evidence|tmp)\/[^"']*["']/gi, 'it').slice(0, 300)
  return `the parquet cannot be read: ${plain}`
}
