import { isObject, type PolicyDocument } from './document.ts'

const texts = new WeakMap<PolicyDocument, string>()

/** A policy document as it is shown, so that the lines of its statements mean the same to everybody. */
export function printed(document: PolicyDocument): string {
  const text = texts.get(document) ?? JSON.stringify(document.given, null, 2) ?? ''
  texts.set(document, text)
  return text
}

const places = new WeakMap<PolicyDocument, readonly (readonly [number, number])[]>()

/** First and last line, from 1, of a statement in the printed document; null where it has no such statement. */
export function linesOf(document: PolicyDocument, index: number): readonly [number, number] | null {
  const all = places.get(document) ?? findLines(document.given)
  places.set(document, all)
  return all[index] ?? null
}

/** Lines are counted by printing what stands before: a search for a text would find what somebody wrote into a Sid. */
function findLines(given: unknown): readonly (readonly [number, number])[] {
  if (!isObject(given) || given.Statement === undefined) return []
  const before = Object.entries(given).slice(0, Object.keys(given).indexOf('Statement'))
  let line = 2 + before.reduce((sum, [, value]) => sum + height(value), 0)
  if (!Array.isArray(given.Statement)) return [[line, line + height(given.Statement) - 1]]
  line++
  return given.Statement.map((statement) => {
    const from = line
    line += height(statement)
    return [from, line - 1] as const
  })
}

/** How many lines a value takes; one that JSON does not print takes none. */
function height(value: unknown): number {
  const text = JSON.stringify(value, null, 2)
  return text === undefined ? 0 : text.split('\n').length
}
