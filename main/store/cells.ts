import {
  DuckDBArrayValue,
  DuckDBBlobValue,
  DuckDBDateValue,
  DuckDBDecimalValue,
  DuckDBListValue,
  DuckDBMapValue,
  DuckDBStructValue,
  DuckDBTimestampMillisecondsValue,
  DuckDBTimestampNanosecondsValue,
  DuckDBTimestampSecondsValue,
  DuckDBTimestampTZValue,
  DuckDBTimestampValue,
  type DuckDBType,
  DuckDBUnionValue,
  type DuckDBValue,
} from '@duckdb/node-api'
import type { Cell } from '../../shared/rows.ts'

/** A value as it travels (shared/rows.ts): nothing is rounded, nothing depends on the time zone of the machine. */
export function cell(value: DuckDBValue): Cell {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value
    case 'number':
      return Number.isFinite(value) ? value : String(value)
    case 'bigint':
      return value.toString()
  }
  if (value === null) return null
  if (value instanceof DuckDBBlobValue) return Buffer.from(value.bytes).toString('hex')
  if (isNested(value)) return json(value)
  return isoTime(value) ?? String(value)
}

/** As `cell`, but whole numbers are JavaScript numbers: for our own queries, which count less than 2^53. */
export function plainCell(value: DuckDBValue): Cell {
  return typeof value === 'bigint' ? Number(value) : cell(value)
}

/** DuckDB's name of a type, with JSON told apart from other text. */
export function typeName(type: DuckDBType): string {
  return type.alias ?? type.toString()
}

/** ISO 8601 UTC with as many digits after the second as the time has; null for a value that is no point in time. */
function isoTime(value: DuckDBValue): string | null {
  if (value instanceof DuckDBTimestampValue || value instanceof DuckDBTimestampTZValue) {
    return value.isFinite ? iso(value.micros, 6) : infinite(value.micros)
  }
  if (value instanceof DuckDBTimestampMillisecondsValue) {
    return value.isFinite ? iso(value.millis, 3) : infinite(value.millis)
  }
  if (value instanceof DuckDBTimestampSecondsValue) {
    return value.isFinite ? iso(value.seconds, 0) : infinite(value.seconds)
  }
  if (value instanceof DuckDBTimestampNanosecondsValue) {
    return value.isFinite ? iso(value.nanos, 9) : infinite(value.nanos)
  }
  if (value instanceof DuckDBDateValue) return value.toString()
  return null
}

function infinite(units: bigint): string {
  return units > 0n ? 'infinity' : '-infinity'
}

function iso(units: bigint, digits: number): string | null {
  const perSecond = 10n ** BigInt(digits)
  let seconds = units / perSecond
  let rest = units % perSecond
  if (rest < 0n) {
    rest += perSecond
    seconds -= 1n
  }
  const date = new Date(Number(seconds) * 1000)
  if (Number.isNaN(date.getTime())) return null
  const whole = date.toISOString().slice(0, -'.000Z'.length)
  if (rest === 0n) return `${whole}Z`
  const fraction = rest.toString().padStart(digits, '0')
  return `${whole}.${fraction.replace(/(?:000)+$/, '')}Z`
}

type Nested = DuckDBListValue | DuckDBArrayValue | DuckDBStructValue | DuckDBMapValue | DuckDBUnionValue

function isNested(value: DuckDBValue): value is Nested {
  return (
    value instanceof DuckDBListValue ||
    value instanceof DuckDBArrayValue ||
    value instanceof DuckDBStructValue ||
    value instanceof DuckDBMapValue ||
    value instanceof DuckDBUnionValue
  )
}

/** Numbers are written with all their digits, so a 64-bit one is exact for a reader that can hold it. */
function json(value: DuckDBValue): string {
  if (value === null) return 'null'
  if (typeof value === 'bigint') return value.toString()
  if (value instanceof DuckDBDecimalValue) return value.toString()
  if (value instanceof DuckDBListValue || value instanceof DuckDBArrayValue) {
    return `[${value.items.map(json).join(',')}]`
  }
  if (value instanceof DuckDBStructValue) {
    return `{${Object.entries(value.entries)
      .map(([name, entry]) => `${JSON.stringify(name)}:${json(entry)}`)
      .join(',')}}`
  }
  if (value instanceof DuckDBMapValue) {
    return `{${value.entries.map(({ key, value: entry }) => `${JSON.stringify(keyText(key))}:${json(entry)}`).join(',')}}`
  }
  if (value instanceof DuckDBUnionValue) return json(value.value)
  return JSON.stringify(cell(value))
}

function keyText(key: DuckDBValue): string {
  return String(cell(key))
}
