import type { ExportFormat } from '../../../shared/api.ts'
import type { Column } from '../../../shared/rows.ts'

/** How DuckDB writes each format. */
export const exportOptions: Readonly<Record<ExportFormat, string>> = {
  csv: `FORMAT csv, HEADER true, DELIMITER ',', QUOTE '"', ESCAPE '"'`,
  json: 'FORMAT json, ARRAY true',
  jsonl: 'FORMAT json, ARRAY false',
  // Rows are wide: groups of the usual 122,880 of them would not fit in the memory that the engine has.
  parquet: 'FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 20480',
}

/** A column of a result as the select expression that gives it the shape of a format. */
export function exportColumn({ name, type }: Column, format: ExportFormat): string {
  const column = quotedName(name)
  const header = format === 'csv' ? quotedName(name.replace(/^( *[-=+@\t\r])/, "'$1")) : column
  return `${shaped(column, type, format)} AS ${header}`
}

function quotedName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

function shaped(column: string, type: string, format: ExportFormat): string {
  switch (format) {
    case 'csv':
      return csvCell(column, type)
    case 'json':
    case 'jsonl':
      return jsonValue(column, type)
    case 'parquet':
      // A reader must know that it is UTC and not the time of wherever it is read.
      return isTimestamp(type) ? `CAST(${column} AS TIMESTAMPTZ)` : column
  }
}

function csvCell(column: string, type: string): string {
  if (isTimestamp(type)) return isoTime(column)
  if (isNumber(type) || type === 'BOOLEAN') return column
  const text = isNested(type)
    ? `CAST(to_json(${column}) AS VARCHAR)`
    : `CAST(${type === 'BLOB' ? `hex(${column})` : column} AS VARCHAR)`
  return harmless(text)
}

/**
 * Text that a spreadsheet would take for a formula gets an apostrophe before it: log text is written by attackers.
 * NUL, at which many readers stop, becomes the replacement character.
 */
function harmless(text: string): string {
  return `regexp_replace(replace(${text}, chr(0), chr(65533)), '^( *[-=+@\\t\\r])', '''\\1')`
}

/** 64-bit numbers are text, as most readers of JSON would round them; so are numbers that JSON does not have. */
function jsonValue(column: string, type: string): string {
  if (isTimestamp(type)) return isoTime(column)
  if (type === 'DOUBLE' || type === 'FLOAT') {
    return `CASE WHEN isfinite(${column}) THEN to_json(${column}) ELSE to_json(CAST(${column} AS VARCHAR)) END`
  }
  if (type === 'BLOB') return `hex(${column})`
  const exact = type.replace(wideOrQuoted, (word) => (/^["']/.test(word) ? word : 'VARCHAR'))
  return exact === type ? column : `CAST(${column} AS ${exact})`
}

/** Names of fields and values of enums are quoted, whatever they are called. */
const wideOrQuoted = /"(?:[^"]|"")*"|'(?:[^']|'')*'|\bU?(?:BIGINT|HUGEINT)\b|\bDECIMAL\((?:1[6-9]|[23]\d),\d+\)/g

function isTimestamp(type: string): boolean {
  return type.startsWith('TIMESTAMP') && !isNested(type)
}

function isNumber(type: string): boolean {
  return /^(?:U?(?:TINY|SMALL|BIG|HUGE)INT|U?INTEGER|FLOAT|DOUBLE|DECIMAL\(.*\))$/.test(type)
}

function isNested(type: string): boolean {
  return type.endsWith(']') || /^(?:STRUCT|MAP|UNION)\(/.test(type)
}

/** ISO 8601 UTC, with a fraction of a second only where there is one. An infinite time has no such text and is NULL. */
function isoTime(column: string): string {
  const time = `CAST(${column} AS TIMESTAMP)`
  return `CASE
    WHEN NOT isfinite(${time}) THEN CAST(${time} AS VARCHAR)
    ELSE strftime(${time}, '%Y-%m-%dT%H:%M:%S') || regexp_replace(strftime(${time}, '.%f'), '\\.?(?:000)*$', '') || 'Z'
  END`
}
