import { parseNetwork } from '../../shared/search/network.ts'
import { base64, base64Anywhere, bytesOf, type Utf16, windashes } from './encodings.ts'
import { all, any, type Comparison, type Node, type Pattern, type Test, type TimePart } from './node.ts'
import { refuse, shown } from './refusal.ts'
import { regexSource } from './regex-source.ts'
import { around, merged, plainText, sigmaPieces } from './wildcards.ts'

/** A scalar of a rule file. */
export type Scalar = string | number | bigint | boolean | null

/**
 * `field|modifier|…: values` as tests. Modifiers of the Sigma specification 2.1, appendix "modifiers"; what cannot be
 * evaluated is refused. field '' is a keyword: any value of the record.
 */
export function fieldItem(key: string, values: readonly Scalar[]): Node {
  const [name = '', ...modifiers] = key.split('|')
  const field = name === '' ? null : name
  const item = readModifiers(modifiers)
  if (values.length === 0) refuse(`${shown(key)} has no values: an empty list matches nothing`)
  const nodes = values.map((value) => valueNode(field, value, item))
  const node = item.all ? all(nodes) : any(oneLeaf(nodes))
  return item.negated ? { kind: 'not', part: node } : node
}

interface Item {
  readonly all: boolean
  readonly negated: boolean
  readonly cased: boolean
  readonly how: 'contains' | 'starts' | 'ends' | null
  readonly encoding: Utf16 | null
  readonly base64: 'whole' | 'anywhere' | null
  readonly windash: boolean
  readonly operator: Comparison | null
  readonly part: TimePart | null
  readonly special: (typeof specials)[number] | null
  readonly flags: string
}

const comparisons: Readonly<Record<string, Comparison>> = { lt: '<', lte: '<=', gt: '>', gte: '>=' }
const placements = { contains: 'contains', startswith: 'starts', endswith: 'ends' } as const
const encodings: Readonly<Record<string, Utf16>> = {
  wide: 'utf16le',
  utf16le: 'utf16le',
  utf16be: 'utf16be',
  utf16: 'utf16',
}
/** What takes the value in a way of its own; `foreign` is ours: it asks whether an account is named that is not ours. */
const specials = ['exists', 're', 'cidr', 'fieldref', 'foreign'] as const
const timeParts: readonly string[] = ['minute', 'hour', 'day', 'week', 'month', 'year']

function readModifiers(modifiers: readonly string[]): Item {
  const item: { -readonly [K in keyof Item]: Item[K] } = {
    all: false,
    negated: false,
    cased: false,
    how: null,
    encoding: null,
    base64: null,
    windash: false,
    operator: null,
    part: null,
    special: null,
    flags: '',
  }
  modifiers.forEach((modifier, place) => {
    if (modifier === 'all') item.all = true
    else if (modifier === 'neq') item.negated = true
    else if (modifier === 'cased') item.cased = true
    else if (modifier === 'windash') item.windash = true
    else if (modifier === 'base64') item.base64 = 'whole'
    else if (modifier === 'base64offset') item.base64 = 'anywhere'
    else if (modifier === 'expand') refuse('expand: placeholders have no values here; write the values themselves')
    else if (Object.hasOwn(placements, modifier)) {
      if (item.how !== null)
        refuse(`${modifier}: the value is placed already; use contains, startswith or endswith once`)
      item.how = placements[modifier as keyof typeof placements]
    } else if (Object.hasOwn(encodings, modifier)) item.encoding = encodings[modifier] ?? null
    else if (Object.hasOwn(comparisons, modifier)) item.operator = comparisons[modifier] ?? null
    else if (timeParts.includes(modifier)) item.part = modifier as TimePart
    else if (isSpecial(modifier)) {
      if (modifier === 're' && place > 0) refuse('re: must be the first modifier, as it takes the value as it is')
      if (item.special !== null) refuse(`${modifier} and ${item.special} exclude each other`)
      item.special = modifier
    } else if (/^[ims]$|^(ignorecase|multiline|dotall)$/.test(modifier) && item.special === 're')
      item.flags += modifier[0] === 'd' ? 's' : modifier[0]
    else refuse(`${shown(modifier)} is no modifier of the Sigma specification`)
  })
  check(item)
  return item
}

function isSpecial(modifier: string): modifier is (typeof specials)[number] {
  return (specials as readonly string[]).includes(modifier)
}

/** Combinations that mean nothing. */
function check(item: Item): void {
  const { special, how, encoding, base64: coded, windash, operator, part, cased } = item
  const textual = how !== null || encoding !== null || coded !== null || windash
  if (special === 're' && (how === 'starts' || how === 'ends'))
    refuse('re: use ^ and $ instead of startswith and endswith')
  if (special === 're' && (encoding || coded || windash))
    refuse('re takes the value as it is: no encoding may follow it')
  if ((special === 'exists' || special === 'cidr' || special === 'foreign') && (textual || cased))
    refuse(`${special} takes no modifier of text`)
  if (special === 'fieldref' && (encoding || coded || windash)) refuse('fieldref names a field: it cannot be encoded')
  if ((operator || part) && (textual || cased || special)) refuse('a comparison of numbers takes no other modifier')
  if (encoding && !coded) refuse('wide and utf16 without base64 look for bytes that text in a log never holds')
}

function valueNode(field: string | null, value: Scalar, item: Item): Node {
  const leaf = (test: Test): Node => ({ kind: 'leaf', field, test })
  if (field === null) return keyword(value, item, leaf)
  if (item.special === 'exists' || item.special === 'foreign') {
    if (typeof value !== 'boolean') refuse(`${item.special}: takes true or false, not ${shown(value)}`)
    const test = leaf({ kind: item.special })
    return value ? test : { kind: 'not', part: test }
  }
  if (item.special === 'fieldref') {
    if (typeof value !== 'string' || value === '') refuse(`fieldref: takes the name of a field, not ${shown(value)}`)
    return leaf({ kind: 'field', other: value, how: item.how ?? 'equals', cased: item.cased })
  }
  if (item.special === 'cidr') return leaf({ kind: 'regex', source: network(value) })
  if (item.special === 're') return leaf({ kind: 'regex', source: regexSource(value, item.flags) })
  if (item.part !== null)
    return leaf({ kind: 'time', part: item.part, operator: item.operator ?? '=', value: numeric(value) })
  if (item.operator !== null) return leaf({ kind: 'compare', operator: item.operator, value: numeric(value) })
  return plain(value, item, leaf)
}

/** Without modifiers, or with those of text. */
function plain(value: Scalar, item: Item, leaf: (test: Test) => Node): Node {
  const textual = item.how !== null || item.base64 !== null || item.windash
  if (typeof value === 'string') return leaf({ kind: 'text', any: patterns(value, item), cased: item.cased })
  if (textual || item.cased) refuse(`a modifier of text takes text, not ${shown(value === null ? 'null' : value)}`)
  if (value === null) return leaf({ kind: 'null' })
  const pattern: Pattern = [{ kind: 'text', text: String(value) }]
  if (typeof value === 'boolean' || typeof value === 'bigint')
    return leaf({ kind: 'text', any: [pattern], cased: false })
  return leaf({ kind: 'number', value, text: String(value) })
}

/** Keywords are looked for inside of values, whatever the case. */
function keyword(value: Scalar, item: Item, leaf: (test: Test) => Node): Node {
  if (item.special === 're') return leaf({ kind: 'regex', source: regexSource(value, item.flags) })
  if (item.special || item.operator || item.part) refuse('keywords have no field to compare')
  if (value === null || value === '') refuse('a keyword is a text that is not empty')
  const any = patterns(String(value), { ...item, how: item.how ?? 'contains' })
  return leaf({ kind: 'text', any, cased: item.cased })
}

function patterns(value: string, item: Item): readonly Pattern[] {
  const texts = item.windash ? windashes(value) : [value]
  return texts
    .map(sigmaPieces)
    .flatMap((pieces) => (item.base64 === null ? [pieces] : encoded(pieces, item)))
    .map((pieces) => merged(item.how === null ? pieces : around(pieces, item.how)))
}

function encoded(pieces: Pattern, item: Item): readonly Pattern[] {
  const text = plainText(pieces)
  if (text === null) refuse('base64: a value with wildcards cannot be encoded')
  const bytes = bytesOf(text, item.encoding ?? 'utf8')
  const texts = item.base64 === 'whole' ? [base64(bytes)] : base64Anywhere(bytes)
  return texts.map((each) => [{ kind: 'text', text: each }])
}

function network(value: Scalar): string {
  const read = typeof value === 'string' ? parseNetwork(value) : null
  if (typeof read === 'string') refuse(`cidr: ${read}`)
  if (read === null) refuse(`cidr: ${shown(value)} is no network such as 10.0.0.0/8 or 2001:db8::/32`)
  return read.pattern
}

function numeric(value: Scalar): number {
  if (typeof value === 'number' && Number.isFinite(value)) return value
  return refuse(`a comparison takes a number, not ${shown(value === null ? 'null' : String(value))}`)
}

/** Values of one field, one beside the other, are one test. */
function oneLeaf(nodes: readonly Node[]): readonly Node[] {
  const [first] = nodes
  if (first?.kind !== 'leaf' || first.test.kind !== 'text') return nodes
  const { cased } = first.test
  const any: Pattern[] = []
  for (const node of nodes) {
    if (node.kind !== 'leaf' || node.test.kind !== 'text' || node.test.cased !== cased) return nodes
    any.push(...node.test.any)
  }
  return [{ ...first, test: { kind: 'text', any, cased } }]
}
