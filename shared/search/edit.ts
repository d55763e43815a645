import type { Cell } from '../rows.ts'
import { parseSearch } from './parse.ts'
import type { Term, Tree } from './tree.ts'
import { writeValue } from './write.ts'

/**
 * The term that finds exactly the events in which a column (or a path, see pathField) holds a value; null: holds none.
 * `=` compares one column with case, as facets count; negated, every other event.
 */
export function term(column: string, value: Cell, negate = false): string {
  if (value === null) return `${negate ? '' : '-'}${column}:*`
  return `${column}${negate ? '!=' : '='}${writeValue(value)}`
}

/**
 * Puts a term into a search as the value menu and the facets do. Once more takes it out again; the opposite replaces
 * it; another value of a column that is already asked for joins it with OR; everything else is joined with AND.
 */
export function addTerm(search: string, column: string, value: Cell, negate = false): string {
  const added = term(column, value, negate)
  const wanted = choiceIn(added)
  const parsed = parseSearch(search)
  if (!parsed.ok || !wanted) return `${search.trim()} ${added}`.trim()
  const parts = topParts(search, parsed.tree)
  const isSame = (choice: Choice) => choice.column === wanted.column
  const has = ({ choice }: Part) => choice?.members.some((member) => member.key === wanted.members[0]?.key) ?? false
  const mine = parts.filter(({ choice }) => choice && isSame(choice))
  const [already] = mine.filter((part) => part.choice?.negated === wanted.negated && has(part))
  if (already) return written(parts, (part) => (part === already ? without(part, wanted) : part.text))
  const left = parts.map((part) => (mine.includes(part) && has(part) ? edited(part, without(part, wanted)) : part))
  const home = left.find(({ choice }) => !negate && choice && !choice.negated && isSame(choice))
  if (!home?.choice) return written([...left, { text: added, choice: null }], (part) => part.text)
  const joined = writeChoice({ ...home.choice, members: [...home.choice.members, ...wanted.members] })
  return written(left, (part) => (part === home ? joined : part.text))
}

/** One of the parts that AND joins at the top of a search. */
interface Part {
  readonly text: string
  readonly choice: Choice | null
}

/** Values of one column, one of which an event has to hold; negated: none of which. */
interface Choice {
  readonly column: string
  readonly negated: boolean
  readonly members: readonly Member[]
}

interface Member {
  /** What stands in front of the value, with the operator. */
  readonly asked: string
  readonly value: string
  /** Equal for equal values, however they are written. */
  readonly key: string
}

const missing = '{"kind":"missing"}'

function choiceIn(search: string): Choice | null {
  const parsed = parseSearch(search)
  return parsed.ok ? choiceOf(search, parsed.tree) : null
}

function topParts(search: string, tree: Tree): readonly Part[] {
  if (tree.kind === 'everything') return []
  const trees = tree.kind === 'and' && !isEnclosed(tree) ? tree.parts : [tree]
  return trees.map((part) => {
    const text = search.slice(part.from, part.to)
    const isOpen = part.kind === 'or' && !isEnclosed(part)
    return { text: isOpen ? `(${text})` : text, choice: choiceOf(search, part) }
  })
}

/** A group, and a list behind a field, begins before its first part. */
function isEnclosed(tree: Tree & { readonly kind: 'and' | 'or' }): boolean {
  return tree.from !== tree.parts[0]?.from
}

function choiceOf(search: string, tree: Tree, negated = false): Choice | null {
  if (tree.kind === 'not') return negated ? null : choiceOf(search, tree.part, true)
  const terms = tree.kind === 'or' ? tree.parts : [tree]
  const choices = terms.map((part) => (part.kind === 'term' ? singleChoice(search, part, negated) : null))
  const [first] = choices
  const isOne = choices.every((choice) => choice?.column === first?.column && choice?.negated === first?.negated)
  return first && isOne ? { ...first, members: choices.flatMap((choice) => choice?.members ?? []) } : null
}

function singleChoice(search: string, { field, operator, value, asked, ...at }: Term, negated: boolean): Choice | null {
  if (field.test !== undefined || field.found !== undefined) return null
  const column = JSON.stringify([field.exact[0], field.path])
  const name = asked.slice(0, -1)
  if (value.kind === 'exists' || value.kind === 'missing')
    return {
      column,
      negated: negated !== (value.kind === 'exists'),
      members: [{ asked: `${name}=`, value: 'none', key: missing }],
    }
  const isPlain =
    operator === '=' || (operator === ':' && ['text', 'boolean', 'number', 'addresses'].includes(value.kind))
  if (!isPlain || asked === '') return null
  const written = search.slice(at.valueFrom, at.to)
  const key = value.kind === 'addresses' ? JSON.stringify({ kind: 'text', text: value.of[0] }) : JSON.stringify(value)
  return { column, negated, members: [{ asked, value: written, key }] }
}

function without({ choice }: Part, wanted: Choice): string {
  if (!choice) return ''
  return writeChoice({ ...choice, members: choice.members.filter((member) => member.key !== wanted.members[0]?.key) })
}

function edited(part: Part, text: string): Part {
  return { text, choice: text === '' ? null : (choiceIn(text) ?? part.choice) }
}

function writeChoice({ negated, members }: Choice): string {
  const [first] = members
  if (!first) return ''
  const name = first.asked.slice(0, -1)
  if (members.length === 1 && first.key === missing) return `${negated ? '' : '-'}${name}:*`
  const isAlike = members.every((member) => member.asked === first.asked)
  const isExact = isAlike && negated && first.asked.endsWith('=')
  const asked = isExact ? `${name}!=` : `${negated ? '-' : ''}${isAlike ? first.asked : ''}`
  const values = members.map((member) => (isAlike ? member.value : `${member.asked}${member.value}`))
  return values.length === 1 ? `${asked}${values[0]}` : `${asked}(${values.join(' OR ')})`
}

function written(parts: readonly Part[], write: (part: Part) => string): string {
  return parts
    .map(write)
    .filter((text) => text !== '')
    .join(' ')
}
