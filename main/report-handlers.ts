import { basename } from 'node:path'
import type { Handlers } from '../shared/api.ts'
import { Problem } from '../shared/problem.ts'
import type { Block, Report } from '../shared/report/block.ts'
import type { BlockPreview, Figure, FigureHead, FigureShown, PartOf, SectionOf } from '../shared/report/document.ts'
import { rowsDrawn } from '../shared/report/drawing-of.ts'
import type { Signal } from '../shared/signal.ts'
import type { Jobs } from './jobs.ts'
import { draft } from './report/draft.ts'
import { previewHtml } from './report/html/page.ts'
import { changedBlock, nextId } from './report/put-block.ts'
import { type Asking, askBlocks, computeSections } from './report-document.ts'
import { exportReport } from './report-export.ts'
import type { CaseFile } from './store/case-file.ts'
import { openFindings } from './store/detection/open.ts'
import { type Composed, readReport, undoReport, writeReport } from './store/report.ts'
import { verifyReport } from './verify-report.ts'

type Methods =
  | 'report'
  | 'nameReport'
  | 'putBlock'
  | 'moveBlock'
  | 'removeBlock'
  | 'undoReport'
  | 'draftReport'
  | 'reportSection'
  | 'previewBlock'
  | 'startReport'
  | 'startVerifyReport'

/** How the engine answers about the report of its case; `told` is called when it has changed. */
export function reportHandlers(
  file: CaseFile,
  jobs: Jobs,
  iam: Pick<Asking, 'iamRows'> & { judgedAt(signal: Signal): Promise<string | null> },
  coldtrail: string,
  told: (revision: number) => void,
): Pick<Handlers<'case'>, Methods> {
  const { db } = file
  const asking: Asking = { file, iamRows: iam.iamRows }
  /** Makes the next state of the report out of the one that stands. */
  const change = async (action: string, details: unknown, make: (report: Report) => Composed): Promise<Report> => {
    await file.writeReport(async (tx) => writeReport(tx, make(await readReport(tx))))
    file.audit(action, details)
    const report = await readReport(db)
    told(report.revision)
    return report
  }
  return {
    report: () => readReport(db),
    nameReport: ({ title, author }) =>
      change('report-named', { title, author }, (report) => ({
        ...report,
        title: title ?? report.title,
        author: author ?? report.author,
      })),
    putBlock: ({ id, before, was, ...block }) =>
      change('report-block-put', { id, before, ...block }, (report) => {
        if (id === null)
          return { ...report, blocks: placed(report.blocks, { ...block, id: nextId(report.blocks) }, before ?? null) }
        if (was === undefined) must(report, id)
        return { ...report, blocks: changedBlock(report, id, was, block) }
      }),
    moveBlock: ({ id, before }) =>
      change('report-block-moved', { id, before }, (report) => {
        const moved = must(report, id)
        if (before === id) return report
        return {
          ...report,
          blocks: placed(
            report.blocks.filter((each) => each.id !== id),
            moved,
            before,
          ),
        }
      }),
    removeBlock: ({ id, revision }) =>
      change('report-block-removed', { id }, (report) => {
        mustBe(report, revision)
        must(report, id)
        return { ...report, blocks: report.blocks.filter((each) => each.id !== id) }
      }),
    undoReport: async ({ revision }) => {
      const undone = await file.writeReport(async (tx) => {
        mustBe(await readReport(tx), revision)
        return undoReport(tx)
      })
      if (!undone) throw new Problem('refused', 'there is nothing to undo in this report')
      const report = await readReport(db)
      file.audit('report-undone', { revision: report.revision })
      told(report.revision)
      return report
    },
    draftReport: async ({ revision }, signal) => {
      const { name } = await file.info()
      const blocks = draft(await openFindings(db, signal), (await iam.judgedAt(signal)) ?? new Date().toISOString())
      return change('report-drafted', { blocks: blocks.length }, (report) => {
        mustBe(report, revision)
        return {
          title: report.title === '' ? name : report.title,
          author: report.author,
          blocks: blocks.map((block, at) => ({ ...block, id: nextId(report.blocks) + at })),
        }
      })
    },
    reportSection: async ({ id, rows }, signal) => {
      const block = must(await readReport(db), id)
      return shownSection(asking, block, rows, signal)
    },
    previewBlock: ({ block, rows }, signal) => preview(asking, { ...block, id: 1 }, rows, signal),
    startReport: async (what) =>
      jobs.start('report', basename(what.path), (report, signal) =>
        exportReport(asking, what, coldtrail, report, signal),
      ),
    startVerifyReport: async ({ path }) =>
      jobs.start('verify-report', basename(path), (report, signal) => verifyReport(asking, path, report, signal)),
  }
}

function must({ blocks }: Report, id: number): Block {
  const block = blocks.find((each) => each.id === id)
  if (!block)
    throw new Problem('not-found', `there is no block ${id} in this report; look at it again, somebody changed it`)
  return block
}

/** What concerns all blocks is done with the report that the person saw. */
function mustBe({ revision, changedBy }: Report, seen: number | undefined): void {
  if (seen === undefined || seen === revision) return
  throw new Problem(
    'refused',
    `the report was changed meanwhile, by ${changedBy ?? 'somebody'}: look at it as it is now, then do this again`,
  )
}

/** Null, or a block that is gone, is the end. */
function placed(blocks: readonly Block[], block: Block, before: number | null): readonly Block[] {
  const at = blocks.findIndex(({ id }) => id === before)
  return at < 0 ? [...blocks, block] : [...blocks.slice(0, at), block, ...blocks.slice(at)]
}

/** One block as it will stand in the report, its figures with their first rows. */
async function shownSection(
  asking: Asking,
  block: Block,
  most: number,
  signal: Signal,
): Promise<SectionOf<FigureShown>> {
  const computed = await computeSections(asking, askBlocks(asking, [block], signal), () => undefined, signal)
  try {
    const [section] = computed.sections
    if (!section) throw new Error(`block ${block.id} shows nothing`)
    const parts: PartOf<FigureShown>[] = []
    for (const part of section.parts) {
      if (part.kind !== 'figure') {
        parts.push(part)
        continue
      }
      const { pages, ...head } = part.figure
      const some = []
      for await (const rows of pages(isPicture(head) ? rowsDrawn : most)) some.push(...rows)
      parts.push({ kind: 'figure', figure: { ...head, some } })
    }
    return { ...section, parts }
  } finally {
    await computed.drop()
  }
}

/** One block as a page, its tables cut after so many rows. */
async function preview(asking: Asking, block: Block, most: number, signal: Signal): Promise<BlockPreview> {
  const computed = await computeSections(asking, askBlocks(asking, [block], signal), () => undefined, signal)
  try {
    const [section] = computed.sections
    if (!section) throw new Error(`a block of the kind '${block.content.kind}' shows nothing`)
    const parts = section.parts.map((part) =>
      part.kind === 'figure'
        ? { ...part, figure: limited(part.figure, isPicture(part.figure) ? rowsDrawn : most) }
        : part,
    )
    const isCut = section.parts.some(
      (part) => part.kind === 'figure' && !isPicture(part.figure) && part.figure.rows > most,
    )
    return { html: await previewHtml({ ...section, parts }), isCut }
  } finally {
    await computed.drop()
  }
}

function isPicture({ show }: FigureHead): boolean {
  return show.kind !== 'table' && show.kind !== 'facts' && show.kind !== 'record'
}

function limited(figure: Figure, most: number): Figure {
  return { ...figure, pages: (asked = most) => figure.pages(Math.min(asked, most)) }
}
