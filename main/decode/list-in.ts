import { byteName } from './scan.ts'
import { blank, newSkip, skipValue } from './spans.ts'

/**
 * Names of the lists that records are found in: of a trail's file, of `lookup-events`, of `get-findings` (GuardDuty,
 * Security Hub, Macie) and of an AWS Config file.
 */
export const lists: readonly string[] = ['Records', 'Events', 'Findings', 'findings', 'configurationItems']
/**
 * The lists of `filter-log-events` and `get-log-events`, and of a search in Splunk: others call lists so too, so it has
 * to come first or behind a field that only they have.
 */
const vouched: Readonly<Record<string, readonly string[]>> = {
  events: ['', 'searchedLogStreams', 'nextForwardToken', 'nextBackwardToken', 'ResponseMetadata'],
  results: ['preview'],
}

/** Where the records of a document are, or why they are nowhere. */
export interface Found {
  readonly list: string | null
  readonly at: number
  readonly trouble: string | null
}
const noList: Found = { list: null, at: 0, trouble: null }

/** The list of records in the object at b[from]. Null: more bytes are needed to tell. */
export function listIn(b: Buffer, from: number): Found | null {
  const to = b.length
  const before = ['']
  for (let i = blank(b, from + 1, to); i < to; ) {
    if (b[i] !== 0x22) return noList
    const nameEnd = skipValue(b, i, to, newSkip())
    if (nameEnd < 0) return null
    const name = b.toString('utf8', i + 1, Math.min(nameEnd - 1, i + 20))
    const colon = blank(b, nameEnd, to)
    if (colon >= to) return null
    if (b[colon] !== 0x3a) return noList
    const value = blank(b, colon + 1, to)
    if (value >= to) return null
    if (lists.includes(name) || isVouchedFor(name, before)) {
      if (b[value] === 0x5b) return { list: name, at: value + 1, trouble: null }
      if (name === 'Records' || name === 'Events')
        return { list: name, at: 0, trouble: `"${name}" is ${kindOf(b[value] as number)}, not a list` }
    }
    if (before[0] === '') before.pop()
    before.push(name)
    const valueEnd = skipValue(b, value, to, newSkip())
    if (valueEnd < 0) return null
    const comma = blank(b, valueEnd, to)
    if (comma >= to) return null
    if (b[comma] !== 0x2c) return noList
    i = blank(b, comma + 1, to)
  }
  return null
}

function isVouchedFor(name: string, before: readonly string[]): boolean {
  return Object.hasOwn(vouched, name) && (vouched[name] ?? []).some((each) => before.includes(each))
}

/** R, E, F, c or f: the object may begin with the name of a list, or as a file of AWS Config does. */
export function startsList(c: number): boolean {
  return c === 0x52 || c === 0x45 || c === 0x46 || c === 0x63 || c === 0x66
}

/** What a JSON value that begins with this byte is. */
export function kindOf(c: number): string {
  if (c === 0x22) return 'a string'
  if (c === 0x5b) return 'a list'
  if (c === 0x7b) return 'an object'
  if (c === 0x6e) return 'null'
  if (c === 0x74 || c === 0x66) return 'a truth value'
  return (c >= 0x30 && c <= 0x39) || c === 0x2d ? 'a number' : byteName(c)
}
