import { isInNetwork } from './network.ts'
import { isArnLike, isLike } from './wildcard.ts'

/** How one value of the request is compared with one of the policy. */
export interface Operator {
  /** Compares as the positive operator does. */
  readonly matches: (value: string, pattern: string) => boolean
  /** Not…: holds when no value of the policy matches. */
  readonly isNegated: boolean
  /** How it reads between key and values. */
  readonly words: string
}

const equals = (value: string, pattern: string) =>
  isLike(pattern.replaceAll('*', '\u0001').replaceAll('?', '\u0002'), value)
const equalsFolded = (value: string, pattern: string) => equals(value.toLowerCase(), pattern.toLowerCase())
const like = (value: string, pattern: string) => isLike(pattern, value)
const arn = (value: string, pattern: string) => isArnLike(pattern, value)
const network = (value: string, pattern: string) => isInNetwork(value, pattern)
const truth = (value: string, pattern: string) => value.toLowerCase() === pattern.toLowerCase()
const numbers = (compare: (a: number, b: number) => boolean) => (value: string, pattern: string) => {
  const [a, b] = [Number(value), Number(pattern)]
  return value.trim() !== '' && pattern.trim() !== '' && !Number.isNaN(a) && !Number.isNaN(b) && compare(a, b)
}
const dates = (compare: (a: number, b: number) => boolean) => (value: string, pattern: string) => {
  const [a, b] = [timeOf(value), timeOf(pattern)]
  return !Number.isNaN(a) && !Number.isNaN(b) && compare(a, b)
}

/** Every operator of the IAM User Guide, "IAM JSON policy elements: Condition operators", in lower case. */
export const operators: ReadonlyMap<string, Operator> = new Map<string, Operator>([
  ['stringequals', positive(equals, 'is')],
  ['stringnotequals', negated(equals, 'is not')],
  ['stringequalsignorecase', positive(equalsFolded, 'is')],
  ['stringnotequalsignorecase', negated(equalsFolded, 'is not')],
  ['stringlike', positive(like, 'is like')],
  ['stringnotlike', negated(like, 'is not like')],
  ['arnequals', positive(arn, 'is')],
  ['arnlike', positive(arn, 'is like')],
  ['arnnotequals', negated(arn, 'is not')],
  ['arnnotlike', negated(arn, 'is not like')],
  ['ipaddress', positive(network, 'is in')],
  ['notipaddress', negated(network, 'is not in')],
  ['bool', positive(truth, 'is')],
  ['binaryequals', positive((value, pattern) => value === pattern, 'is')],
  [
    'numericequals',
    positive(
      numbers((a, b) => a === b),
      'is',
    ),
  ],
  [
    'numericnotequals',
    negated(
      numbers((a, b) => a === b),
      'is not',
    ),
  ],
  [
    'numericlessthan',
    positive(
      numbers((a, b) => a < b),
      'is less than',
    ),
  ],
  [
    'numericlessthanequals',
    positive(
      numbers((a, b) => a <= b),
      'is at most',
    ),
  ],
  [
    'numericgreaterthan',
    positive(
      numbers((a, b) => a > b),
      'is more than',
    ),
  ],
  [
    'numericgreaterthanequals',
    positive(
      numbers((a, b) => a >= b),
      'is at least',
    ),
  ],
  [
    'dateequals',
    positive(
      dates((a, b) => a === b),
      'is',
    ),
  ],
  [
    'datenotequals',
    negated(
      dates((a, b) => a === b),
      'is not',
    ),
  ],
  [
    'datelessthan',
    positive(
      dates((a, b) => a < b),
      'is before',
    ),
  ],
  [
    'datelessthanequals',
    positive(
      dates((a, b) => a <= b),
      'is at or before',
    ),
  ],
  [
    'dategreaterthan',
    positive(
      dates((a, b) => a > b),
      'is after',
    ),
  ],
  [
    'dategreaterthanequals',
    positive(
      dates((a, b) => a >= b),
      'is at or after',
    ),
  ],
])

function positive(matches: Operator['matches'], words: string): Operator {
  return { matches, isNegated: false, words }
}

function negated(matches: Operator['matches'], words: string): Operator {
  return { matches, isNegated: true, words }
}

const iso = /^(\d{4}(?:-\d\d(?:-\d\d)?)?)(T\d\d:\d\d(?::\d\d(?:\.\d+)?)?)?(Z|[+-]\d\d:?\d\d)?$/i

/** Milliseconds since 1970 of a date as policies write it: ISO 8601, UTC where it names no zone, or seconds since 1970. */
function timeOf(text: string): number {
  if (/^\d{9,11}$/.test(text)) return Number(text) * 1000
  const [, day = '', time, zone = 'Z'] = iso.exec(text) ?? []
  if (day === '') return Number.NaN
  return Date.parse(time === undefined ? day : `${day}${time}${zone}`)
}
