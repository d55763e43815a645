import type { Hop } from '../../../shared/iam.ts'
import type { IamEdge, IamNode, IamReach } from '../../../shared/iam-state.ts'
import { visible } from '../../format.ts'
import type { GraphEdge, GraphNode } from '../../parts/graph/layers.ts'
import { kindOf } from './path-graph.ts'
import { shortName } from './words.ts'

/** Something within reach, with the step that first leads to it. */
export interface Reached {
  readonly node: IamNode
  readonly by: IamEdge | null
}

/** What is within reach, nearest first; where one begins is no part of it. */
export function reached({ nodes, edges }: Pick<IamReach, 'nodes' | 'edges'>): readonly Reached[] {
  const by = firstEdges({ nodes, edges })
  return nodes
    .filter(({ distance }) => distance > 0)
    .map((node) => ({ node, by: by.get(node.id) ?? null }))
    .sort((a, b) => a.node.distance - b.node.distance || Number(b.node.isAdmin) - Number(a.node.isAdmin))
}

/** A part of a reach: what a step of some confidence leads to, and the steps on the way there. */
export function sureReach(
  reach: Pick<IamReach, 'nodes' | 'edges'>,
  sure: IamEdge['confidence'] | 'all',
): Pick<IamReach, 'nodes' | 'edges'> {
  if (sure === 'all') return reach
  const ends = reached(reach).filter(({ by }) => by?.confidence === sure)
  const by = firstEdges(reach)
  const ways = new Set(ends.flatMap(({ node }) => along(by, node.id)))
  const kept = new Set([...ways].flatMap(({ from, to }) => [from, to]))
  return {
    nodes: reach.nodes.filter(({ id, distance }) => distance === 0 || kept.has(id)),
    edges: reach.edges.filter((edge) => ways.has(edge)),
  }
}

/** The steps from where one begins to a node, the shortest way. */
export function wayTo(reach: Pick<IamReach, 'nodes' | 'edges'>, id: string): readonly IamEdge[] {
  return along(firstEdges(reach), id)
}

function along(by: ReadonlyMap<string, IamEdge>, id: string): readonly IamEdge[] {
  const steps: IamEdge[] = []
  for (let edge = by.get(id); edge !== undefined; edge = by.get(edge.from)) steps.unshift(edge)
  return steps
}

/** A step of a reach, as steps of paths are shown. What it yields is told by its name. */
export function hopOf({ edge, names }: { readonly edge: IamEdge; readonly names: ReadonlyMap<string, string> }): Hop {
  const { from, to, method, confidence, when, statements, used } = edge
  return { method, from, to: names.get(to) ?? to, resource: '*', actions: [], confidence, when, statements, used }
}

/** Nodes and edges as they are drawn. */
export function reachGraph({ nodes, edges }: Pick<IamReach, 'nodes' | 'edges'>): {
  readonly nodes: readonly GraphNode[]
  readonly edges: readonly GraphEdge[]
  readonly roots: readonly string[]
} {
  return {
    nodes: nodes.map(({ id, kind, name, isAdmin, distance }) => ({
      id,
      label: sayNode({ id, kind, name }),
      kind: isAdmin ? 'admin' : kind === 'resource' || kind === 'account' ? 'resource' : 'identity',
      strong: distance === 0 || isAdmin,
    })),
    edges: edges.map((edge) => ({ from: edge.from, to: edge.to, label: edge.method, kind: kindOf(edge) })),
    roots: nodes.filter(({ distance }) => distance === 0).map(({ id }) => id),
  }
}

/** A node in few words. What a policy allows without a certain thing to do it to is some such thing. */
export function sayNode({ id, kind, name }: Pick<IamNode, 'id' | 'kind' | 'name'>): string {
  if (kind === 'user' || kind === 'role') return shortName(id)
  if (kind !== 'resource' || name.startsWith('arn:')) return shortName(name)
  return name === 'any' ? 'any resource' : visible(`some ${name}`)
}

/** Of each node the edge from a nearer one; every node but the first has one. */
function firstEdges({ nodes, edges }: Pick<IamReach, 'nodes' | 'edges'>): ReadonlyMap<string, IamEdge> {
  const distance = new Map(nodes.map((node) => [node.id, node.distance]))
  const by = new Map<string, IamEdge>()
  for (const edge of edges) {
    const [from, to] = [distance.get(edge.from), distance.get(edge.to)]
    if (from !== undefined && to !== undefined && from < to && !by.has(edge.to)) by.set(edge.to, edge)
  }
  return by
}
