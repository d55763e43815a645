import { severities } from '../event.ts'
import type { Field } from './fields.ts'
import { parseIp4, parseNetwork } from './network.ts'
import { checkRegex } from './regex.ts'
import type { Written } from './scan.ts'
import { parseTime } from './time.ts'
import type { Operator, Piece, Value } from './tree.ts'

/** A written value as its field understands it, or what is wrong with it (`at`: offset in a regular expression). */
export function readValue(written: Written, field: Field, operator: Operator): Value | Mistake {
  if (written.kind === 'regex') return readRegex(written, field, operator)
  if (written.kind === 'word' && written.pieces.length > 200) return { message: 'a value has at most 100 wildcards' }
  if (field.match === 'anywhere') return readText(written, field, operator)
  const text = literal(written)
  if (field.test !== undefined) return readBoolean(text, field, operator)
  const missing = written.kind === 'word' ? written.source.toLowerCase() === 'none' : text === '' && operator === ':'
  if (missing && (operator === ':' || operator === '=')) return { kind: 'missing' }
  const isWild = written.kind === 'word' && written.pieces.some((piece) => piece.kind !== 'text')
  if (written.kind === 'word' && operator === ':' && written.source === '*') return { kind: 'exists' }
  if (isWild && operator !== ':')
    return {
      message: `'${operator}' takes no wildcard: write ${field.name}:… for a search with wildcards, or the value in quotes`,
    }
  if (field.type !== 'text' && isWild)
    return {
      message: `${field.name} takes no wildcard: ${field.type === 'time' ? 'write 2026-05 or 2026-05-01..2026-05-02' : 'write the value itself'}`,
    }
  if (field.type === 'time') return readTime(text, operator)
  if (field.type === 'boolean') return readBoolean(text, field, operator)
  if (field.type === 'number') return readNumber(text, field, operator)
  if (field.columns[0] === 'severity' && operator !== ':' && operator !== '=') return readSeverity(text, operator)
  if (isWild) return { kind: 'pattern', pieces: written.pieces }
  if (field.match === 'address' && operator === ':') return readAddress(text, written)
  if (field.path.length > 0 && operator !== '=' && written.kind === 'word') return readScalar(text, operator)
  return { kind: 'text', text }
}

/** Looked for in all text, every word is meant as it is, `none` too; only wildcards stay wildcards. */
function readText(
  written: Written & { readonly kind: 'word' | 'quoted' },
  field: Field,
  operator: Operator,
): Value | Mistake {
  if (operator !== ':') return { message: `${field.name} is all text of an event: write ${field.name}:…` }
  const isWild = written.kind === 'word' && written.pieces.some((piece) => piece.kind !== 'text')
  return isWild ? { kind: 'pattern', pieces: written.pieces } : { kind: 'text', text: literal(written) }
}

export interface Mistake {
  readonly message: string
  readonly at?: number
}

function literal(written: Written & { readonly kind: 'word' | 'quoted' }): string {
  if (written.kind === 'quoted') return written.text
  return written.pieces
    .map((piece: Piece) => (piece.kind === 'text' ? piece.text : piece.kind === 'run' ? '*' : '?'))
    .join('')
}

function readRegex(written: Written & { readonly kind: 'regex' }, field: Field, operator: Operator): Value | Mistake {
  if (operator !== ':') return { message: `'${operator}' takes no regular expression: write ${field.name}:/…/` }
  if (field.type !== 'text') return { message: `${field.name} takes no regular expression, it is no text` }
  if (written.source === '') return { message: 'this regular expression is empty' }
  return checkRegex(written.source) ?? { kind: 'regex', source: written.source, ignoreCase: written.ignoreCase }
}

/** `>` begins after the first moment of what is named, `<=` ends with its last: `time<=2026-05-01` holds that whole day. */
function readTime(text: string, operator: Operator): Value | Mistake {
  const ends = operator === ':' ? text.split('..') : [text]
  if (ends.length > 2 || (ends.length === 2 && ends.every((end) => end === '')))
    return { message: `'${text.slice(0, 60)}' is no range of time: write 2026-05-01..2026-05-02` }
  const stretches = ends.map((end) => (end === '' && ends.length === 2 ? null : parseTime(end)))
  const wrong = stretches.find((stretch) => typeof stretch === 'string')
  if (wrong) return { message: wrong }
  const [first, last] = stretches as Exclude<(typeof stretches)[number], string>[]
  if (ends.length === 1) return { kind: 'times', start: first?.start ?? null, end: first?.end ?? null }
  if (first && last && first.start >= last.end) return { message: `'${text}' ends before it begins` }
  return { kind: 'times', start: first?.start ?? null, end: last?.end ?? null }
}

const truths: Readonly<Record<string, boolean>> = { true: true, yes: true, false: false, no: false }

function readBoolean(text: string, field: Field, operator: Operator): Value | Mistake {
  const value = Object.hasOwn(truths, text.toLowerCase()) ? truths[text.toLowerCase()] : undefined
  if (operator !== ':' && operator !== '=') return { message: `${field.name} has no order: write ${field.name}:true` }
  if (value === undefined) return { message: `${field.name} is true, false or none, not '${text.slice(0, 60)}'` }
  return { kind: 'boolean', value }
}

function readNumber(text: string, field: Field, operator: Operator): Value | Mistake {
  const range = operator === ':' && text.includes('..') ? text.split('..') : null
  const ends = range ?? [text]
  const isNumber = ends.every((end) => /^\d{1,15}$/.test(end) || (range !== null && end === ''))
  if (!isNumber || ends.length > 2 || text === '..')
    return { message: `${field.name} is a whole number such as 12 or a range such as 1..9, not '${text.slice(0, 60)}'` }
  if (!range) return { kind: 'number', value: Number(text) }
  const [from, to] = ends.map((end) => (end === '' ? null : Number(end)))
  if (from != null && to != null && from > to) return { message: `'${text}' ends before it begins` }
  return { kind: 'numbers', from: from ?? null, to: to ?? null }
}

/** Severities have an order of meaning, not of the alphabet. */
function readSeverity(text: string, operator: Operator): Value | Mistake {
  const at = (severities as readonly string[]).indexOf(text.toLowerCase())
  if (at < 0) return { message: `severity is ${severities.join(', ')}, not '${text.slice(0, 60)}'` }
  const names = { '>': severities.slice(0, at), '>=': severities.slice(0, at + 1), '<': severities.slice(at + 1) }
  return { kind: 'ranks', names: names[operator as '>'] ?? severities.slice(at) }
}

function readAddress(text: string, written: Written): Value | Mistake {
  const network = parseNetwork(text)
  if (typeof network === 'string') return { message: network }
  const isOne = parseIp4(text) !== null
  if (isOne) return { kind: 'addresses', of: [text, `::ffff:${text}`] }
  if (network) return { kind: 'network', pattern: network.pattern }
  if (written.kind === 'word' && /^[\d.]+(?:\/|$)|^[\da-f:.]*:[\da-f:.]*(?:\/|$)/i.test(text))
    return {
      message: `'${text.slice(0, 60)}' is no IP address or network: write 198.51.100.7, 198.51.100.0/24 or 2001:db8::/32`,
    }
  return { kind: 'text', text }
}

/** Inside JSON, numbers are compared as numbers where the search gives one. */
function readScalar(text: string, operator: Operator): Value | Mistake {
  const number = /^-?\d{1,15}(?:\.\d{1,15})?$/
  const ends = text.split('..')
  if (operator !== ':') return number.test(text) ? { kind: 'number', value: Number(text) } : { kind: 'text', text }
  if (ends.length !== 2 || !ends.every((end) => number.test(end))) return { kind: 'text', text }
  const [from, to] = ends.map(Number) as [number, number]
  return from <= to ? { kind: 'numbers', from, to } : { message: `'${text}' ends before it begins` }
}
