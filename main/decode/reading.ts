import { isUtf8 } from 'node:buffer'
import type { Format, Sample } from './format.ts'
import { type KeyContext, keyContext } from './key-context.ts'
import { type KeyTable, keyTable, noKeys } from './key-table.ts'
import { limits } from './limits.ts'
import { exportedEvent } from './log-event.ts'
import { pieceOfMessage } from './log-message.ts'
import { type Findings, newFindings, scanObject } from './scan.ts'
import { quickScan } from './shred/quick-scan.ts'
import { type QuickTable, quickTable } from './shred/quick-table.ts'
import { blank, fieldsOf } from './spans.ts'
import { isExport, type Leaf, surelyPlain, unfold } from './unfold.ts'
import type { Visitor } from './walk.ts'

/** What is done with the records that were recognised. */
export interface Taker {
  /** `flags`: what was odd about the record before it was looked at. */
  record(
    format: Format,
    b: Buffer,
    from: number,
    to: number,
    ordinal: number,
    table: KeyTable,
    found: Findings,
    isText: boolean,
    flags: readonly string[],
  ): void
  full(): boolean
  flush(): Promise<void>
  /** Records of the format may be taken apart. */
  shreds(format: Format): boolean
}

/** A walk's visitor that finds out of which format each record is and keeps the book. */
export interface Reading extends Visitor {
  /** Formats that were recognised, in the order of their first records. */
  readonly formats: ReadonlySet<Format>
  /** The first record that is an object, whether it was recognised or not. */
  sample: Sample | null
  /** Name of the list that records were found in. */
  list: string | null
  readonly bads: readonly { readonly ordinal: number; readonly reason: string }[]
  badCount: number
  /** An envelope was found: what is inside may be unknown, the record is not. */
  opened: boolean
  /** Why records that are no log were passed over, when some were. */
  passed: string | null
  /** Records of formats that hold no events, the first of them with where they stand. */
  readonly eventless: { count: number; readonly first: { readonly ordinal: number; readonly reason: string }[] }
}

const tables = new Map<string, KeyTable>()
const quickTables = new Map<string, QuickTable>()
const none: readonly string[] = []

/** Said of a record that no format knows. */
export const unknownRecord = 'no record of a known format'

/** `as`: the id of the format that the records are to be read as, whatever they look like. */
export function newReading(formats: readonly Format[], uri: string, as: string | null, taker: Taker): Reading {
  const inner = newFindings()
  const context = keyContext(uri)
  let keyed: { readonly format: Format; readonly members: Buffer } | null = null
  const seen = new Set<Format>()
  const bads: { ordinal: number; reason: string }[] = []
  let strangers = 0
  let inList: string | null = null
  let loggedAt: string | null = null
  /** Of the record before, when no envelope was around it: the next one is compared with its fields. */
  let current: Format | null = null
  /** Of the last record without an envelope: a neighbour that no format knows is taken for the same, if it has anything of it. */
  let neighbour: Format | null = null

  /** `isInside`: it came in an envelope. What an application logs may look like an answer of AWS, and is a log event. */
  const recognise = (names: ReadonlySet<string>, isInside: boolean, record: Buffer): Format | null =>
    formats.find((each) => {
      if (as !== null) return each.id === as
      // An object's name tells of what stands in it by itself.
      return !(isInside && each.eventless) && each.matches({ names, uri: isInside ? '' : uri, record })
    }) ?? null

  const bad = (ordinal: number, reason: string): void => {
    reading.badCount++
    if (bads.length < limits.bad) bads.push({ ordinal, reason })
  }

  const take = (leaf: Leaf, ordinal: number, isText: boolean): void => {
    reading.opened ||= inList !== 'Events' && (leaf.kind !== 'record' || leaf.isEnveloped)
    if (leaf.kind !== 'record') {
      if (leaf.kind === 'bad') bad(ordinal, leaf.reason)
      else reading.passed = leaf.reason
    } else if (leaf.record[blank(leaf.record, 1, leaf.record.length)] === 0x7d) bad(ordinal, 'an empty object')
    else takeRecord(leaf, ordinal, isText)
  }

  const takeRecord = (leaf: Extract<Leaf, { readonly kind: 'record' }>, ordinal: number, isText: boolean): void => {
    const { names } = leaf
    let format = leaf.line ?? recognise(names, leaf.isEnveloped || leaf.otherwise !== null, leaf.record)
    let record = leaf.record
    if (format === null && leaf.otherwise !== null) {
      record = leaf.otherwise
      format = recognise(new Set(fieldsOf(record).keys()), true, record)
    }
    if (!leaf.isEnveloped && neighbour !== null && Object.keys(neighbour.columns).some((name) => names.has(name)))
      format ??= neighbour
    if (format === null) {
      bad(ordinal, unknownRecord)
      if (seen.size === 0 && ++strangers >= limits.strangers) reading.done = true
      return
    }
    seen.add(format)
    if (format.eventless) {
      const { first } = reading.eventless
      if (++reading.eventless.count <= limits.bad) first.push({ ordinal, reason: `${format.title}: no event` })
    }
    if (!leaf.isEnveloped && record === leaf.record) {
      neighbour = format
      current = (as === null || format.idField === surelyPlain) && !isKeyed(format) ? format : null
      reading.table = current === null ? noKeys : tableOf(format)
      reading.quick = current === null ? null : quickOf(format)
      if (format.single?.test(uri)) reading.single = true
    }
    const respelled = format.respell?.(record, names) ?? null
    if (respelled !== null) {
      // The next one will have to be, too.
      current = null
      reading.table = noKeys
      reading.quick = null
      record = respelled
    }
    if (leaf.about !== null && '@envelope' in format.columns && record !== leaf.otherwise)
      record = around(record, leaf.about())
    if (!leaf.isEnveloped && isKeyed(format)) record = withMembers(record, ofTheKey(format))
    const table = tableOf(format)
    const quick = quickOf(format)
    if (quick === null || quickScan(record, 0, record.length, quick, inner) !== record.length)
      scanObject(record, 0, record.length, table, inner, false)
    const isSound = leaf.isEnveloped ? isUtf8(record) : isText
    taker.record(format, record, 0, record.length, ordinal, table, inner, isSound, leaf.flags)
  }

  /** The record of an export of CloudWatch Logs: where no format knows it, the log event itself is one. */
  const exported = (leaf: Leaf, time: string): Leaf =>
    leaf.kind === 'record' && leaf.otherwise === null
      ? { ...leaf, otherwise: exportedEvent(time, leaf.record.toString()) }
      : leaf

  const ofTheKey = (format: Format): Buffer => {
    if (keyed?.format !== format) keyed = { format, members: membersOf(context, format) }
    return keyed.members
  }

  const quickOf = (format: Format): QuickTable | null => (taker.shreds(format) ? quickTableOf(format) : null)

  const reading: Reading = {
    table: noKeys,
    quick: null,
    done: false,
    single: false,
    formats: seen,
    sample: null,
    list: null,
    bads,
    badCount: 0,
    opened: false,
    passed: null,
    eventless: { count: 0, first: [] },
    enter(list: string) {
      reading.list ??= list
      inList = list
      // Items of lookup-events output are never records themselves.
      current = null
      reading.table = noKeys
      reading.quick = null
    },
    record(b: Buffer, from: number, to: number, ordinal: number, found: Findings, isText: boolean, broken?: Buffer) {
      if (
        current !== null &&
        !found.anonymous &&
        broken === undefined &&
        (!found.oddKeys || (current.idField === surelyPlain && !isExport(b.subarray(from, to))))
      ) {
        taker.record(current, b, from, to, ordinal, reading.table, found, isText, none)
        return 1
      }
      const record = b.subarray(from, to)
      reading.sample ??= { names: new Set(fieldsOf(record).keys()), uri }
      current = null
      reading.table = noKeys
      reading.quick = null
      const leaves = unfold(record, inList, broken === undefined ? none : ['damaged-number'], loggedAt !== null)
      for (const [i, leaf] of leaves.entries())
        take(loggedAt === null ? leaf : exported(leaf, loggedAt), ordinal + i, isText)
      return leaves.length
    },
    loggedAt(time: string) {
      loggedAt = time
    },
    line(b: Buffer, from: number, to: number, ordinal: number, isText: boolean) {
      const text = b.toString('utf8', from, to)
      const piece = pieceOfMessage(text, exportedEvent(loggedAt ?? '', text), null)
      const flags = isText || isUtf8(b.subarray(from, to)) ? none : ['damaged-text']
      const names = new Set(fieldsOf(piece.record).keys())
      take({ ...piece, names, flags, isEnveloped: true }, ordinal, isText)
    },
    bad,
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

function quickTableOf(format: Format): QuickTable {
  const known = quickTables.get(format.id)
  if (known !== undefined) return known
  const table = quickTable(tableOf(format))
  quickTables.set(format.id, table)
  return table
}

/** The record with what its envelope says as one more field. */
function around(record: Buffer, about: Buffer): Buffer {
  return withMembers(record, Buffer.concat([Buffer.from(',"@envelope":'), about]))
}

/** Records of the format do not say whose they are; the key of their object may. */
const isKeyed = (format: Format): boolean => '@account' in format.columns

function membersOf({ account, region, distribution }: KeyContext, format: Format): Buffer {
  const members = { '@account': account, '@region': region, '@distribution': distribution }
  const said = Object.entries(members).filter(([name, value]) => value !== null && name in format.columns)
  return Buffer.from(said.map(([name, value]) => `,"${name}":${JSON.stringify(value)}`).join(''))
}

const withMembers = (record: Buffer, members: Buffer): Buffer =>
  members.length === 0 ? record : Buffer.concat([record.subarray(0, -1), members, Buffer.from('}')])
