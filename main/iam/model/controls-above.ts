import type { Guards } from '../policy/decide.ts'
import { readDocument } from '../policy/document.ts'
import type { Policy } from '../policy/statement.ts'
import type { ControlPolicy, Inventory } from './inventory.ts'

/** Control policies above an account. */
export interface Above {
  /** A list for each level that policies are known of; null where there is none. */
  readonly levels: Guards['scps']
  /** Those that may hang above it or not. */
  readonly uncertain: readonly Policy[]
}

const known = new WeakMap<Inventory, Map<string, Above>>()
const nothing: Above = { levels: null, uncertain: [] }

/**
 * What the organization says above an account. The management account is free of it, and so are accounts that are not
 * in the organization. A policy on a unit counts for the accounts below it; where the evidence does not say which those
 * are, or what a policy hangs on, it is uncertain. AWS Organizations User Guide, "SCP evaluation".
 */
export function controlsAbove(inventory: Inventory, account: string, kind: ControlPolicy['kind']): Above {
  const ofAll = known.get(inventory) ?? new Map<string, Above>()
  known.set(inventory, ofAll)
  const key = `${kind} ${account}`
  const before = ofAll.get(key)
  if (before !== undefined) return before
  const found = above(inventory, account, kind)
  ofAll.set(key, found)
  return found
}

function above(
  { controls, management, members, parents }: Inventory,
  account: string,
  kind: ControlPolicy['kind'],
): Above {
  const ofKind = controls.filter((control) => control.kind === kind)
  const isOutside = members.length > 0 && !members.includes(account)
  if (ofKind.length === 0 || account === management || isOutside) return nothing
  const way = wayUp(account, parents)
  const isWhole = way.at(-1)?.startsWith('r-') === true
  const levels = new Map<string, Policy[]>()
  const uncertain = new Set<Policy>()
  for (const { policy, targets } of ofKind) {
    if (targets === null) uncertain.add(policy)
    for (const target of targets ?? []) {
      if (target === account || target.startsWith('r-') || way.includes(target))
        levels.set(target, [...(levels.get(target) ?? []), policy])
      else if (target.startsWith('ou-') && !isWhole) uncertain.add(policy)
    }
  }
  for (const policy of [...levels.values()].flat()) uncertain.delete(policy)
  const complete = [...levels.values()].map((level) => (allowsSomething(level) ? level : [...level, fullAccess]))
  return { levels: complete.length === 0 ? null : complete, uncertain: [...uncertain] }
}

/** Hangs on every level until somebody takes it away; where the evidence knows prohibitions alone, it is taken to be there. */
const fullAccess: Policy = {
  name: 'FullAWSAccess',
  arn: null,
  document: readDocument({ Version: '2012-10-17', Statement: { Effect: 'Allow', Action: '*', Resource: '*' } }),
}

function allowsSomething(level: readonly Policy[]): boolean {
  return level.some(({ document }) => document.statements.some(({ effect }) => effect === 'Allow'))
}

/** What stands above an account, up to the root; evidence may hold a circle. */
function wayUp(account: string, parents: ReadonlyMap<string, string>): readonly string[] {
  const way: string[] = []
  for (let at = parents.get(account); at !== undefined && !way.includes(at); at = parents.get(at)) way.push(at)
  return way
}
