import type { ParquetColumn } from '../../shared/decoder.ts'
import { type ColumnType, columnType } from './column-type.ts'

export interface Lot<File> {
  readonly files: readonly File[]
  /** All columns of its files. */
  readonly columns: readonly ParquetColumn[]
  /** Columns that other lots have with a type that cannot become one with this. */
  readonly asJson: readonly string[]
}

/**
 * Sorts parquet files into lots whose columns DuckDB can read as one table. It makes one of any two structs and of any
 * two plain types, but not of a text and a struct: a custom source may call anything `user`. A file that is `alone` gets a
 * lot of its own.
 */
export function lakeLots<File extends { readonly columns: readonly ParquetColumn[] }>(
  files: readonly File[],
  alone: (file: File) => boolean,
): readonly Lot<File>[] {
  const lots: { files: File[]; types: Map<string, Typed>; isClosed: boolean }[] = []
  const shapes = new Map<string, (typeof lots)[number]>()
  for (const file of files) {
    const isClosed = alone(file)
    const shape = JSON.stringify(file.columns)
    const known = isClosed ? undefined : shapes.get(shape)
    if (known) {
      known.files.push(file)
      continue
    }
    const types = new Map(
      file.columns.map(({ name, type }) => [name.toLowerCase(), { name, type, tree: columnType(type) }]),
    )
    const fitting = lots.find((lot) => !isClosed && !lot.isClosed && clashes(lot.types, types).length === 0)
    const lot = fitting ?? { files: [], types: new Map<string, Typed>(), isClosed }
    if (!fitting) lots.push(lot)
    lot.files.push(file)
    for (const [name, typed] of types) lot.types.set(name, merged(lot.types.get(name), typed))
    if (!isClosed) shapes.set(shape, lot)
  }
  return lots.map((lot) => ({
    files: lot.files,
    columns: [...lot.types.values()].map(({ name, type }) => ({ name, type })),
    asJson: [...new Set(lots.flatMap((other) => (other === lot ? [] : clashes(lot.types, other.types))))],
  }))
}

interface Typed {
  readonly name: string
  readonly type: string
  readonly tree: ColumnType
}

function clashes(some: ReadonlyMap<string, Typed>, others: ReadonlyMap<string, Typed>): readonly string[] {
  return [...some].flatMap(([key, { name, tree }]) => {
    const other = others.get(key)
    return other && !goTogether(tree, other.tree) ? [name] : []
  })
}

function goTogether(a: ColumnType, b: ColumnType): boolean {
  if (a.kind === 'struct' && b.kind === 'struct') {
    return a.fields.every(({ name, type }) => {
      const twin = b.fields.find((field) => field.name.toLowerCase() === name.toLowerCase())
      return !twin || goTogether(type, twin.type)
    })
  }
  if (a.kind === 'list' && b.kind === 'list') return goTogether(a.of, b.of)
  if (a.kind === 'map' && b.kind === 'map') return goTogether(a.value, b.value)
  return a.kind === 'plain' && b.kind === 'plain' && (a.name === 'BLOB') === (b.name === 'BLOB')
}

function merged(a: Typed | undefined, b: Typed): Typed {
  return a === undefined ? b : { ...a, tree: both(a.tree, b.tree) }
}

function both(a: ColumnType, b: ColumnType): ColumnType {
  if (a.kind === 'struct' && b.kind === 'struct') {
    const names = new Set(a.fields.map(({ name }) => name.toLowerCase()))
    const fields = a.fields.map(({ name, type }) => {
      const twin = b.fields.find((field) => field.name.toLowerCase() === name.toLowerCase())
      return { name, type: twin ? both(type, twin.type) : type }
    })
    return { kind: 'struct', fields: [...fields, ...b.fields.filter(({ name }) => !names.has(name.toLowerCase()))] }
  }
  if (a.kind === 'list' && b.kind === 'list') return { kind: 'list', of: both(a.of, b.of) }
  if (a.kind === 'map' && b.kind === 'map') return { kind: 'map', value: both(a.value, b.value) }
  return a
}
