import type { Figure, ReportDocument } from '../../../shared/report/document.ts'
import type { Cell, Column } from '../../../shared/rows.ts'
import { figureTable } from '../figure-rows.ts'
import { headFacts, pseudonymsSaid } from '../head-facts.ts'
import { plainLines } from '../markdown/plain.ts'
import { questionSaid } from '../question-said.ts'
import { labelType, linesType, type Sheet, sentenceType } from './sheet.ts'

/** So many rows fit below the heading of a sheet. */
export const sheetRows = 1_048_575

/** The sheets of a report: what it is and says, where each figure is, the figures, their objects. `most`: rows of a sheet. */
export function reportSheets(document: ReportDocument, most: number): readonly Sheet[] {
  const figures = document.sections.flatMap(({ title, parts }) =>
    parts.flatMap((part) => (part.kind === 'figure' ? [{ section: title, figure: part.figure }] : [])),
  )
  const placed = figures.map(({ section, figure }) => ({ section, figure, sheets: figureSheets(figure, most) }))
  return [
    sheet('Report', ['', ''], said(document), [30, 120], [labelType, sentenceType]),
    sheet(
      'Figures',
      [
        'Figure',
        'Section',
        'Title',
        'Sheet',
        'Rows',
        'Problem',
        'SHA-256 of the answer',
        'Question',
        'SHA-256 of the question',
        'Records',
        'SHA-256 of their list',
      ],
      placed.map(({ section, figure, sheets }) => [
        figure.number,
        section,
        figure.title,
        sheets.map(({ name }) => name).join(', '),
        figure.rows,
        figure.problem,
        figure.sha256,
        figure.question.kind === 'sql' ? figure.question.sql : questionSaid(figure.question),
        figure.asked,
        figure.records?.count ?? null,
        figure.records?.sha256 ?? null,
      ]),
      [8, 26, 40, 20, 10, 20, 24, 60, 24, 10, 24],
    ),
    ...placed.flatMap(({ sheets }) => sheets),
    sheet(
      'Objects',
      ['Object', 'Address', 'SHA-256', 'Bytes', 'Imported', 'By', 'Signature'],
      document.objects.map(({ object_id, uri, sha256, bytes, imported_at, imported_by, integrity }) => [
        object_id,
        uri,
        sha256,
        bytes,
        imported_at,
        imported_by,
        integrity,
      ]),
      [8, 80, 66, 12, 24, 24, 16],
    ),
  ]
}

/** Title, facts and texts, one a row. */
function said({ head, sections }: ReportDocument): readonly (readonly Cell[])[] {
  return [
    ['Report', head.title],
    ...(head.author === '' ? [] : [['By', head.author]]),
    ...headFacts(head),
    ...(head.shared ? [['Pseudonyms', pseudonymsSaid]] : []),
    ...sections.flatMap(({ title, parts }): readonly (readonly Cell[])[] => [
      [title, ''],
      ...parts.flatMap((part): readonly (readonly Cell[])[] => {
        if (part.kind === 'terms') return part.terms
        if (part.kind === 'figure') return [[`Figure ${part.figure.number}`, part.figure.title]]
        return part.kind === 'text' ? plainLines(part.text).map((line) => ['', line]) : [['', part.text]]
      }),
    ]),
  ]
}

/** One sheet, or as many as its rows need. */
function figureSheets(figure: Figure, most: number): readonly Sheet[] {
  const { columns, pages } = figureTable(figure)
  const sheets = Math.max(1, Math.ceil(figure.rows / most))
  return Array.from({ length: sheets }, (_, at) => ({
    name: sheetName(figure, at, sheets),
    columns,
    pages: () => between(pages(), at * most, (at + 1) * most),
  }))
}

/** A name that every program takes: 31 characters, none of []:*?/\ ; the number makes it the only one. */
function sheetName({ number, title }: Figure, at: number, of: number): string {
  const end = of === 1 ? '' : ` (${at + 1})`
  const plain = title.replace(/[^\p{L}\p{N} ,.-]+/gu, ' ').replace(/\s+/g, ' ')
  return `${[...`${number} ${plain}`].slice(0, 24).join('').trim()}${end}`
}

async function* between(pages: AsyncIterable<readonly (readonly Cell[])[]>, from: number, to: number) {
  let at = 0
  for await (const rows of pages) {
    const some = rows.slice(Math.max(0, from - at), Math.max(0, to - at))
    if (some.length > 0) yield some
    at += rows.length
    if (at >= to) return
  }
}

function sheet(
  name: string,
  headings: readonly string[],
  rows: readonly (readonly Cell[])[],
  widths: readonly number[],
  types: readonly string[] = headings.map((heading) => (heading === 'Question' ? linesType : '')),
): Sheet {
  async function* pages() {
    yield rows
  }
  const columns = headings.map((name, at): Column => ({ name, type: types[at] ?? '' }))
  return { name, columns, widths, pages }
}
