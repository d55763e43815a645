import { randomUUID } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { rm, stat } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Checked } from '../shared/api.ts'
import type { ExportResult, Progress } from '../shared/job.ts'
import { Problem } from '../shared/problem.ts'
import type { Report } from '../shared/report/block.ts'
import type { FigureAsk, ReportDocument, ReportHead } from '../shared/report/document.ts'
import type { ReportFormat } from '../shared/report/formats.ts'
import { sql } from '../shared/sql.ts'
import { navigatorLayer } from './detect/navigator.ts'
import { hashFile } from './hash-file.ts'
import { moveInto } from './move-into.ts'
import { printPdf } from './print-pdf.ts'
import { incidentFigures } from './report/incident/figures.ts'
import { techniquesOf } from './report/incident/techniques.ts'
import { reportWriters } from './report/writers.ts'
import { type Asked, type Asking, askBlocks, computeSections } from './report-document.ts'
import { type Sharing, shareDocument, sharing } from './share-report.ts'
import type { CaseFile } from './store/case-file.ts'
import { readReport } from './store/report.ts'

/** Computes the report and writes it to a file: whole, or not at all. */
export async function exportReport(
  asking: Asking,
  { format, path, share }: Checked<'startReport'>,
  version: string,
  tell: (progress: Progress) => void,
  signal: AbortSignal,
): Promise<ExportResult> {
  const { file } = asking
  const target = resolve(path)
  const folder = await stat(dirname(target)).catch(() => null)
  if (!folder?.isDirectory()) throw new Problem('not-found', `there is no folder '${dirname(target)}' to write to`)
  const report = await readReport(file.db)
  if (share && file.readOnly)
    throw new Problem(
      'read-only',
      'who pseudonyms stand for is written into the case, and this one is open to read only',
    )
  const own = incidentFigures[format]
  if (own === undefined && report.blocks.length === 0)
    throw new Problem('refused', 'this report has no blocks yet: make a first draft, or add some')

  const written = join(file.tmp, `report-${randomUUID()}`)
  const page = format === 'pdf' ? `${written}.html` : written
  const asked = own === undefined ? askBlocks(asking, report.blocks, signal) : [async () => incident(own)]
  const computed = await computeSections(asking, asked, (done, title) => tell(at(title, done, asked.length)), signal)
  let hide: Sharing | null = null
  try {
    if (share) hide = await sharing(file, { gives: true }, signal)
    tell(at('writing', asked.length, asked.length))
    const { sections, objects } = computed
    const whole: ReportDocument = { head: await headOf(file, report, version), sections, objects }
    const kinds = own === undefined ? report.blocks.map(({ content }) => content.kind) : []
    const document = hide === null ? whole : await shareDocument(hide, whole, kinds)
    await write(format === 'pdf' ? 'html' : format, document, page, signal)
    if (format === 'pdf') {
      tell(at('printing', asked.length, asked.length))
      await printPdf(page, written, signal)
    }
    const result: ExportResult = {
      path: target,
      rows: rowsOf(document),
      bytes: (await stat(written)).size,
      sha256: await hashFile(written),
      ...(file.readOnly && { isUnlogged: true }),
    }
    await moveInto(written, target)
    file.audit('report-written', {
      format,
      shared: share,
      revision: report.revision,
      ...result,
      figures: askedIn(document),
    })
    return result
  } finally {
    await hide?.drop()
    await computed.drop()
    await rm(written, { force: true })
    await rm(page, { force: true })
  }
}

async function write(
  format: Exclude<ReportFormat, 'pdf'>,
  document: ReportDocument,
  path: string,
  signal: AbortSignal,
): Promise<void> {
  await pipeline(Readable.from(pieces(format, document)), createWriteStream(path, { flags: 'wx' }), { signal })
}

function pieces(format: Exclude<ReportFormat, 'pdf'>, document: ReportDocument): AsyncIterable<string | Uint8Array> {
  if (format === 'navigator') return layer(document)
  return reportWriters[format](document)
}

async function* layer(document: ReportDocument): AsyncGenerator<string> {
  yield navigatorLayer(await techniquesOf(document), document.head.title)
}

/** Formats for other tools are of the incident, not of the report's blocks. */
function incident(figures: readonly FigureAsk[]): Asked {
  return {
    block: 0,
    title: 'Incident',
    isOurs: true,
    parts: figures.map((figure) => ({ kind: 'figure', figure })),
  }
}

/** What the report asked of the case, with what came of it. */
function askedIn({ sections }: ReportDocument): readonly unknown[] {
  return sections.flatMap(({ parts }) =>
    parts.flatMap((part) => {
      if (part.kind !== 'figure') return []
      const { number, question, rows, sha256 } = part.figure
      return [{ number, question, rows, sha256 }]
    }),
  )
}

async function headOf(file: CaseFile, report: Report, version: string): Promise<ReportHead> {
  const { id, name, createdAt, events } = await file.info()
  const [row] = await file.db.all<{ objects: number; last: string | null }>(
    sql`SELECT count(*) AS objects, max(imported_at) AS "last" FROM object`,
  )
  return {
    format: 'coldtrail-report 1',
    tool: `Coldtrail ${version}`,
    title: report.title === '' ? name : report.title,
    author: report.author,
    case: { id, name, createdAt },
    events,
    objects: row?.objects ?? 0,
    lastImport: row?.last ?? null,
    changedAt: report.changedAt,
    revision: report.revision,
    shared: false,
  }
}

function rowsOf({ sections }: ReportDocument): number {
  return sections.reduce(
    (sum, { parts }) => sum + parts.reduce((rows, part) => rows + (part.kind === 'figure' ? part.figure.rows : 0), 0),
    0,
  )
}

function at(phase: string, done: number, total: number): Progress {
  return {
    phase,
    objects: { done, total },
    bytes: { done: 0, total: null },
    rows: 0,
    rowsPerSecond: 0,
    secondsLeft: null,
  }
}
