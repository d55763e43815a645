import { csvCells } from './csv-rows.ts'
import type { Format } from './format.ts'
import { isObject } from './lookup-event.ts'
import { originalNames } from './original-event.ts'
import { plainName } from './plain-name.ts'

/** Rows of a CSV file whose heading names the fields of a log that is known by itself, as queries of it are saved. */
export interface CsvTable {
  readonly names: readonly string[]
  /** Names of fields that hold JSON. */
  readonly structured: ReadonlySet<string>
}

/** Null where a heading is of no known log. */
export function csvTable(line: string, formats: readonly Format[]): CsvTable | null {
  if (!/^"?[\w@][\w@.() -]{0,127}"?,/.test(line)) return null
  const titles = csvCells(line)
  if (
    titles.some((title) => originalNames.includes(title)) ||
    titles.includes('@message') ||
    (titles.includes('@timestamp') && titles.length > 1)
  )
    return { names: titles, structured: new Set() }
  for (const format of formats) {
    const fields = new Map(Object.keys(format.columns).map((name) => [plainName(name), name]))
    const names = titles.map((title) => fields.get(plainName(title)) ?? title)
    const known = names.filter((name) => Object.hasOwn(format.columns, name))
    if (known.length * 2 < names.length || !format.matches({ names: new Set(known), uri: '' })) continue
    return { names, structured: new Set(known.filter((name) => format.columns[name] !== 'VARCHAR')) }
  }
  return null
}

/** A row as the JSON record that it was, or why it is none. Empty cells hold nothing. */
export function csvRecord({ names, structured }: CsvTable, text: string): Buffer | string {
  const cells = csvCells(text)
  if (cells.length !== names.length) return `it has ${cells.length} fields, its heading has ${names.length}`
  const members = cells.flatMap((cell, i) => {
    const name = names[i] as string
    if (cell === '' || (cell === '-' && !name.startsWith('@'))) return []
    return [`${JSON.stringify(name)}:${structured.has(name) && isStructure(cell) ? cell : JSON.stringify(cell)}`]
  })
  return members.length === 0 ? 'all its fields are empty' : Buffer.from(`{${members.join(',')}}`)
}

function isStructure(cell: string): boolean {
  if (cell[0] === '{') return isObject(Buffer.from(cell))
  return cell[0] === '[' && isObject(Buffer.from(`{"":${cell}}`))
}
