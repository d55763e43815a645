import { readFile, stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Progress, ReportVerified } from '../shared/job.ts'
import { Problem } from '../shared/problem.ts'
import type { CitedObject, Figure, FigureAsk, ReportDocument } from '../shared/report/document.ts'
import { hashFile } from './hash-file.ts'
import { readReport } from './report/read.ts'
import { type Asking, computeFigure } from './report-document.ts'
import { type Sharing, sharing } from './share-report.ts'
import { originalOf } from './store/pseudonyms.ts'
import { citedObjects } from './store/read/cited-objects.ts'
import { digest } from './store/read/figure.ts'
import { writtenHere } from './written-here.ts'

/** Nobody prints a page of more: it would not fit in one text. */
const mostBytes = 400 << 20

/**
 * Checks a report against the case: whether the page is still the one that Coldtrail made of its figures, and whether
 * every figure comes out the same when it is computed again.
 */
export async function verifyReport(
  asking: Asking,
  path: string,
  tell: (progress: Progress) => void,
  signal: AbortSignal,
): Promise<ReportVerified> {
  const at = resolve(path)
  const status = await stat(at).catch(() => null)
  if (!status?.isFile()) throw new Problem('not-found', `there is no file '${at}'`)
  if (status.size > mostBytes)
    throw new Problem('bad-input', `'${at}' is larger than ${mostBytes >> 20} MB, which is more than can be checked`)
  const { document, isAsWritten: isOfNow } = await readReport(await readFile(at, 'utf8'))
  const { id, name } = await asking.file.info()
  const figures = figuresOf(document)
  const checked: ReportVerified['figures'][number][] = []
  let hide: Sharing | null = null
  let sources: ReportVerified['sources']
  try {
    if (document.head.shared) hide = await sharing(asking.file, { gives: false }, signal)
    for (const [done, figure] of figures.entries()) {
      tell({
        phase: `figure ${figure.number}`,
        objects: { done, total: figures.length },
        bytes: { done: 0, total: null },
        rows: 0,
        rowsPerSecond: 0,
        secondsLeft: null,
      })
      const reason = await whyNot(asking, figure, hide, signal)
      checked.push({ number: figure.number, title: figure.title, holds: reason === null, reason })
    }
    sources = await objectProblems(asking, document.objects, hide)
  } finally {
    await hide?.drop()
  }
  const isSameCase = document.head.case.id === id
  const sha256 = await hashFile(at)
  const written = await writtenHere(asking.file, 'report-written', sha256, signal)
  // Another version makes another page of the same figures; that this one was written stands in the audit log.
  const isAsWritten = isOfNow || written !== null
  const result: ReportVerified = {
    file: at,
    sha256,
    title: document.head.title,
    written,
    stands:
      isAsWritten && isSameCase && written !== null && sources.length === 0 && checked.every(({ holds }) => holds),
    isAsWritten,
    otherCase: isSameCase ? null : `it was written of the case ${document.head.case.id}, this one is ${id} (${name})`,
    figures: checked,
    sources,
  }
  asking.file.audit('report-verified', { path: at, sha256: result.sha256, stands: result.stands })
  return result
}

function figuresOf({ sections }: ReportDocument): readonly Figure[] {
  return sections.flatMap(({ parts }) => parts.flatMap((part) => (part.kind === 'figure' ? [part.figure] : [])))
}

/** Why a figure does not hold any more; null: it does. */
async function whyNot(
  asking: Asking,
  figure: Figure,
  hide: Sharing | null,
  signal: AbortSignal,
): Promise<string | null> {
  const own = await digest(figure.columns, figure.pages())
  if (figure.problem === null && (own.sha256 !== figure.sha256 || own.rows !== figure.rows))
    return 'its rows are not those that its own hash is of'
  const kept: (() => Promise<void>)[] = []
  try {
    const ask = await askedThen(asking, figure)
    if (ask === null) return 'its question is not among those that the case keeps'
    const plain = await computeFigure(asking, ask, figure.number, false, kept, new Set(), signal)
    const again = hide === null ? plain : await hide.figure(plain, figure.question.kind === 'kept')
    if (again.asked !== figure.asked) return 'its question is not the one that its hash is of'
    if (again.problem !== null) return figure.problem === null ? `it cannot be computed here: ${plain.problem}` : null
    if (figure.problem !== null) return 'it could not be computed then, and can be now'
    if (again.sha256 !== figure.sha256)
      return `the case answers otherwise: ${again.rows} rows instead of ${figure.rows}, hash ${again.sha256}`
    if (again.records?.sha256 !== figure.records?.sha256) {
      return `it counts other records: ${again.records?.count ?? 0} instead of ${figure.records?.count ?? 0}`
    }
    if (JSON.stringify(again.records?.first) !== JSON.stringify(figure.records?.first))
      return 'it names other records than it counts'
    return null
  } finally {
    for (const drop of kept) await drop()
  }
}

/** What a figure asked: of a shared report, as the case keeps it. Null: the case does not. */
async function askedThen({ file }: Asking, { title, show, question, behind, words = [] }: Figure) {
  if (question.kind !== 'kept') return { title, show, question, behind, words }
  const original = await originalOf(file.db, question.name)
  if (original === null) return null
  const kept = JSON.parse(original) as Pick<FigureAsk, 'question' | 'behind'>
  return { title, show, question: kept.question, behind: kept.behind, words }
}

/** Objects whose line in the report is not their line in the ledger. */
async function objectProblems(
  { file }: Asking,
  objects: readonly CitedObject[],
  hide: Sharing | null,
): Promise<ReportVerified['sources']> {
  const plain = await citedObjects(
    file.db,
    objects.map(({ object_id }) => object_id),
  )
  const there = hide === null ? plain : await hide.objects(plain)
  const held = new Map(there.map((each) => [each.object_id, each]))
  return objects.flatMap(({ object_id, uri, sha256, bytes }) => {
    const now = held.get(object_id)
    if (now === undefined) return [{ object_id, reason: 'the case has no such object' }]
    if (now.sha256 !== sha256) return [{ object_id, reason: `its SHA-256 in the case is ${now.sha256}` }]
    if (now.uri !== uri || now.bytes !== bytes)
      return [{ object_id, reason: 'its address or size in the case is another' }]
    return []
  })
}
