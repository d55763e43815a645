import { type Leaf, leavesOf, type Node } from './node.ts'
import type { EventRule } from './rule.ts'
import { plainText } from './wildcards.ts'

/** For each service (eventSource without .amazonaws.com): the names that CloudTrail writes into eventName. */
export type Actions = ReadonlyMap<string, ReadonlySet<string>>

/** Reads the list of actions: a JSON object of services, each with its names separated by spaces. */
export function readActions(text: string): Actions {
  const services = JSON.parse(text) as Readonly<Record<string, string>>
  return new Map(Object.entries(services).map(([service, names]) => [service, new Set(names.toLowerCase().split(' '))]))
}

/** Names of actions that no record can have beside the services that the rule asks for; a service that is not known is believed. */
export function strangeActions({ formats, detection }: EventRule, actions: Actions): readonly string[] {
  return formats?.includes('cloudtrail') ? [...new Set(pairs(detection).flatMap((pair) => strange(pair, actions)))] : []
}

interface Pair {
  readonly services: readonly string[]
  readonly names: readonly string[]
}

function strange({ services, names }: Pair, actions: Actions): readonly string[] {
  const known = services.map((service) => actions.get(service.toLowerCase().replace(/\.amazonaws\.com$/, '')))
  if (known.some((each) => each === undefined)) return []
  const asked = known.length > 0 ? known : [...actions.values()]
  return names
    .filter((name) => !asked.some((each) => each?.has(name.toLowerCase())))
    .map(
      (name) =>
        `'${name}' is no action ${services.length > 0 ? `of ${services.join(' or ')}` : 'of any service'} that is known`,
    )
}

/** What is asked of eventSource and eventName together, in each conjunction; without an eventSource, of any service. */
function pairs(node: Node): readonly Pair[] {
  if (node.kind === 'leaf') return node.field === 'eventName' ? [{ services: [], names: plainTexts(node) }] : []
  if (node.kind === 'not') return pairs(node.part)
  if (node.kind !== 'and') return node.parts.flatMap(pairs)
  const leaves = node.parts.filter((part) => part.kind === 'leaf')
  const source = leaves.find(({ field }) => field === 'eventSource')
  const name = leaves.find(({ field }) => field === 'eventName')
  const others = node.parts.filter((part) => part !== name).flatMap(pairs)
  if (!name) return others
  const services = source ? plainTexts(source) : elsewhere(node, name)
  return [{ services, names: plainTexts(name) }, ...others]
}

/** Rules that name the service in another selection than the action are not judged by one of the two. */
function elsewhere(node: Node, name: Leaf): readonly string[] {
  return leavesOf(node).some((leaf) => leaf !== name && leaf.field === 'eventSource') ? ['*'] : []
}

function plainTexts({ test }: Leaf): readonly string[] {
  return test.kind === 'text' ? test.any.map(plainText).filter((text) => text !== null) : []
}
