import { csvTable } from './csv-table.ts'
import { exportTime } from './export-time.ts'
import type { Format } from './format.ts'
import { lakeNames } from './lake-row.ts'

/** How text is divided into records. It follows from the bytes alone, so that a record is found again in years. */
export type Layout = 'json' | 'lines' | 'csv'

/** A line as CloudWatch Logs exports it: exactly so many decimals. */
const exported = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.(?:\d{3}Z|\d{6}\+00:00 )/
/** Lines at the beginning that are looked at. */
const looked = 20

/** `text`: the beginning of the content, without a byte order mark. Lines that belong to no known log are null. */
export function layoutOf(text: string, formats: readonly Format[]): Layout | null {
  if (/^\s*[{[]/.test(text) || isExportedJson(text.trimStart())) return 'json'
  const first = linesOf(text)[0] ?? ''
  if (lakeNames(first) !== null || csvTable(first, formats) !== null) return 'csv'
  if (textFormatOf(text, formats) !== null) return 'lines'
  return (exported.test(text.trimStart()) && exportTime.test(text.trimStart())) || /\n[{[]/.test(text) ? 'json' : null
}

/** A log event whose message is a JSON object. */
function isExportedJson(text: string): boolean {
  const time = exportTime.exec(text)
  return time !== null && text[time[0].length] === '{'
}

/** The log that lines of text are of: of the one that its first line shows, or half of the first ones. */
export function textFormatOf(text: string, formats: readonly Format[]): Format | null {
  const lines = linesOf(text)
  for (const format of formats) {
    const { text: layout } = format
    if (layout === undefined) continue
    const hits = lines.filter((line) => layout.matches(line) || layout.isHeading?.(line) === true)
    if (hits.length > 0 && (hits.length * 2 >= lines.length || hits[0] === lines[0])) return format
  }
  return null
}

function linesOf(text: string): readonly string[] {
  const lines = text.split('\n', looked + 1)
  const whole = lines.length > 1 && (lines.length > looked || !text.endsWith('\n')) ? lines.slice(0, -1) : lines
  const some = whole.length > 0 ? whole : lines
  return some
    .slice(0, looked)
    .map((line) => line.trimEnd().slice(0, 20_000))
    .filter((line) => line !== '')
}
