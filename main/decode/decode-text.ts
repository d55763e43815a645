import { cloudtrail } from './cloudtrail.ts'
import { cloudtrailLake } from './cloudtrail-lake.ts'
import { walkCsv } from './csv-rows.ts'
import { type CsvTable, csvRecord } from './csv-table.ts'
import type { Format } from './format.ts'
import type { Framing } from './framing.ts'
import { keyContext } from './key-context.ts'
import { type KeyTable, keyTable } from './key-table.ts'
import { type LakeReader, lakeReader } from './lake-row.ts'
import { limits } from './limits.ts'
import { lineRecord } from './line-record.ts'
import type { Lines } from './lines.ts'
import { newFindings, scanObject } from './scan.ts'
import type { TextLayout } from './text-format.ts'
import { type RowVisitor, walkLines } from './text-lines.ts'
import { end, hashOf, newRow, type Row } from './text-row.ts'
import type { Visitor } from './walk.ts'

/** What reading the rows came to. */
export interface RowBook {
  readonly bads: { readonly ordinal: number; readonly reason: string }[]
  badCount: number
}

/** Reads lines of text of one format. */
export async function decodeLines(
  pieces: AsyncIterable<Buffer>,
  format: Format,
  layout: TextLayout,
  uri: string,
  isCut: boolean,
  framing: Framing,
): Promise<RowBook> {
  const reader = layout.reader(keyContext(uri))
  const row = newRow()
  const lines = framing.lines(format)
  const { book, visitor } = newBook(framing, {
    heading: reader.heading,
    row(b, from, to, ordinal, isText) {
      const trouble = reader.read(b, from, to, row)
      if (trouble === null) frame(lines, row, ordinal, isText)
      // Somebody may have put logs of several kinds into one file.
      else if (!frameOther(framing, b.toString('utf8', from, to), ordinal, isText)) return trouble
      return null
    },
  })
  await walkLines(pieces, visitor, isCut)
  return book
}

/** A line that is of another log than the object. */
function frameOther(framing: Framing, line: string, ordinal: number, isText: boolean): boolean {
  const other = lineRecord(line)
  if (other === null) return false
  const { record, format } = other
  const known = tables.get(format) ?? keyTable(Object.keys(format.columns), format.idField)
  tables.set(format, known)
  scanObject(record, 0, record.length, known, found, false)
  framing.lines(format).add(ordinal, record, 0, record.length, known, found, true, isText ? [] : ['damaged-text'])
  return true
}

const tables = new Map<Format, KeyTable>()
const table = keyTable(Object.keys(cloudtrail.columns), cloudtrail.idField)
const found = newFindings()

/** Reads rows of a CloudTrail Lake query result; whole events among them are CloudTrail. */
export async function decodeLake(pieces: AsyncIterable<Buffer>, isCut: boolean, framing: Framing): Promise<RowBook> {
  const reader: LakeReader = lakeReader()
  const row = newRow()
  const { book, visitor } = newBook(framing, {
    heading: reader.heading,
    row(b, from, to, ordinal, isText) {
      const read = reader.read(b.toString('utf8', from, to), row)
      if (typeof read === 'string') return read
      if (read === null) frame(framing.lines(cloudtrailLake), row, ordinal, isText)
      else {
        scanObject(read.event, 0, read.event.length, table, found, false)
        framing.lines(cloudtrail).add(ordinal, read.event, 0, read.event.length, table, found, true, [])
      }
      return null
    },
  })
  await walkCsv(pieces, visitor, isCut)
  return book
}

/** Reads rows of a CSV file as the JSON records that they were. */
export async function decodeTable(
  pieces: AsyncIterable<Buffer>,
  csv: CsvTable,
  isCut: boolean,
  reading: Visitor,
): Promise<void> {
  const visitor: RowVisitor = {
    done: false,
    heading() {},
    row(b, from, to, ordinal, isText) {
      const record = csvRecord(csv, b.toString('utf8', from, to))
      if (typeof record === 'string') {
        reading.bad(ordinal, record)
        return 1
      }
      scanObject(record, 0, record.length, reading.table, found, false)
      return reading.record(record, 0, record.length, ordinal, found, isText)
    },
    bad: (ordinal, reason) => reading.bad(ordinal, reason),
    full: () => reading.full(),
    flush: () => reading.flush(),
  }
  await walkCsv(pieces, visitor, isCut)
}

function frame(lines: Lines, row: Row, ordinal: number, isText: boolean): void {
  end(row, isText)
  lines.addRow(ordinal, row.bytes, row.length, {
    hash: hashOf(row),
    extra: row.extra === '' ? null : `{${row.extra}}`,
    unknown: row.unknown,
    flags: row.isDamaged ? ['damaged-text'] : [],
  })
}

interface Rows {
  heading(line: string): void
  /** Null, or why it is no record. */
  row(b: Buffer, from: number, to: number, ordinal: number, isText: boolean): string | null
}

function newBook(framing: Framing, rows: Rows): { book: RowBook; visitor: RowVisitor } {
  const book: RowBook = { bads: [], badCount: 0 }
  const bad = (ordinal: number, reason: string) => {
    book.badCount++
    if (book.bads.length < limits.bad) book.bads.push({ ordinal, reason })
  }
  const visitor: RowVisitor = {
    done: false,
    heading: rows.heading,
    row(b, from, to, ordinal, isText) {
      const trouble = rows.row(b, from, to, ordinal, isText)
      if (trouble !== null) bad(ordinal, trouble)
      return 1
    },
    bad,
    full: () => framing.full(),
    flush: () => framing.flush(),
  }
  return { book, visitor }
}
