import type { DecodedObject } from '../../shared/batch.ts'
import { cloudtrailLake } from './cloudtrail-lake.ts'
import { type Content, unwrap } from './content.ts'
import { csvTable } from './csv-table.ts'
import { decodeLake, decodeLines, decodeTable, type RowBook } from './decode-text.ts'
import type { Format } from './format.ts'
import { type Framing, newFraming } from './framing.ts'
import { formats } from './index.ts'
import { holdsEvents, lakeNames } from './lake-row.ts'
import { limits } from './limits.ts'
import type { Lines, Sink } from './lines.ts'
import { endsLikeParquet, isParquet, whyNoParquet } from './parquet.ts'
import { newReading, type Reading, type Taker, unknownRecord } from './reading.ts'
import { containerOf, foreignFile, foreignTable, isNamedLikeALog, knownText, looksLike } from './recognise.ts'
import { isShreddable } from './shred/shredder.ts'
import { type Stored, Unreadable } from './stored.ts'
import { knownStranger, strangerText } from './strangers.ts'
import { layoutOf, textFormatOf } from './text-layout.ts'
import { walk } from './walk.ts'

/** What reading the bytes of an object came to. */
export type Outcome = Pick<DecodedObject, 'state' | 'reason' | 'format' | 'records' | 'bad' | 'badCount' | 'unmapped'>

export interface About {
  readonly uri: string
  readonly bytes: number
  /** Format that the person forces, or null. */
  readonly as: string | null
}

/** Reads the bytes of one object, which is no archive, and frames its records. `o`: its place in the batch. */
export async function decodeStored(stored: Stored, about: About, sink: Sink, o: number): Promise<Outcome> {
  if (about.bytes === 0)
    return verdict('skipped', about.uri.endsWith('/') ? 'a folder marker, not an object' : 'empty object')
  let content: Content
  try {
    content = await unwrap(stored, about.bytes)
  } catch (error) {
    if (error instanceof Unreadable) return verdict('rejected', error.message)
    throw error
  }
  if (isParquet(content.head)) {
    const broken = await whyNoParquet(content)
    if (broken !== null) return verdict('rejected', broken)
    await sink.parquet(o, content)
    return { ...verdict('stored', null), format: 'parquet' }
  }
  const text = content.head.toString('utf8').replace(/^\ufeff/, '')
  const layout = layoutOf(text, formats)
  const forced = formats.find(({ id }) => id === about.as)
  const foreign = foreignOutcome(content, about.uri, text, layout !== null || forced?.text !== undefined)
  if (foreign !== null) {
    const headless = foreign.state === 'rejected' && (await endsLikeParquet(content))
    return headless ? verdict('rejected', 'parquet whose beginning is missing: nothing is where its end says') : foreign
  }
  const framing = newFraming(sink, o, content.damage === null ? [] : ['damaged'])
  const textFormat = layout === 'json' ? null : (forced ?? textFormatOf(text, formats))
  if (textFormat?.text !== undefined && textFormat.eventless === true)
    return { ...verdict('stored', null), format: textFormat.id }
  if (textFormat?.text !== undefined) {
    const book = await decodeLines(
      content.open(),
      textFormat,
      textFormat.text,
      about.uri,
      content.damage !== null,
      framing,
    )
    return rowsOutcome(textFormat, book, content, framing)
  }

  const taker: Taker = {
    record(of, b, from, to, ordinal, table, found, isText, flags) {
      if (of.eventless !== true) framing.lines(of).add(ordinal, b, from, to, table, found, isText, flags)
    },
    full: framing.full,
    flush: framing.flush,
    shreds: (format) => sink.shredder !== undefined && isShreddable(format),
  }
  const reading = newReading(formats, about.uri, about.as, taker)
  if (layout === 'csv') return csvOutcome(content, text, framing, reading, about.uri)
  const trouble = await walk(content.open(), reading)
  await framing.close()
  return outcomeOf(reading, [...framing.all.values()], content, trouble, about.uri)
}

/** Bytes that cannot hold records, judged before anything is read. */
function foreignOutcome({ head, isCompressed }: Content, uri: string, text: string, isLog: boolean): Outcome | null {
  if (head.length === 0)
    return verdict('rejected', isCompressed ? 'the compressed stream holds nothing' : 'holds nothing')
  const container = containerOf(head)
  if (container !== null) return verdict('rejected', container)
  const table = foreignTable(head)
  if (table !== null) return verdict('skipped', table)
  const note = knownText(text)
  if (note !== null) return verdict('skipped', note)
  return isLog && foreignFile(head) === null && !/^\s*\{\s*'/.test(text) ? null : notALog(head, uri)
}

/** Rows of a CloudTrail Lake query result, or of another log whose fields the heading names. */
async function csvOutcome(
  content: Content,
  text: string,
  framing: Framing,
  reading: Reading,
  uri: string,
): Promise<Outcome> {
  const heading = text.trimStart().split(/\r?\n/, 1)[0] ?? ''
  const names = lakeNames(heading)
  const table = names === null ? csvTable(heading, formats) : null
  if (table !== null) {
    await decodeTable(content.open(), table, content.damage !== null, reading)
    await framing.close()
    return outcomeOf(reading, [...framing.all.values()], content, null, uri)
  }
  if (!holdsEvents(names ?? []))
    return verdict(
      'skipped',
      'the result of a CloudTrail Lake query whose rows are no events: neither eventID nor eventTime nor eventJson is among its columns',
    )
  const book = await decodeLake(content.open(), content.damage !== null, framing)
  return rowsOutcome(cloudtrailLake, book, content, framing)
}

async function rowsOutcome(format: Format, book: RowBook, content: Content, framing: Framing): Promise<Outcome> {
  await framing.close()
  const found = new Set(framing.all.keys())
  const outcome = judged(found.size > 0 ? found : new Set([format]), [...framing.all.values()], content, null, book)
  if (outcome.records > 0 || outcome.state === 'stored') return outcome
  return { ...outcome, state: 'rejected', reason: content.damage ?? `no record could be read: ${book.bads[0]?.reason}` }
}

function notALog(head: Buffer, uri: string): Outcome {
  const stranger = strangerText(head.toString('utf8', 0, 20_000))
  if (stranger !== null) return verdict('skipped', notRead(stranger))
  if (/\.h?snappy$/i.test(uri))
    return verdict(
      'rejected',
      'named like Snappy, but it is sound in none of its layouts (framing, xerial, Hadoop, raw)',
    )
  if (isNamedLikeALog(uri)) return verdict('rejected', `named like a log, but it looks like ${looksLike(head)}`)
  return verdict('skipped', `no log: it looks like ${looksLike(head)}`)
}

const notRead = (what: string) => `${what}: not read by this version`

function outcomeOf(
  reading: Reading,
  framed: readonly Lines[],
  content: Content,
  trouble: string | null,
  uri: string,
): Outcome {
  const { formats: found, sample, list, bads, badCount, opened, passed, done } = reading
  if (found.size === 0) {
    if (passed !== null && badCount === 0 && trouble === null) return verdict('skipped', passed)
    const text = strangerText(content.head.toString('utf8', 0, 20_000))
    if (text !== null) return verdict('skipped', notRead(text))
    const isStrange = !opened || (trouble === null && bads.every(({ reason }) => reason === unknownRecord))
    if (sample !== null && isStrange) {
      const stranger = knownStranger(sample)
      if (stranger !== null) return verdict('skipped', notRead(stranger))
      const names = [...sample.names].slice(0, 5).map((name) => JSON.stringify(name.slice(0, 40)))
      const looked = done ? ` (its first ${limits.strangers} records were looked at, and no more)` : ''
      const reason = `JSON, but no log that this version knows: its fields are ${names.join(', ')}${looked}`
      return verdict(isNamedLikeALog(uri) ? 'rejected' : 'skipped', reason)
    }
    if (list === null) {
      const reason = trouble ?? content.damage ?? (badCount > 0 ? `no record could be read: ${bads[0]?.reason}` : null)
      return reason === null ? notALog(content.head, uri) : verdict('rejected', reason)
    }
  }
  return judged(found, framed, content, trouble, bookOf(reading))
}

type Book = Pick<Reading, 'bads' | 'badCount'>

/** Records that hold no events are what an object is of, or they stand among events and are missed there. */
function bookOf({ formats: found, bads, badCount, eventless }: Reading): Book {
  if (eventless.count === 0 || [...found].every((format) => format.eventless)) return { bads, badCount }
  const all = [...bads, ...eventless.first].toSorted((a, b) => a.ordinal - b.ordinal)
  return { bads: all.slice(0, limits.bad), badCount: badCount + eventless.count }
}

/** What came of records of formats that are known. */
function judged(
  found: ReadonlySet<Format>,
  framed: readonly Lines[],
  content: Content,
  trouble: string | null,
  { bads, badCount }: Book,
): Outcome {
  const records = framed.reduce((sum, lines) => sum + lines.records, 0)
  const problems = [content.damage, trouble, badCount > 0 ? badSentence(badCount, bads) : null].filter(
    (each) => each !== null,
  )
  return {
    state: problems.length === 0 ? 'stored' : 'partial',
    reason:
      problems.length === 0
        ? null
        : `${problems.join('; ')}; ${records === 1 ? '1 record' : `${records} records`} kept`,
    format: formatOf(found),
    records,
    bad: bads,
    badCount,
    unmapped: unmappedOf(framed),
  }
}

/** One stream may bring records of several services. */
function formatOf(found: ReadonlySet<Format>): string | null {
  const [first] = found
  return found.size > 1 ? 'mixed' : (first?.id ?? null)
}

function unmappedOf(framed: readonly Lines[]): Readonly<Record<string, number>> {
  const sum = new Map<string, number>()
  for (const { unmapped } of framed) for (const [name, count] of unmapped) sum.set(name, (sum.get(name) ?? 0) + count)
  return Object.fromEntries(sum)
}

function badSentence(count: number, bads: Reading['bads']): string {
  const first = `record ${bads[0]?.ordinal}: ${bads[0]?.reason}`
  return count === 1 ? `1 record could not be read (${first})` : `${count} records could not be read (first ${first})`
}

/** An outcome without records. */
export function verdict(state: 'skipped' | 'rejected' | 'stored', reason: string | null): Outcome {
  return { state, reason, format: null, records: 0, bad: [], badCount: 0, unmapped: {} }
}
