import type { ParquetColumn, Table } from '../../shared/decoder.ts'
import { columnsOf } from './columns.ts'
import type { Format } from './format.ts'
import { formats } from './index.ts'
import { plainName } from './plain-name.ts'
import { hashWithout } from './security-lake-row.ts'

/**
 * Parquet whose columns are the fields of a log that is known by itself: VPC flow logs delivered as parquet, or what
 * Firehose converted. Glue writes names in lower case and with _ for -; CloudFront leaves out brackets.
 */
export function knownTable(all: readonly ParquetColumn[]): Table | null {
  const columns = columnsOf(all)
  for (const format of formats) {
    const fields = fieldsOf(format, all)
    if (fields.size === 0 || !format.matches({ names: new Set(fields.keys()), uri: '' })) continue
    const known = new Set(fields.values())
    const others = columns.names.filter((name) => !known.has(name))
    const id = format.idField === null ? undefined : fields.get(format.idField)
    return {
      format: format.id,
      kind: null,
      readingOf: () => ({
        format: format.id,
        steps: [],
        fields: {
          ...Object.fromEntries(
            Object.entries(format.columns).map(([name, type]) => {
              const column = fields.get(name)
              if (column === undefined) return [name, `CAST(NULL AS ${type})`]
              const path = [column]
              return [name, type === 'VARCHAR' ? noDash(format, columns.text(path)) : columns.json(path)]
            }),
          ),
          f: 'NULL',
          h: hashWithout(id === undefined ? 'NULL' : `nullif(${columns.text([id])}, '')`, columns),
          x: others.length === 0 ? 'NULL' : columns.row([...known]),
        },
        select: format.select,
      }),
      unmapped: others,
      lacks: null,
    }
  }
  return null
}

/** The fields of a format that the file has, each with the name of its column. */
function fieldsOf(format: Format, columns: readonly ParquetColumn[]): ReadonlyMap<string, string> {
  const byName = new Map(columns.map(({ name }) => [plainName(name), name]))
  const found = new Map<string, string>()
  for (const field of Object.keys(format.columns)) {
    const column = byName.get(plainName(field))
    if (column !== undefined) found.set(field, column)
  }
  return found
}

/** Logs of lines write - where there is nothing. */
const noDash = (format: Format, text: string) => ('text' in format ? `nullif(${text}, '-')` : text)
