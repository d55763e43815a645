import { conditionHolds } from './condition.ts'
import type { PolicyDocument, Statement } from './document.ts'
import type { Facts } from './facts.ts'
import { both, not, type Truth, unknown } from './truth.ts'
import { couldBeLike, fill } from './variables.ts'
import { arnParts, isArnLike, isLike } from './wildcard.ts'

/** What is asked: an action on one concrete resource; `*` for actions that have none. */
export interface Asked {
  /** As IAM names it, iam:PassRole; compared without regard to case. */
  readonly action: string
  readonly resource: string
}

/** A policy and where it comes from. */
export interface Policy {
  readonly name: string
  /** ARN of a managed policy; null of an inline one and of one that hangs on a resource. */
  readonly arn: string | null
  /** ARN of whose inline policy, trust or resource policy it is; left out of a managed policy. */
  readonly holder?: string
  readonly document: PolicyDocument
}

/** Whether a statement speaks of the action, the resource and the circumstances; the principal is the caller's to judge. */
export function appliesTo(statement: Statement, asked: Asked, facts: Facts, hasVariables: boolean): Truth {
  if (!namesAction(statement, asked.action)) return false
  const resource = namesResource(statement, asked.resource, facts, hasVariables)
  if (resource === false) return false
  return both(resource, conditionHolds(statement.tests, facts, statement.effect, hasVariables))
}

const decided = new WeakMap<Statement, Map<string, boolean>>()

/** Action and NotAction: without regard to case, and a wildcard may reach over the colon. Nothing is trimmed. */
export function namesAction(statement: Statement, action: string): boolean {
  const known = decided.get(statement) ?? new Map<string, boolean>()
  if (known.size === 0) decided.set(statement, known)
  let names = known.get(action)
  if (names === undefined) {
    const text = action.toLowerCase()
    const { not: isNot, patterns } = statement.actions ?? { not: false, patterns: [] }
    names = patterns.some((pattern) => isLike(pattern, text)) !== isNot
    known.set(action, names)
  }
  return names
}

/** Resource and NotResource, part by part of the ARN; a statement without either hangs on its resource and means that. */
export function namesResource({ resources }: Statement, resource: string, facts: Facts, hasVariables: boolean): Truth {
  if (resources === null) return true
  let open: string | null = null
  for (const pattern of resources.patterns) {
    const filled = hasVariables && mayVary(pattern) ? fill(pattern, facts) : pattern
    if (filled === null) {
      if (resources.not) open = `${resource} is ${pattern}, a variable of which has no value`
      continue
    }
    if (typeof filled === 'string') {
      if (isArnLike(filled, resource)) return !resources.not
    } else if (couldBeLike(pattern, resource)) open = `${filled.unknownKey} fits ${pattern}`
  }
  if (open === null) return resources.not
  return resources.not ? not(unknown(open)) : unknown(open)
}

/** Variables stand for words in the last part of an ARN alone. IAM User Guide, "Variables and tags": where they can be used. */
function mayVary(pattern: string): boolean {
  return !arnParts(pattern)
    .slice(0, 5)
    .some((part) => part.includes('${'))
}
