import type { Format, Sample } from './format.ts'
import { type KeyTable, keyTable, noKeys } from './key-table.ts'
import { limits } from './limits.ts'
import { type Findings, newFindings, scanObject } from './scan.ts'
import { blank, nameOf, spansOf, textOf } from './spans.ts'
import type { Visitor } from './walk.ts'

/** What is done with the records of the format that was recognised. */
export interface Taker {
  /** A format was recognised; called before its first record. */
  begin(format: Format): void
  record(b: Buffer, from: number, to: number, ordinal: number, table: KeyTable, found: Findings, isText: boolean): void
  full(): boolean
  flush(): Promise<void>
}

/** A walk's visitor that finds out which format it is and keeps the book. */
export interface Reading extends Visitor {
  format: Format | null
  /** The first record that is an object, whether it was recognised or not. */
  sample: Sample | null
  /** Name of the list that records were found in. */
  list: string | null
  /** `lookup-events` output: the record is the text in CloudTrailEvent. */
  isEvents: boolean
  readonly bads: { readonly ordinal: number; readonly reason: string }[]
  badCount: number
}

const tables = new Map<string, KeyTable>()

/** `as`: the id of the format that the records are to be read as, whatever they look like. */
export function newReading(formats: readonly Format[], uri: string, as: string | null, taker: Taker): Reading {
  const inner = newFindings()
  let strangers = 0

  const recognise = (b: Buffer, from: number, to: number): boolean => {
    const sample = sampleOf(b, from, to, uri)
    reading.sample ??= sample
    const format = formats.find((each) => (as === null ? each.matches(sample) : each.id === as)) ?? null
    if (format === null) return false
    reading.format = format
    reading.table = tableOf(format)
    reading.single = format.single?.test(uri) ?? false
    taker.begin(format)
    return true
  }

  const take = (b: Buffer, from: number, to: number, ordinal: number, found: Findings, isText: boolean): void => {
    if (b[blank(b, from + 1, to)] === 0x7d) {
      reading.bad(ordinal, 'an empty object')
      return
    }
    if (reading.format === null) {
      if (!recognise(b, from, to)) {
        reading.bad(ordinal, 'no record of a known format')
        if (++strangers >= limits.strangers) reading.done = true
        return
      }
      scanObject(b, from, to, reading.table, found, false)
    }
    taker.record(b, from, to, ordinal, reading.table, found, isText)
  }

  const reading: Reading = {
    table: noKeys,
    done: false,
    single: false,
    format: null,
    sample: null,
    list: null,
    isEvents: false,
    bads: [],
    badCount: 0,
    enter(list) {
      reading.list ??= list
      reading.isEvents = list === 'Events'
    },
    record(b, from, to, ordinal, found, isText) {
      if (!reading.isEvents) {
        take(b, from, to, ordinal, found, isText)
        return
      }
      const text = cloudTrailEvent(b, from, to)
      if (text === null) {
        reading.sample ??= sampleOf(b, from, to, uri)
        reading.bad(ordinal, 'an event without the text of its record (CloudTrailEvent)')
      } else if (text[0] !== 0x7b || scanObject(text, 0, text.length, reading.table, inner, false) !== text.length) {
        reading.bad(ordinal, 'its CloudTrailEvent is no JSON object')
      } else take(text, 0, text.length, ordinal, inner, true)
    },
    bad(ordinal, reason) {
      reading.badCount++
      if (reading.bads.length < limits.bad) reading.bads.push({ ordinal, reason })
    },
    full: () => taker.full(),
    flush: () => taker.flush(),
  }
  return reading
}

function tableOf(format: Format): KeyTable {
  const known = tables.get(format.id)
  if (known !== undefined) return known
  const table = keyTable(Object.keys(format.columns), format.idField)
  tables.set(format.id, table)
  return table
}

function sampleOf(b: Buffer, from: number, to: number, uri: string): Sample {
  const record = b.subarray(from, to)
  return { names: new Set(spansOf(record, 0, record.length).map((span) => nameOf(record, span))), uri }
}

/** The record inside an item of `lookup-events` output, or null. */
export function cloudTrailEvent(b: Buffer, from: number, to: number): Buffer | null {
  const item = b.subarray(from, to)
  const span = spansOf(item, 0, item.length).find((each) => nameOf(item, each) === 'CloudTrailEvent')
  const text = span === undefined ? null : textOf(item.toString('utf8', span.value, span.valueEnd))
  return text === null ? null : Buffer.from(text.trim())
}
