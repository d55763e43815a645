import { leavesOf, type Node } from '../node.ts'
import { Refusal, refuse } from '../refusal.ts'
import { isDocumentField } from './documents.ts'
import type { Named, WazuhRule } from './wazuh-rule.ts'

/** A rule with all that it asks of one event, lists included. */
export interface Placed extends WazuhRule {
  readonly own: Node
}

/** The tree of rules: which event ends in which rule. */
export interface Tree {
  readonly rules: readonly Placed[]
  /** An event gets to this rule: it and what is above it hold, and no rule beside them that is asked first. */
  reaches(rule: Placed): Node
  /** It gets to this rule, and to none below it. */
  ends(rule: Placed): Node
  named(named: Named): readonly Placed[]
  /** All that stands above it, or is counted by it or above it, in the order of the files. */
  above(rule: Placed): readonly Placed[]
}

const mostLeaves = 4000

/**
 * As the original walks it: of rules side by side the higher level is asked first, level 0 before all, equal ones as they are
 * written; the first that holds has the event, and passes it to what holds below it. What counts events has no say in
 * where an event ends. `refused`: told of rules that have no place.
 */
export function treeOf(all: readonly Placed[], refused: (rule: Placed, reason: string) => void): Tree {
  const byId = new Map<string, Placed>()
  const order = new Map(all.map((rule, place) => [rule.id, place]))
  const named = (by: Named, before = all.length): readonly Placed[] =>
    by.by === 'id'
      ? by.ids.flatMap((id) => byId.get(id) ?? [])
      : [...byId.values()].filter(({ id, groups }) => groups.includes(by.group) && (order.get(id) as number) < before)
  const parents = new Map<string, readonly Placed[]>()
  const children = new Map<string, Placed[]>([['', []]])

  const waiting = new Set(all)
  const place = (rule: Placed) => {
    const parent = parentsOf(rule)
    byId.set(rule.id, rule)
    parents.set(rule.id, parent)
    for (const { id } of parent.length > 0 ? parent : [{ id: '' }]) {
      const beside = children.get(id) ?? []
      beside.push(rule)
      children.set(id, beside)
    }
  }
  const parentsOf = (rule: Placed): readonly Placed[] => {
    const by = rule.below ?? rule.counted?.of ?? null
    if (by === null) return []
    const found = named(by, order.get(rule.id))
    const missing = by.by === 'id' ? by.ids.find((id) => !byId.has(id)) : undefined
    if (missing !== undefined) {
      refuse(
        `it stands below ${missing}, which is not among the rules that were loaded, or was refused: load the rules of the original too`,
      )
    }
    if (found.length === 0)
      refuse(`it stands below the group '${(by as { group: string }).group}', which no earlier rule has`)
    const counting = found.find(({ counted }) => counted)
    if (counting) refuse(`it stands below ${counting.id}, which counts events: chains of such are not evaluated`)
    return found
  }
  const isReady = (rule: Placed) => {
    const by = rule.below ?? rule.counted?.of ?? null
    if (by === null) return true
    return ![...waiting].some((other) =>
      by.by === 'id' ? by.ids.includes(other.id) : other.groups.includes(by.group) && written(other) < written(rule),
    )
  }
  // A rule may be written before what it stands below; those of a group come after what was written before them.
  for (let left = -1; left !== waiting.size; ) {
    left = waiting.size
    for (const rule of waiting) {
      if (!isReady(rule)) continue
      waiting.delete(rule)
      attempt(rule, () => place(rule))
    }
  }
  for (const rule of waiting) refused(rule, 'it stands below itself')
  for (const beside of children.values()) beside.sort((a, b) => rank(b) - rank(a) || written(a) - written(b))

  function attempt(rule: Placed, work: () => void) {
    try {
      work()
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      refused(rule, error.message)
    }
  }
  function written({ id }: Placed) {
    return order.get(id) as number
  }

  const known = new Map<string, Node>()
  const reaches = (rule: Placed): Node => {
    const before = known.get(rule.id)
    if (before) return before
    const above = parents.get(rule.id) ?? []
    const ways = (above.length > 0 ? above : [null]).map((parent): Node => {
      const beside = children.get(parent?.id ?? '') ?? []
      const first = beside
        .slice(0, beside.indexOf(rule))
        .filter((other) => !other.counted && (parent || isAlike(rule, other)))
      return conjunction([...(parent ? [reaches(parent)] : []), rule.own, ...first.map(({ own }) => not(own))])
    })
    const node: Node = ways.length === 1 ? (ways[0] as Node) : { kind: 'or', parts: ways }
    if (leavesOf(node).length > mostLeaves)
      refuse(`it stands in too wide a tree: more than ${mostLeaves} tests decide about it`)
    known.set(rule.id, node)
    return node
  }
  return {
    rules: all.filter(({ id }) => byId.has(id)),
    reaches,
    ends: (rule) =>
      conjunction([
        reaches(rule),
        ...(children.get(rule.id) ?? []).filter(({ counted }) => !counted).map(({ own }) => not(own)),
      ]),
    named: (by) => named(by),
    above: (rule) => {
      const found = new Set<Placed>()
      const climb = (each: Placed) => {
        const next = [...(parents.get(each.id) ?? []), ...(each.counted ? named(each.counted.of) : [])]
        for (const parent of next) {
          if (found.has(parent) || parent === rule) continue
          found.add(parent)
          climb(parent)
        }
      }
      climb(rule)
      return [...found].sort((a, b) => written(a) - written(b))
    },
  }
}

/** The place among rules side by side: the greater is asked first. */
function rank({ level }: WazuhRule): number {
  return level === 0 ? 99 : level
}

/** A row of Security Lake is a document by itself and the event that it was: the roots for one do not hide those for the other. */
function isAlike(one: Placed, other: Placed): boolean {
  return asksDocument(one.own) === asksDocument(other.own)
}

/** Whether a test asks for documents of the module for AWS, and not for rows of OCSF. */
export function asksDocument(node: Node): boolean {
  const fields = leavesOf(node).flatMap(({ field }) => field ?? [])
  return fields.length === 0 || fields.some(isDocumentField)
}

/** Conjunctions within conjunctions are one. */
function conjunction(parts: readonly Node[]): Node {
  const flat = parts.flatMap((part) => (part.kind === 'and' ? part.parts : [part]))
  return flat.length === 1 ? (flat[0] as Node) : { kind: 'and', parts: flat }
}

function not(part: Node): Node {
  return { kind: 'not', part }
}
