import { type Field, resolveField, type Step } from './fields.ts'
import { parseIp6 } from './network.ts'
import { type Cursor, complain, scanValue } from './scan.ts'
import type { Operator } from './tree.ts'

/** What stands in front of a value; field null: it was wrong and has been complained about. */
export interface Asked {
  readonly field: Field | null
  readonly operator: Operator
  readonly negated: boolean
  /** As it is written, with the operator; `!=` as `=`. */
  readonly written: string
}

/** Pasted from a log, these hold a colon and are text all the same: an ARN, a URL. */
const pasted = /arn:aws[\w-]*:|[a-z][\w+.-]*:\/\//iy
const fieldName =
  /([\p{L}_][\p{L}\p{N}_-]*)((?:\.(?:"(?:[^"\\]|\\.)*"|[^\s:=<>!()"[\].]+)|\[(?:\*|\d{1,9})\])*)(>=|<=|!=|[:=<>])/suy

/** Reads `field:` or a path with its operator; null where a value begins. A field that is none is complained about. */
export function scanField(cursor: Cursor): Asked | null {
  const from = cursor.at
  fieldName.lastIndex = from
  pasted.lastIndex = from
  const found = fieldName.exec(cursor.text)
  if (!found || pasted.test(cursor.text) || isAddress(cursor.text, from)) return null
  cursor.at += found[0].length
  const [, name, path, sign] = found as unknown as readonly [string, string, string, string]
  const steps = parsePath(path)
  const operator = (sign === '!=' ? '=' : sign) as Operator
  const field = steps ? resolveField(name, steps) : { nearest: [] }
  if (!('nearest' in field)) return { field, operator, negated: sign === '!=', written: `${name}${path}${operator}` }
  const shown = `${name}${path}`.slice(0, 60)
  const meant = field.nearest.length > 0 ? `did you mean ${field.nearest.join(', ')}? ` : ''
  const message = steps
    ? `no field '${shown}'${meant ? `; ${meant}` : '. '}Put the text in quotes to search for it as it is`
    : `'${shown}' is no path: a key with other characters is written in quotes, such as request."a key"`
  complain(cursor, from, cursor.at - sign.length, message)
  return { field: null, operator, negated: false, written: '' }
}

/** `fe80::1` looks like a field named fe80. */
function isAddress(text: string, from: number): boolean {
  const word = /[\da-f:.]{2,45}/iy
  word.lastIndex = from
  const address = word.exec(text)?.[0]
  return address !== undefined && parseIp6(address) !== null
}

/** The steps of `.a."b c"[0][*]`; null where a quoted key holds an escape that means nothing. */
function parsePath(path: string): readonly Step[] | null {
  const steps: Step[] = []
  for (const [, quoted, bare, index] of path.matchAll(
    /\.(?:("(?:[^"\\]|\\.)*")|([^\s:=<>!()"[\].]+))|\[(\*|\d+)\]/gsu,
  )) {
    if (index !== undefined) steps.push(index === '*' ? { any: true } : { index: Number(index) })
    else if (bare !== undefined) steps.push({ key: bare })
    else {
      const written = scanValue({ text: quoted as string, at: 0, errors: [] })
      if (written?.kind !== 'quoted') return null
      steps.push({ key: written.text })
    }
  }
  return steps
}
