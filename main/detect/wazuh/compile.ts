import { createHash } from 'node:crypto'
import type { Level, Refused } from '../../../shared/rule.ts'
import { securityLakeFormats } from '../logsource.ts'
import type { Node } from '../node.ts'
import { Refusal, refuse } from '../refusal.ts'
import type { CorrelationRule, EventRule, Rule } from '../rule.ts'
import { readInfo } from '../rule-info.ts'
import { type CdbList, readCdbList } from './cdb-list.ts'
import { certainValue, documentFormats, isDocumentField } from './documents.ts'
import { flatHolds } from './flat.ts'
import { neverHolds } from './never-holds.ts'
import { asksDocument, type Placed, type Tree, treeOf } from './tree.ts'
import type { ListTest, WazuhRule } from './wazuh-rule.ts'

/** All rules of Wazuh together, as rules like others: where an event ends depends on every one of them. */
export function compileWazuh(written: readonly WazuhRule[]): {
  readonly rules: readonly Rule[]
  readonly refused: readonly Refused[]
} {
  const refused: Refused[] = []
  const tell = ({ file, id, title }: WazuhRule, reason: string) => refused.push({ file, id, title, reason })
  const attempt = <T>(rule: WazuhRule, work: () => T): readonly T[] => {
    try {
      return [work()]
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      tell(rule, error.message)
      return []
    }
  }
  const lists = new Map<string, CdbList>()
  const listOf = (file: string, name: string) => {
    const key = `${file} ${name}`
    const list = lists.get(key) ?? readCdbList(file, name)
    lists.set(key, list)
    return list
  }
  const placed = distinct(written, tell).flatMap((rule) => attempt(rule, () => ({ ...rule, own: ownOf(rule, listOf) })))
  const tree = treeOf(placed, tell)
  const rules = tree.rules.flatMap((rule) =>
    attempt(rule, () => (rule.counted ? countingRules(rule, tree) : [eventRule(rule, tree.ends(rule), tree)])).flat(),
  )
  return { rules, refused }
}

/** One rule an id: the first, unless a later one overwrites it, which keeps the place of the first. */
function distinct(
  written: readonly WazuhRule[],
  tell: (rule: WazuhRule, reason: string) => void,
): readonly WazuhRule[] {
  const rules = new Map<string, WazuhRule>()
  for (const rule of written) {
    const first = rules.get(rule.id)
    if (first && rule.overwrite && !first.counted === !rule.counted) {
      rules.set(rule.id, {
        ...rule,
        below: first.below,
        counted: rule.counted && first.counted ? { ...rule.counted, of: first.counted.of } : null,
      })
    } else if (first && rule.overwrite)
      tell(rule, `it overwrites ${rule.id} of ${first.file}, of which only one counts events`)
    else if (!first) rules.set(rule.id, rule)
    else if (first.text.trim() !== rule.text.trim())
      tell(
        rule,
        `its id ${rule.id} is also that of a rule in ${first.file}, which is evaluated; overwrite="yes" would replace it`,
      )
  }
  return [...rules.values()]
}

function ownOf(rule: WazuhRule, listOf: (file: string, name: string) => CdbList): Node {
  const parts = [...rule.tests, ...rule.lists.map((test) => listNode(test, listOf(rule.file, test.list)))]
  return parts.length === 1 ? (parts[0] as Node) : { kind: 'and', parts }
}

function listNode({ field, lookup, negated, value }: ListTest, list: CdbList): Node {
  const entries = [...list].filter(
    ([, each]) => value === null || flatHolds(each, { kind: 'flat', asked: value, negated: false }),
  )
  const keys = entries.map(([key]) => key)
  const prefixes = lookup === 'address' ? keys.filter((key) => key.endsWith('.')) : []
  return { kind: 'leaf', field, test: { kind: 'flat', keys, ...(prefixes.length > 0 ? { prefixes } : {}), negated } }
}

function eventRule(rule: Placed, detection: Node, tree: Tree): EventRule {
  const formats = formatsOf(detection)
  const info = infoOf(rule, 'event', formats, JSON.stringify(detection), tree)
  return {
    kind: 'event',
    info: { ...info, reported: rule.level > 0 },
    formats,
    detection,
    firstSeen: null,
    examples: none,
    wazuh: { written: rule, notes: [...rule.notes, ...deadNotes(rule, detection, formats)] },
  }
}

const none = { hits: [], misses: [] } as const

/**
 * A rule that counts: its events are those of the rules that it counts, and, where other events complete it, those of a
 * rule of their own that is not reported.
 */
function countingRules(rule: Placed, tree: Tree): readonly Rule[] {
  const { counted } = rule
  if (!counted) return []
  if (rule.level === 0) refuse('it is of level 0: it would count and never report')
  const found = tree.named(counted.of).filter(({ id, counted: chain }) => id !== rule.id && !chain)
  const bases = found.filter(({ level }) => level > 0)
  if (found.length === 0)
    refuse(
      `it counts ${counted.of.by === 'id' ? counted.of.ids[0] : `the group '${counted.of.group}'`}, which is not among the rules that were loaded, or counts itself`,
    )
  if (bases.length === 0) refuse('all that it counts is of level 0, and events of level 0 are not counted')
  if (bases.length > 50) refuse(`it counts ${bases.length} rules; 50 are the most`)
  const completing = tree.reaches(rule)
  const [only] = bases
  const isSame =
    bases.length === 1 &&
    only !== undefined &&
    JSON.stringify(sorted(tree.ends(only))) === JSON.stringify(sorted(completing))
  const last = isSame ? null : lastRule(rule, completing, tree)
  const info = infoOf(rule, 'correlation', [], JSON.stringify([counted, completing]), tree)
  const counting: CorrelationRule = {
    kind: 'correlation',
    info,
    type: last || counted.differentField !== null ? 'preceded' : 'event_count',
    references: [...bases.map(({ id }) => id), ...(last ? [last.info.key] : [])],
    completedByLast: last !== null,
    groupBy: counted.sameFields,
    aliases: {},
    seconds: counted.seconds,
    bounds: [{ operator: '>=', value: counted.events }],
    valueFields: counted.differentField === null ? [] : [counted.differentField],
    generate: true,
    examples: none,
    wazuh: { written: rule, notes: rule.notes },
  }
  return last ? [last, counting] : [counting]
}

function lastRule(rule: Placed, completing: Node, tree: Tree): EventRule {
  const event = eventRule({ ...rule, notes: [] }, completing, tree)
  const id = `${rule.id}.last`
  const title = `${rule.title} (the event that completes it)`
  return { ...event, info: { ...event.info, key: id, id, title, reported: false } }
}

function sorted(node: Node): Node {
  return node.kind === 'and'
    ? { ...node, parts: [...node.parts].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)) }
    : node
}

function infoOf(
  rule: Placed,
  kind: 'event' | 'correlation',
  formats: readonly string[],
  meaning: string,
  tree: Tree,
): Rule['info'] {
  const text = [...tree.above(rule).map((parent) => parent.text), rule.text].join('')
  const info = readInfo(
    {
      title: rule.title,
      id: rule.id,
      level: sigmaLevel(rule.level),
      description: `Rule ${rule.id} of Wazuh, level ${rule.level}`,
      references: rule.references,
      tags: rule.mitre.map((id) => `attack.${id.toLowerCase()}`),
      wazuh: [rule.id],
    },
    { file: rule.file, text, kind, groups: rule.groups, formats },
  )
  // What stands beside it, and in its lists, decides too: with them it is another version.
  return { ...info, hash: createHash('sha256').update(text).update(meaning).digest('hex') }
}

/** Levels of Wazuh, 0 to 16, as its own interface names them; what is below 4 tells of ordinary things. */
export function sigmaLevel(level: number): Level {
  if (level >= 15) return 'critical'
  if (level >= 12) return 'high'
  if (level >= 7) return 'medium'
  return level >= 4 ? 'low' : 'informational'
}

/** Formats whose events can match at all, by what is certain of their documents. */
function formatsOf(detection: Node): readonly string[] {
  if (!asksDocument(detection)) return securityLakeFormats
  return documentFormats.filter((format) => possible(detection, format) !== false)
}

/** Whether a test holds for events of a format; null: it depends on the event. */
function possible(node: Node, format: string): boolean | null {
  if (node.kind === 'leaf') {
    if (node.field === null || node.test.kind !== 'flat' || !isDocumentField(node.field)) return null
    const value = certainValue(format, node.field)
    return value === undefined ? null : value !== null && flatHolds(value, node.test)
  }
  if (node.kind === 'not') {
    const part = possible(node.part, format)
    return part === null ? null : !part
  }
  const parts = node.parts.map((part) => possible(part, format))
  if (node.kind === 'and') return parts.includes(false) ? false : parts.includes(null) ? null : true
  return parts.includes(true) ? true : parts.includes(null) ? null : false
}

function deadNotes(rule: Placed, detection: Node, formats: readonly string[]): readonly string[] {
  if (rule.level === 0) return []
  if (formats.length === 0) return ['it never finds anything: no log that is read makes such documents']
  const never = neverHolds(detection)
  return never === null ? [] : [`it never finds anything: ${never}`]
}
