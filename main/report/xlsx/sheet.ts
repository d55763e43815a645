import { isNumber } from '../../../shared/report/cell-text.ts'
import type { Cell, Column } from '../../../shared/rows.ts'
import { xmlText } from './xml.ts'

/** One sheet: its name, its headings and rows, as many as a sheet holds. */
export interface Sheet {
  readonly name: string
  readonly columns: readonly Column[]
  /** Characters that each column is wide, where the headings do not say enough. */
  readonly widths?: readonly number[]
  pages(): AsyncIterable<readonly (readonly Cell[])[]>
}

/** Type of a column of ours whose text has lines, such as SQL. */
export const linesType = 'LINES'
/** Types of columns of ours: names of what stands beside them, and sentences, which go on in the next line. */
export const labelType = 'LABEL'
export const sentenceType = 'SENTENCE'

/** Styles of xl/styles.xml by their place; quoted: text that would be a formula if somebody typed it. */
const style = { plain: 0, heading: 1, quoted: 2, wrapped: 3, wrappedQuoted: 4 } as const

/** The XML of a sheet, piece by piece. Text is written into its cell, so nothing is held until the end. */
export async function* sheetXml({ columns, widths, pages }: Sheet): AsyncGenerator<string> {
  const cols = columns.map(({ name, type }, at) => {
    const width = widths?.[at] ?? Math.min(40, Math.max(isNumber(type) ? 12 : 22, name.length + 2))
    return `<col min="${at + 1}" max="${at + 1}" width="${width}" customWidth="1"/>`
  })
  yield `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>${cols.length === 0 ? '' : `<cols>${cols.join('')}</cols>`}<sheetData>
`
  let at = 1
  if (columns.length > 0)
    yield row(at++, columns.map(({ name }, place) => text(place, 1, name, style.heading)).join(''))
  for await (const rows of pages()) {
    yield rows
      .map((cells) => {
        const here = at++
        const written = cells.map((cell, place) => cellXml(place, here, cell, columns[place]?.type ?? '')).join('')
        return row(
          here,
          written,
          Math.max(1, ...cells.map((cell, place) => linesOf(cell, columns[place], widths?.[place]))),
        )
      })
      .join('')
  }
  // Printed, a sheet is as wide as the paper, on its side, and as long as it takes.
  yield '</sheetData><pageSetup paperSize="9" orientation="landscape" fitToWidth="1" fitToHeight="0"/></worksheet>\n'
}

/** Points: not every program makes a row as high as its lines. */
const lineHeight = 13

function row(at: number, cells: string, lines = 1): string {
  const height = lines === 1 ? '' : ` ht="${lines * lineHeight}" customHeight="1"`
  return `<row r="${at}"${height}>${cells}</row>\n`
}

/** Lines that a sentence takes in its column, rather more than fewer. */
function linesOf(cell: Cell, column: Column | undefined, width: number | undefined): number {
  if (column?.type !== sentenceType || width === undefined || cell === null) return 1
  return Math.max(1, Math.ceil(String(cell).length / width))
}

function cellXml(place: number, line: number, cell: Cell, type: string): string {
  if (cell === null || cell === '') return ''
  if (typeof cell === 'boolean') return `<c r="${letters(place)}${line}" t="b"><v>${cell ? 1 : 0}</v></c>`
  const number = Number(cell)
  const isExact = Number.isInteger(number) ? Number.isSafeInteger(number) : String(number) === String(cell)
  if ((typeof cell === 'number' || isNumber(type)) && Number.isFinite(number) && isExact)
    return `<c r="${letters(place)}${line}"><v>${number}</v></c>`
  const said = String(cell)
  return text(place, line, said, styleOf(said, type), type === linesType)
}

function styleOf(said: string, type: string): number {
  if (type === labelType) return style.heading
  const isFormula = /^\s*[-=+@]/.test(said)
  if (type === sentenceType) return isFormula ? style.wrappedQuoted : style.wrapped
  return isFormula ? style.quoted : style.plain
}

function text(place: number, line: number, said: string, kind: number, hasLines = false): string {
  const shape = kind === style.plain ? '' : ` s="${kind}"`
  return `<c r="${letters(place)}${line}"${shape} t="inlineStr"><is><t xml:space="preserve">${xmlText(said, hasLines)}</t></is></c>`
}

/** A, B, … Z, AA, … */
function letters(place: number): string {
  const rest = Math.floor(place / 26)
  return (rest === 0 ? '' : letters(rest - 1)) + String.fromCharCode(65 + (place % 26))
}
