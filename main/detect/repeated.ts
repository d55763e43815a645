import type { Example } from './rule.ts'

/** An example that stands for many records: `repeat: 300, every: 2, vary: {…}, record: {…}` in `hits` or `misses`. */
export interface Repeated {
  readonly repeat: number
  /** Seconds from one record to the next. */
  readonly every: number
  /** For the path of a field: the values in turn, or one text in which {n} is the number of the record, from 0. */
  readonly vary?: Readonly<Record<string, string | readonly unknown[]>>
  readonly record: Example
}

const mostRecords = 2000

export function isRepeated(
  value: Readonly<Record<string, unknown>>,
): value is Readonly<Record<string, unknown>> & Repeated {
  const { repeat, every, record, vary = {} } = value
  return (
    typeof repeat === 'number' &&
    Number.isInteger(repeat) &&
    repeat > 0 &&
    repeat <= mostRecords &&
    typeof every === 'number' &&
    every >= 0 &&
    isFields(record) &&
    isFields(vary) &&
    Object.values(vary).every((values) => typeof values === 'string' || (Array.isArray(values) && values.length > 0))
  )
}

/** The records that a repeated one stands for, each at its time and with an id of its own. */
export function repeated({ repeat, every, vary = {}, record }: Repeated): readonly Example[] {
  return Array.from({ length: repeat }, (_, n) => {
    const copy = structuredClone(record) as Record<string, unknown>
    for (const field of timeFields) {
      if (Object.hasOwn(copy, field)) copy[field] = later(copy[field], n * every)
    }
    if (typeof copy.eventID === 'string')
      copy.eventID = `${copy.eventID.slice(0, -4)}${n.toString(16).padStart(4, '0')}`
    for (const [path, values] of Object.entries(vary)) {
      put(
        copy,
        path.split('.'),
        typeof values === 'string' ? values.replaceAll('{n}', String(n)) : values[n % values.length],
      )
    }
    return copy
  })
}

/** Where the formats keep the time of a record. */
const timeFields = [
  'eventTime',
  'query_timestamp',
  'stageTimestamp',
  'requestReceivedTimestamp',
  'timestamp',
  'start',
  'end',
]

function later(time: unknown, seconds: number): unknown {
  if (typeof time === 'number') return time + seconds * 1000
  if (typeof time !== 'string') return time
  if (/^\d{10}$/.test(time)) return String(Number(time) + seconds)
  const at = Date.parse(time)
  if (Number.isNaN(at)) return time
  const moved = new Date(at + seconds * 1000).toISOString()
  return time.includes('.') ? moved : moved.replace(/\.\d+Z$/, 'Z')
}

function put(fields: Record<string, unknown>, [first = '', ...rest]: readonly string[], value: unknown): void {
  if (rest.length === 0) fields[first] = value
  else if (isFields(fields[first])) put(fields[first], rest, value)
}

function isFields(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
