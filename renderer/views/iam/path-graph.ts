import type { Hop, IamPath } from '../../../shared/iam.ts'
import type { GraphEdge, GraphNode } from '../../parts/graph/layers.ts'
import { shortName } from './words.ts'

export interface PathGraph {
  readonly nodes: readonly GraphNode[]
  readonly edges: readonly GraphEdge[]
  /** Where ways begin. */
  readonly roots: readonly string[]
  /** Ways that are not drawn, because there would be more nodes than anybody can read. */
  readonly left: number
}

export const mostNodes = 1000

/** The node that stands for every right in an account: no ARN is called like it. */
export const everyRight = '*'

/** Ways as one graph, in which steps that several ways share are drawn once. The gravest ways come first, and are drawn first. */
export function pathGraph(paths: readonly IamPath[], most = mostNodes): PathGraph {
  const nodes = new Map<string, GraphNode>()
  const edges = new Map<string, { from: string; to: string; methods: Set<string>; kind: string }>()
  const roots = new Set<string>()
  let left = 0
  for (const path of paths) {
    const legs = path.hops.map((hop, at) => ({ hop, to: endOf(path, hop, at) }))
    const fresh = new Set(legs.flatMap(({ hop, to }) => [hop.from, to]).filter((id) => !nodes.has(id)))
    if (nodes.size + fresh.size > most) {
      left++
      continue
    }
    roots.add(path.principal)
    for (const [at, { hop, to }] of legs.entries()) {
      nodes.set(hop.from, nodes.get(hop.from) ?? { id: hop.from, label: shortName(hop.from), kind: 'identity' })
      const isEnd = at === legs.length - 1
      if (!nodes.has(to) || (isEnd && path.toAdmin)) nodes.set(to, nodeOf(to, isEnd && path.toAdmin))
      const key = JSON.stringify([hop.from, to])
      const edge = edges.get(key) ?? { from: hop.from, to, methods: new Set(), kind: kindOf(hop) }
      edge.methods.add(hop.method)
      edges.set(key, { ...edge, kind: graver(edge.kind, kindOf(hop)) })
    }
  }
  const reached = new Set([...edges.values()].filter(({ from, to }) => from !== to).map(({ to }) => to))
  const beginnings = [...roots].filter((id) => !reached.has(id))
  return {
    nodes: [...nodes.values()],
    edges: [...edges.values()].map(({ from, to, methods, kind }) => ({ from, to, label: listed([...methods]), kind })),
    // A circle of ways has no beginning: then each of them is one.
    roots: beginnings.length > 0 ? beginnings : [...roots],
    left,
  }
}

/** What edges mean, the gravest first. */
export const edgeKinds = [
  { kind: 'used', says: 'used in these logs', color: '--severity-critical' },
  { kind: 'confirmed', says: 'confirmed', color: '--severity-high' },
  { kind: 'conditional', says: 'under conditions', color: '--severity-medium' },
  { kind: 'potential', says: 'potential', color: '--severity-low' },
  { kind: 'latent', says: 'latent', color: '--severity-informational' },
] as const

/** How nodes that have every right are drawn. */
export const adminKind = { kind: 'admin', says: 'has every right', color: '--series-4' } as const

export function kindOf({ used, confidence }: Pick<Hop, 'used' | 'confidence'>): string {
  return used === null ? confidence : 'used'
}

function graver(a: string, b: string): string {
  return edgeKinds.find(({ kind }) => kind === a || kind === b)?.kind ?? a
}

/** A step that yields no other identity ends with every right, or at the resource that it opens. */
function endOf({ hops, toAdmin }: IamPath, hop: Hop, at: number): string {
  if (hop.to !== null) return hop.to
  if (at < hops.length - 1) return hops[at + 1]?.from ?? hop.from
  return toAdmin ? everyRight : hop.resource === '*' ? `any ${hop.method}` : hop.resource
}

function nodeOf(id: string, isAdmin: boolean): GraphNode {
  if (id === everyRight) return { id, label: 'every right', kind: 'admin', strong: true }
  const label = shortName(id)
  return isAdmin ? { id, label, kind: 'admin', strong: true } : { id, label, kind: 'identity' }
}

function listed(methods: readonly string[]): string {
  return methods.length <= 2 ? methods.join(', ') : `${methods.slice(0, 2).join(', ')} + ${methods.length - 2}`
}
