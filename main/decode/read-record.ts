import { statSync } from 'node:fs'
import { Problem } from '../../shared/problem.ts'
import { type Content, unwrap } from './content.ts'
import { walkCsv } from './csv-rows.ts'
import { type CsvTable, csvRecord, csvTable } from './csv-table.ts'
import { formats } from './index.ts'
import { keyTable } from './key-table.ts'
import { lakeNames } from './lake-row.ts'
import { fileAt, type Stored, Unreadable } from './stored.ts'
import { layoutOf } from './text-layout.ts'
import { type RowVisitor, walkLines } from './text-lines.ts'
import { isExport, type Leaf, surelyPlain, unfold } from './unfold.ts'
import { zipEntries } from './unzip.ts'
import { type Visitor, walk } from './walk.ts'

const plain = keyTable([surelyPlain], surelyPlain)

/**
 * Record number `ordinal` of the evidence at `path`, as logged: found by the same walk that framed it. `entry`: place of
 * the entry when the file is a zip archive, else null. Null when there is no such record; throws Problem `failed` when
 * the evidence cannot be read any more.
 */
export async function readRecord(path: string, entry: number | null, ordinal: number): Promise<Buffer | null> {
  try {
    const bytes = statSync(path).size
    if (entry === null) return await recordOf(fileAt(path), bytes, ordinal)
    for await (const each of zipEntries(path, bytes)) {
      if (each.place === entry) return await recordOf(await each.read(), each.bytes, ordinal)
    }
    return null
  } catch (error) {
    if (error instanceof Unreadable)
      throw new Problem('failed', `the evidence cannot be read: ${error.message}`, { cause: error })
    throw error
  }
}

async function recordOf(stored: Stored, bytes: number, ordinal: number): Promise<Buffer | null> {
  const content = await unwrap(stored, bytes)
  const layout = layoutOf(content.head.toString('utf8').replace(/^\ufeff/, ''), formats)
  return layout === 'json' ? recordIn(content, ordinal) : rowIn(content, layout, ordinal)
}

/** The line or row of text as it stands there. What is no JSON was read as lines, whatever the format was called. */
async function rowIn(content: Content, layout: 'lines' | 'csv' | null, ordinal: number): Promise<Buffer | null> {
  let row: Buffer | null = null
  let table: CsvTable | null = null
  const visitor: RowVisitor = {
    done: false,
    heading(line) {
      if (layout === 'csv' && lakeNames(line) === null) table = csvTable(line, formats)
    },
    row(b, from, to, place) {
      const leaves = table === null ? [] : leavesOf(table, b.toString('utf8', from, to))
      const taken = Math.max(1, leaves.length)
      if (place + taken <= ordinal) return taken
      const leaf = leaves.length > 1 ? leaves[ordinal - place] : undefined
      row = Buffer.from((leaf?.kind === 'record' ? leaf.logged : null) ?? b.subarray(from, to))
      visitor.done = true
      return taken
    },
    bad(place) {
      if (place === ordinal) visitor.done = true
    },
    full: () => false,
    async flush() {},
  }
  await (layout === 'csv' ? walkCsv : walkLines)(content.open(), visitor, content.damage !== null)
  return row
}

/** A row may hold several records. */
function leavesOf(table: CsvTable, text: string): readonly Leaf[] {
  const record = csvRecord(table, text)
  return typeof record === 'string' ? [] : unfold(record, null, [])
}

async function recordIn(content: Content, ordinal: number): Promise<Buffer | null> {
  let record: Buffer | null = null
  let inList: string | null = null
  let isMessage = false
  const visitor: Visitor = {
    table: plain,
    done: false,
    single: false,
    enter(list) {
      inList = list
    },
    record(b, from, to, place, found, _isText, broken) {
      const whole = broken ?? b.subarray(from, to)
      const isLeaf = !found.anonymous && inList !== 'Events' && !isExport(b.subarray(from, to))
      const leaves = isLeaf ? null : unfold(b.subarray(from, to), inList, [], isMessage)
      const taken = leaves?.length ?? 1
      if (place + taken <= ordinal) return taken
      const leaf = leaves?.[ordinal - place] ?? null
      if (leaf === null) record = Buffer.from(whole)
      else if (leaf.kind === 'record') record = Buffer.from(leaf.logged ?? whole)
      visitor.done = true
      return taken
    },
    loggedAt() {
      isMessage = true
    },
    line(b, from, to, place) {
      if (place !== ordinal) return
      record = Buffer.from(b.subarray(from, to))
      visitor.done = true
    },
    bad(place) {
      if (place === ordinal) visitor.done = true
    },
    full: () => false,
    async flush() {},
  }
  await walk(content.open(), visitor)
  return record
}
