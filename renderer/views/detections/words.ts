import type { DetectionFilter, DetectionState } from '../../../shared/detection.ts'
import { levels } from '../../../shared/rule.ts'
import { term } from '../../../shared/search/edit.ts'
import { quoteValue } from '../../../shared/search/write.ts'
import type { DetectionsState } from '../../state/detections.ts'

/** The gravest first. */
export const gravestFirst = levels.toReversed()

/** In the order in which work goes on. */
export const statuses = ['open', 'suppressed', 'dismissed'] as const satisfies readonly DetectionState[]

/** What the view asks for, as the engine is asked. */
export function filterOf({ state, level, rule, tactic, principal }: DetectionsState): DetectionFilter {
  return { levels: level === null ? null : [level], states: [state], rule, tactic, principal, account: null }
}

/** The search for the events of what a rule found in findings of a state. */
export function searchOfRule(rule: string, state: DetectionState = 'open'): string {
  return `${state === 'open' ? 'rule' : 'suppressed'}:${quoteValue(rule)}`
}

/** The search for the events of a tactic (null: of every finding) among the findings that are shown. */
export function searchOfTactic(tactic: string | null, { state, level, rule, principal }: DetectionsState): string {
  const found = (name: string) => (state === 'open' ? name : 'suppressed')
  const terms = [
    ...(tactic === null ? [] : [`${found('tactic')}:${tactic}`]),
    ...(level === null ? [] : [`${found('level')}:${level}`]),
    ...(rule === null ? [] : [searchOfRule(rule, state)]),
  ]
  return [
    ...(terms.length > 0 ? terms : [`${found('rule')}:*`]),
    ...(principal === null ? [] : [searchOfPrincipal(principal)]),
  ].join(' ')
}

/** The search for what a principal did: the sessions of a role are the role. */
export function searchOfPrincipal(principal: string): string {
  return `(${term('role', principal)} OR ${term('actor', principal)})`
}
