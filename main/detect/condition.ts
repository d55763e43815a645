import { all, any, type Node } from './node.ts'
import { refuse, shown } from './refusal.ts'

/**
 * Reads a condition: `or` binds less than `and`, that less than `not`, that less than `x of`, that less than ( ).
 * Operators may be written in any case. `them` and patterns leave out names that begin with _ unless the pattern does.
 */
export function parseCondition(text: string, selections: ReadonlyMap<string, Node>): Node {
  if (text.includes('|'))
    refuse(`the condition ${shown(text)} aggregates with '|', which Sigma 2 has replaced by correlation rules`)
  const reader: Reader = { tokens: text.match(/[()]|[^\s()]+/g) ?? [], at: 0, depth: 0, selections }
  if (reader.tokens.length === 0) refuse('the condition is empty')
  const node = either(reader)
  const rest = reader.tokens[reader.at]
  if (rest !== undefined) refuse(`the condition cannot be read from ${shown(rest)} on`)
  return node
}

interface Reader {
  readonly tokens: readonly string[]
  readonly selections: ReadonlyMap<string, Node>
  at: number
  depth: number
}

function either(reader: Reader): Node {
  const parts = [both(reader)]
  while (isWord(reader, 'or')) parts.push(both(reader))
  return any(parts)
}

function both(reader: Reader): Node {
  const parts = [negation(reader)]
  while (isWord(reader, 'and')) parts.push(negation(reader))
  return all(parts)
}

function negation(reader: Reader): Node {
  if (++reader.depth > 200) refuse('the condition is nested too deeply')
  const node: Node = isWord(reader, 'not') ? { kind: 'not', part: negation(reader) } : operand(reader)
  reader.depth--
  return node
}

function operand(reader: Reader): Node {
  const token = reader.tokens[reader.at++]
  if (token === undefined) return refuse('the condition ends where a selection is expected')
  if (token === '(') {
    const node = either(reader)
    if (reader.tokens[reader.at++] !== ')') refuse("a '(' of the condition is never closed")
    return node
  }
  if (token === ')') return refuse("a ')' of the condition closes nothing")
  if (/^(\d+|any|all)$/i.test(token) && /^of$/i.test(reader.tokens[reader.at] ?? '')) {
    reader.at++
    return quantified(token.toLowerCase(), reader)
  }
  const selection = reader.selections.get(token)
  if (selection) return selection
  if (/^(and|or|not|of|near)$/i.test(token))
    return refuse(`the condition has ${shown(token)} where a selection is expected`)
  return refuse(`the condition asks for ${shown(token)}, and there is no such selection`)
}

function quantified(quantity: string, reader: Reader): Node {
  const pattern = reader.tokens[reader.at++]
  if (pattern === undefined || pattern === '(' || pattern === ')')
    return refuse(`'${quantity} of' needs a name, a pattern or 'them'`)
  const parts = matching(pattern, reader.selections)
  if (parts.length === 0) refuse(`'${quantity} of ${pattern}' finds no selection of that name`)
  if (quantity === 'all') return all(parts)
  if (quantity === 'any' || quantity === '1') return any(parts)
  const least = Number(quantity)
  if (least < 1 || least > parts.length)
    refuse(`'${quantity} of ${pattern}' cannot hold: there are ${parts.length} such selections`)
  return { kind: 'least', least, parts }
}

function matching(pattern: string, selections: ReadonlyMap<string, Node>): readonly Node[] {
  const form = /^them$/i.test(pattern)
    ? /^[^_]/s
    : new RegExp(`^${pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')}$`, 's')
  return [...selections]
    .filter(([name]) => form.test(name) && (!name.startsWith('_') || pattern.startsWith('_')))
    .map(([, node]) => node)
}

function isWord(reader: Reader, word: string): boolean {
  if (reader.tokens[reader.at]?.toLowerCase() !== word) return false
  reader.at++
  return true
}
