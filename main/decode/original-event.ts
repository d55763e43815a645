import { lineRecord } from './line-record.ts'
import { isObject } from './lookup-event.ts'
import { fieldsOf, textOf } from './spans.ts'

/**
 * Fields in which collectors and SIEMs keep the event as it came: Splunk and Sumo Logic, Elastic, Fluent Bit, Google
 * SecOps, QRadar, Sentinel's own tables, and whatever writes to Kafka.
 */
export const originalNames: readonly string[] = [
  '_raw',
  'event.original',
  'message',
  'Message',
  'log',
  'rawLog',
  'raw_log',
  'Raw Log',
  'raw',
  'raw_data',
  'RawData',
  'rawEvent',
  'raw_event',
  'RawEvent',
  'original_event',
  'payload',
  'Payload',
  'UTF8(payload)',
  'body',
  'value',
]

/** Beside one of these, `event` is what Splunk's collector was sent, or Elastic's description of an event. */
const beside = ['sourcetype', 'source', 'host', 'time']

/** The event as it came, as JSON or a line of a log that is known by itself; null where the row keeps none. */
export function originalOf(fields: ReadonlyMap<string, Buffer>): string | null {
  // A log event keeps its message, and an event of OCSF what it was made of.
  if (fields.has('logStream') || fields.has('class_uid')) return null
  const event = fields.get('event')
  const isEcs = event?.[0] === 0x7b && fieldsOf(event).has('original')
  const values = [
    ...(isEcs ? [fieldsOf(event).get('original')] : []),
    ...originalNames.map((name) => fields.get(name)),
    ...(beside.filter((name) => fields.has(name)).length >= 2 ? [event] : []),
  ]
  for (const value of values) {
    const text = value === undefined ? null : eventIn(value)
    if (text !== null) return text
  }
  return null
}

function eventIn(value: Buffer): string | null {
  if (value[0] === 0x7b) return value.toString()
  const text = value[0] === 0x22 ? textOf(value.toString())?.trim() : undefined
  if (text === undefined || text.length < 2) return null
  if (isJson(text) || lineRecord(text) !== null) return text
  // Google SecOps exports its rawLog in base64.
  if (!/^e[wyo][\w+/]+=*$/.test(text)) return null
  const decoded = Buffer.from(text, 'base64').toString().trim()
  return isJson(decoded) ? decoded : null
}

/** One object or several, or a list: whether all of it is sound is told when it is opened. */
const isJson = (text: string) => /^\{\s*"/.test(text) || /^\[\s*\{/.test(text) || isObject(Buffer.from(text))
