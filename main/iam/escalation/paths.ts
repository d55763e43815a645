import type { World } from '../ability.ts'
import type { Principal } from '../model/inventory.ts'
import type { Work } from '../turns.ts'
import { isAdmin } from './admin.ts'
import type { Method } from './method.ts'
import { reachAsAdmin, reachOf } from './reach-resource.ts'
import { type Step, stepsOf, type Value } from './steps.ts'

/** A way from a principal to every right, or to the identity or resource that was asked for. */
export interface Path {
  readonly from: Principal
  readonly steps: readonly Step[]
  readonly value: Value
}

export interface Escalations {
  /** Those that may do everything already. */
  readonly admins: readonly Principal[]
  /** Of each principal the shortest way, and how many other first steps lead there too. */
  readonly paths: readonly (Path & { readonly others: number })[]
  /** Every step that was found, those that lead nowhere among them. */
  readonly steps: readonly Step[]
}

/**
 * Follows the steps of all principals to every right, breadth first; `target`: to this identity or resource instead. A
 * way that was walked, each step of it by `isWalked`, comes before a shorter one that was not.
 */
export function* escalations(
  world: World,
  methods: readonly Method[],
  target: string | null = null,
  isWalked: (step: Step) => boolean = () => false,
): Work<Escalations> {
  const { principals } = world.inventory
  const admins: Principal[] = []
  for (const principal of principals) {
    yield
    if (isAdmin(world, principal)) admins.push(principal)
  }
  const arrived = new Set(admins.map(({ arn }) => arn))
  const isResource = target !== null && !principals.some(({ arn }) => arn === target)
  const ofAll = new Map<string, readonly Step[]>()
  for (const principal of principals) {
    yield
    if (target === null && arrived.has(principal.arn)) continue
    ofAll.set(principal.arn, yield* stepsOf(world, principal, methods))
  }
  const uses = isResource ? yield* usesOf(world, target) : new Map<string, Step>()
  /** What follows a step that arrives; null when it does not. */
  const arrival = (step: Step): readonly Step[] | null => {
    if (isResource) {
      const use =
        (step.to && uses.get(step.to.arn)) ?? (step.isAdmin ? reachAsAdmin(world, step.to ?? step.from, target) : null)
      return use === null ? null : [use]
    }
    const isThere =
      target === null
        ? step.isAdmin || (step.to !== null && arrived.has(step.to.arn))
        : step.to?.arn === target || step.isAdmin
    return isThere ? [] : null
  }
  const wayOf = (principal: Principal): readonly (Path & { readonly others: number })[] => {
    if (principal.arn === target) return []
    const direct = uses.get(principal.arn)
    if (direct !== undefined) return [{ from: principal, steps: [direct], value: direct.value, others: 0 }]
    const path = shortest(principal, ofAll, arrival, isWalked)
    if (path === null) return []
    const ends = (ofAll.get(principal.arn) ?? []).filter((step) => arrival(step) !== null).length
    const isAtOnce = arrival(path.steps[0] as Step) !== null
    return [{ ...path, others: ends - (isAtOnce ? 1 : 0) }]
  }
  const paths: (Path & { readonly others: number })[] = []
  for (const principal of principals) {
    yield
    paths.push(...wayOf(principal))
  }
  return { admins, paths, steps: [...ofAll.values()].flat() }
}

/** Who reaches a resource by its own rights. */
function* usesOf(world: World, resource: string): Work<ReadonlyMap<string, Step>> {
  const uses = new Map<string, Step>()
  for (const principal of world.inventory.principals) {
    yield
    const use = reachOf(world, principal, resource)
    if (use !== null) uses.set(principal.arn, use)
  }
  return uses
}

const order: readonly Value[] = ['confirmed', 'conditional', 'potential', 'latent']

/** What was walked first; then certain ways before those that depend on something, short ones before long ones. */
function shortest(
  from: Principal,
  ofAll: ReadonlyMap<string, readonly Step[]>,
  arrival: (step: Step) => readonly Step[] | null,
  isWalked: (step: Step) => boolean,
): Path | null {
  for (const fits of [isWalked, () => true]) {
    for (const worst of ['confirmed', 'conditional'] as const) {
      const isFit = (step: Step) => order.indexOf(step.value) <= order.indexOf(worst) && fits(step)
      const steps = search(from, ofAll, arrival, isFit)
      if (steps !== null) return { from, steps, value: worst }
    }
  }
  return null
}

function search(
  from: Principal,
  ofAll: ReadonlyMap<string, readonly Step[]>,
  arrival: (step: Step) => readonly Step[] | null,
  isFit: (step: Step) => boolean,
): readonly Step[] | null {
  const seen = new Set([from.arn])
  let ways: readonly (readonly Step[])[] = [[]]
  while (ways.length > 0) {
    const next: (readonly Step[])[] = []
    for (const way of ways) {
      const at = way.at(-1)?.to?.arn ?? from.arn
      const steps = (ofAll.get(at) ?? []).filter(isFit)
      for (const step of steps) {
        const rest = arrival(step)
        if (rest?.every(isFit)) return [...way, step, ...rest]
      }
      for (const step of steps) {
        if (step.to === null || seen.has(step.to.arn)) continue
        seen.add(step.to.arn)
        next.push([...way, step])
      }
    }
    ways = next
  }
  return null
}
