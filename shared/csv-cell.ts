import type { Cell } from './rows.ts'

/** One cell of a CSV file: a text that a spreadsheet would take for a formula gets an apostrophe; NUL is replaced. */
export function csvCell(cell: Cell): string {
  if (cell === null) return ''
  if (typeof cell !== 'string') return String(cell)
  const text = cell.replaceAll('\0', '\ufffd').replace(/^( *[-=+@\t\r])/, "'$1")
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
