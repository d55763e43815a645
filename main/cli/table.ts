import type { Cell } from '../../shared/rows.ts'
import { printable } from './printable.ts'

export interface TableColumn {
  readonly title: string
  /** Numbers line up at their end. */
  readonly right?: boolean
}

/** Longer values are shortened: a table is for looking, the other formats hold everything. */
const widest = 100

/** An aligned table; nothing in a cell can leave its line. */
export function table(columns: readonly TableColumn[], rows: readonly (readonly Cell[])[]): string {
  const texts = [columns.map(({ title }) => title), ...rows].map((row) => row.map(cellText))
  const widths = columns.map((_, i) => texts.reduce((width, row) => Math.max(width, length(row[i] ?? '')), 0))
  const lines = texts.map((row) =>
    columns
      .map(({ right }, i) => {
        const text = row[i] ?? ''
        const space = ' '.repeat((widths[i] ?? 0) - length(text))
        return right ? space + text : text + space
      })
      .join('  ')
      .trimEnd(),
  )
  const rule = widths.map((width) => '-'.repeat(width)).join('  ')
  return [lines[0], rule, ...lines.slice(1)].map((line) => `${line}\n`).join('')
}

function cellText(cell: Cell): string {
  const text = printable(String(cell ?? ''))
  return length(text) <= widest ? text : `${[...text].slice(0, widest - 1).join('')}…`
}

function length(text: string): number {
  return [...text].length
}
