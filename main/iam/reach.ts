import type { IamEdge, IamNode } from '../../shared/iam-state.ts'
import type { World } from './ability.ts'
import { isAdmin } from './escalation/admin.ts'
import type { Method } from './escalation/method.ts'
import { usedBy } from './escalation/report.ts'
import { type Step, stepsOf } from './escalation/steps.ts'
import type { Principal } from './model/inventory.ts'
import type { Work } from './turns.ts'
import type { Usage } from './usage.ts'
import { saidBy } from './who-can.ts'

export interface Reach {
  readonly nodes: readonly IamNode[]
  readonly edges: readonly IamEdge[]
  readonly isCut: boolean
}

/** Everything a principal can become or touch, step by step, nearest first, until there are `most` nodes. */
export function* reachOf(
  world: World,
  methods: readonly Method[],
  usage: Usage,
  from: Principal,
  most: number,
): Work<Reach> {
  const nodes = new Map<string, IamNode>([[from.arn, nodeOf(world, from, 0)]])
  const edges: IamEdge[] = []
  let isCut = false
  let ring: readonly Principal[] = [from]
  for (let distance = 1; ring.length > 0; distance++) {
    const next: Principal[] = []
    for (const principal of ring) {
      for (const step of bestSteps(yield* stepsOf(world, principal, methods))) {
        yield
        const node = targetOf(world, step, distance)
        if (!nodes.has(node.id)) {
          if (nodes.size >= most) {
            isCut = true
            continue
          }
          nodes.set(node.id, node)
          if (step.to !== null && step.value !== 'latent') next.push(step.to)
        }
        edges.push(edgeOf(step, node.id, usage))
      }
    }
    ring = next
  }
  return { nodes: [...nodes.values()], edges, isCut }
}

/** Of many methods to one target the surest is drawn; the others are in the list of paths. */
function bestSteps(steps: readonly Step[]): readonly Step[] {
  const order = ['confirmed', 'conditional', 'potential', 'latent']
  const best = new Map<string, Step>()
  for (const step of steps) {
    const key = step.to?.arn ?? (step.isAdmin ? '' : `${step.method.id} ${step.resource}`)
    const before = best.get(key)
    if (before === undefined || order.indexOf(step.value) < order.indexOf(before.value)) best.set(key, step)
  }
  return [...best.values()].sort((a, b) => order.indexOf(a.value) - order.indexOf(b.value))
}

function nodeOf(world: World, principal: Principal, distance: number): IamNode {
  const { arn, kind, name, account } = principal
  return { id: arn, kind, name, account, isAdmin: isAdmin(world, principal), distance }
}

/** An identity, every right, or what the method acts on. */
function targetOf(world: World, { to, from, isAdmin: givesAll, resource, method }: Step, distance: number): IamNode {
  if (to !== null) return { ...nodeOf(world, to, distance), isAdmin: givesAll || isAdmin(world, to) }
  const { account } = from
  if (givesAll)
    return { id: `admin of ${account}`, kind: 'admin', name: 'every right', account, isAdmin: true, distance }
  const name = resource === '*' ? (method.needs ?? method.target ?? method.id) : resource
  return { id: `${method.id} ${resource}`, kind: 'resource', name, account, isAdmin: false, distance }
}

function edgeOf(step: Step, to: string, usage: Usage): IamEdge {
  const { from, method, value, when, statements } = step
  return {
    from: from.arn,
    to,
    method: method.id,
    confidence: value,
    when,
    statements: statements.map(saidBy),
    used: usedBy(step, usage),
  }
}
