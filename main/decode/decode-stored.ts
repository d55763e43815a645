import type { DecodedObject } from '../../shared/batch.ts'
import { type Content, unwrap } from './content.ts'
import type { Format } from './format.ts'
import { formats } from './index.ts'
import { Lines, type Sink } from './lines.ts'
import { newReading, type Reading, type Taker } from './reading.ts'
import { containerOf, foreignFile, isNamedLikeALog, knownStranger, knownText, looksLike } from './recognise.ts'
import { type Stored, Unreadable } from './stored.ts'
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
  const foreign = foreignOutcome(content, about.uri)
  if (foreign !== null) return foreign

  const framed = new Map<Format, Lines>()
  let format: Format | null = null
  let lines: Lines | null = null
  const turnTo = (next: Format): void => {
    format = next
    lines = framed.get(next) ?? null
    if (lines !== null || next.eventless === true) return
    lines = new Lines(sink, next.id, o, content.damage === null ? [] : ['damaged'])
    framed.set(next, lines)
  }
  const taker: Taker = {
    record(of, b, from, to, ordinal, table, found, isText, flags) {
      if (of !== format) turnTo(of)
      lines?.add(ordinal, b, from, to, table, found, isText, flags)
    },
    full: () => lines?.isFull() ?? false,
    async flush() {
      for (const each of framed.values()) await each.flush()
    },
  }
  const reading = newReading(formats, about.uri, about.as, taker)
  const trouble = await walk(content.open(), reading)
  for (const each of framed.values()) await each.close()
  return outcomeOf(reading, [...framed.values()], content, trouble, about.uri)
}

/** Bytes that cannot hold records, judged before anything is read. */
function foreignOutcome({ head, isCompressed }: Content, uri: string): Outcome | null {
  if (head.length === 0) return verdict('rejected', isCompressed ? 'the gzip stream holds nothing' : 'holds nothing')
  const container = containerOf(head)
  if (container !== null)
    return verdict(
      'rejected',
      `${container}: this version cannot open that; convert it to JSON or gzip and import the result`,
    )
  const text = head
    .toString('utf8')
    .replace(/^\ufeff/, '')
    .trimStart()
  if (/^[{[]/.test(text) && foreignFile(head) === null && !/^\{\s*'/.test(text)) return null
  if (exportedJson.test(text)) return null
  const log = knownText(text)
  if (log !== null) return verdict('skipped', `${log}: not read by this version`)
  if (/\n[{[]/.test(text)) return null
  return notALog(head, uri)
}

/** A line of a CloudWatch Logs export: when it came, and what was logged, here a JSON object. */
const exportedJson = /^\d{4}-\d\d-\d\dT[\d:.]+Z +\{/

function notALog(head: Buffer, uri: string): Outcome {
  if (isNamedLikeALog(uri)) return verdict('rejected', `named like a log, but it looks like ${looksLike(head)}`)
  return verdict('skipped', `no log: it looks like ${looksLike(head)}`)
}

function outcomeOf(
  reading: Reading,
  framed: readonly Lines[],
  content: Content,
  trouble: string | null,
  uri: string,
): Outcome {
  const { formats: found, sample, list, bads, badCount, opened, passed } = reading
  const records = framed.reduce((sum, lines) => sum + lines.records, 0)
  if (found.size === 0) {
    if (passed !== null && badCount === 0 && trouble === null) return verdict('skipped', passed)
    if (sample !== null && !opened) {
      const stranger = knownStranger(sample)
      if (stranger !== null) return verdict('skipped', `${stranger}: not read by this version`)
      const names = [...sample.names].slice(0, 5).map((name) => JSON.stringify(name.slice(0, 40)))
      const reason = `JSON, but no log that this version knows: its fields are ${names.join(', ')}`
      return verdict(isNamedLikeALog(uri) ? 'rejected' : 'skipped', reason)
    }
    if (list === null) {
      const reason = trouble ?? content.damage ?? (badCount > 0 ? `no record could be read: ${bads[0]?.reason}` : null)
      return reason === null ? notALog(content.head, uri) : verdict('rejected', reason)
    }
  }
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
