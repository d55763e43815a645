import { createHash } from 'node:crypto'
import { Problem } from '../shared/problem.ts'
import type { Block } from '../shared/report/block.ts'
import type { Figure, FigureAsk, FigureQuestion, Ref, ReportDocument, SectionOf } from '../shared/report/document.ts'
import type { Cell, Column } from '../shared/rows.ts'
import type { Signal } from '../shared/signal.ts'
import { overLake } from './lake.ts'
import { sectionOf } from './report/sections/index.ts'
import type { CaseFile } from './store/case-file.ts'
import { citedObjects } from './store/read/cited-objects.ts'
import { digest, type Kept, keepAnswer, recordsOf } from './store/read/figure.ts'

/** What figures are asked of: the case, and the checks of its identities. */
export interface Asking {
  readonly file: CaseFile
  iamRows(
    question: Extract<FigureQuestion, { readonly kind: 'iam' }>,
    signal: Signal,
  ): Promise<{ readonly columns: readonly Column[]; readonly rows: readonly (readonly Cell[])[] }>
}

/** A report whose figures have been computed; `drop` lets go of what was kept of them. */
export interface Computed extends Pick<ReportDocument, 'sections' | 'objects'> {
  drop(): Promise<void>
}

/** So many records that a figure counts are named in it; the hash is over all of them. */
const recordsNamed = 100

/** A section to compute. `isOurs`: this program wrote its SQL a moment ago, not a person or a file. */
export type Asked = SectionOf<FigureAsk> & { readonly isOurs: boolean }

/** What blocks ask of the case. */
export function askBlocks(
  { file }: Asking,
  blocks: readonly Block[],
  signal: Signal,
): readonly (() => Promise<Asked>)[] {
  return blocks.map((block) => async () => ({
    ...(await sectionOf(block, { ask: (query) => file.db.all(query, {}, signal) })),
    isOurs: block.content.kind !== 'query',
  }))
}

/** Computes the figures of sections, one after the other. */
export async function computeSections(
  asking: Asking,
  asked: readonly (() => Promise<Asked>)[],
  told: (done: number, title: string) => void,
  signal: Signal,
): Promise<Computed> {
  const kept: (() => Promise<void>)[] = []
  const drop = async () => {
    for (const each of kept.splice(0)) await each()
  }
  const cited = new Set<number>()
  const sections: SectionOf<Figure>[] = []
  let number = 0
  try {
    for (const [at, make] of asked.entries()) {
      const section = await make()
      told(at, section.title)
      const parts: SectionOf<Figure>['parts'][number][] = []
      for (const part of section.parts) {
        signal.throwIfAborted()
        if (part.kind !== 'figure') parts.push(part)
        else {
          const figure = await computeFigure(asking, part.figure, ++number, section.isOurs, kept, cited, signal)
          parts.push({ kind: 'figure', figure })
        }
      }
      sections.push({ block: section.block, title: section.title, parts })
    }
    return { sections, objects: await citedObjects(asking.file.db, [...cited], signal), drop }
  } catch (error) {
    await drop()
    throw error
  }
}

/** Computes one figure; `isOurs`: its SQL is what this program wrote a moment ago, not what a person or a file says. What cannot be computed says why in its place: a report is not lost for one query. */
export async function computeFigure(
  asking: Asking,
  ask: FigureAsk,
  number: number,
  isOurs: boolean,
  kept: (() => Promise<void>)[],
  cited: Set<number>,
  signal: Signal,
): Promise<Figure> {
  const asked = createHash('sha256').update(JSON.stringify(ask.question)).digest('hex')
  try {
    const answer = await answerTo(asking, ask, isOurs, signal)
    kept.push(answer.drop)
    await cite(answer, cited)
    const records =
      ask.behind === null ? null : await recordsOf(asking.file.db, ask.behind, { isOurs }, recordsNamed, signal)
    for (const [object] of records?.first ?? []) cited.add(object)
    const { columns, rows, sha256, pages } = answer
    return { ...ask, number, asked, columns, rows, problem: null, sha256, records, pages }
  } catch (error) {
    if (signal.aborted) throw error
    const problem = error instanceof Error ? error.message : String(error)
    const empty = { columns: [], rows: 0, sha256: '', records: null, pages: nothing }
    return { ...ask, number, asked, problem, ...empty }
  }
}

async function* nothing() {}

async function answerTo(
  { file, iamRows }: Asking,
  { question }: FigureAsk,
  isOurs: boolean,
  signal: Signal,
): Promise<Kept> {
  if (question.kind === 'sql')
    return keepAnswer(file.db, question.sql, { isOurs, around: (query, asked) => overLake(file, query, asked) }, signal)
  if (question.kind === 'kept') throw new Problem('refused', `the question is kept in the case as ${question.name}`)
  const { columns, rows } = await iamRows(question, signal)
  async function* pages(most = rows.length) {
    if (rows.length > 0) yield rows.slice(0, most)
  }
  return { columns, ...(await digest(columns, pages())), pages, drop: async () => undefined }
}

/** Which objects the rows name. */
async function cite({ columns, pages }: Kept, cited: Set<number>): Promise<void> {
  const at = columns.findIndex(({ name }) => name === 'object_id')
  if (at < 0) return
  for await (const rows of pages()) {
    for (const row of rows) {
      const object: Ref[0] = Number(row[at])
      if (row[at] !== null && Number.isSafeInteger(object)) cited.add(object)
    }
  }
}
