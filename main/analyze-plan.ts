import { createHash } from 'node:crypto'
import { leavesOf } from './detect/node.ts'
import { basesOf } from './detect/references.ts'
import type { Rule } from './detect/rule.ts'
import type { Db } from './store/db.ts'
import { knownRules, lookedAt, newestObject, type RunRule } from './store/detection/run.ts'

/** A rule of this run: which events are new to it. */
export interface Planned extends RunRule {
  readonly rule: Rule
  /** Its place in the run, by which questions name it. */
  readonly no: number
  readonly above: number
  readonly upTo: number
  /** Its matches are kept for what is computed from them. */
  readonly kept: boolean
}

/** Which rules of a run have seen what: those that are new or have changed start anew. `ours`: accounts that belong to us. */
export async function planRun(db: Db, rules: readonly Rule[], ours: readonly string[]): Promise<readonly Planned[]> {
  const known = await knownRules(db)
  const upTo = await newestObject(db)
  const seen = await lookedAt(db, upTo)
  const still = new Map<number, string>()
  for (const { lookedTo } of known.values()) if (!still.has(lookedTo)) still.set(lookedTo, await lookedAt(db, lookedTo))
  let next = Math.max(0, ...[...known.values()].map(({ ruleNo }) => ruleNo))
  const bases = new Set(
    rules
      .flatMap((rule) => (rule.kind === 'correlation' ? basesOf(rule, rules) : rule.firstSeen ? [rule] : []))
      .map(({ info }) => info.key),
  )
  return rules.map((rule, no) => {
    const before = known.get(rule.info.key)
    const version = versionOf(rule, bases, ours)
    const isSame = before?.hash === version && before.lookedAt === still.get(before.lookedTo)
    return {
      rule,
      no,
      info: rule.info,
      version,
      ruleNo: before?.ruleNo ?? ++next,
      fresh: !isSame,
      above: before && isSame ? before.lookedTo : 0,
      upTo,
      lookedAt: seen,
      kept: bases.has(rule.info.key),
    }
  })
}

/** What its findings were made from: another version when it is needed for, or reported, otherwise than before. */
function versionOf(rule: Rule, bases: ReadonlySet<string>, ours: readonly string[]): string {
  const { info } = rule
  const asksOurs = rule.kind === 'event' && leavesOf(rule.detection).some(({ test }) => test.kind === 'foreign')
  return [
    info.hash,
    ...(bases.has(info.key) ? ['kept'] : []),
    ...(info.reported ? [] : ['silent']),
    ...(asksOurs && ours.length > 0 ? [createHash('sha256').update(ours.toSorted().join()).digest('hex')] : []),
  ].join(' ')
}
