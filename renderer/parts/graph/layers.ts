/** A node of a graph, by a name that is unique in it. */
export interface GraphNode {
  readonly id: string
  readonly label: string
  /** Becomes a class of the node, which the view gives a colour. */
  readonly kind: string
  /** Stands out: where a way begins or ends. */
  readonly strong?: boolean
}

export interface GraphEdge {
  readonly from: string
  readonly to: string
  readonly label: string
  readonly kind: string
}

export interface Placed {
  readonly id: string
  /** Of the middle of the node, in the units of the drawing. */
  readonly x: number
  readonly y: number
}

/** Leaves room for what is written on an edge. */
export const columnWidth = 336
const rowHeight = 46

/**
 * Places a graph from left to right: each node one column beyond the nearest root that leads to it, so that a way reads
 * like a line of text. What no root leads to begins a walk of its own. Within a column nodes stand near those that lead
 * to them: two sweeps of the barycentre method, https://doi.org/10.1109/TSMC.1981.4308636.
 */
export function layered(
  nodes: readonly GraphNode[],
  edges: readonly GraphEdge[],
  roots: readonly string[],
): readonly Placed[] {
  const onward = neighbours(
    edges,
    ({ from }) => from,
    ({ to }) => to,
  )
  const column = columnsOf(nodes, onward, roots)
  const columns: string[][] = []
  for (const { id } of nodes) {
    const at = column.get(id) ?? 0
    columns[at] ??= []
    columns[at].push(id)
  }
  const back = neighbours(
    edges,
    ({ to }) => to,
    ({ from }) => from,
  )
  for (let at = 1; at < columns.length; at++) settle(columns, at, at - 1, back)
  for (let at = columns.length - 2; at >= 0; at--) settle(columns, at, at + 1, onward)
  return columns.flatMap((ids, at) =>
    ids.map((id, row) => ({ id, x: at * columnWidth, y: (row - (ids.length - 1) / 2) * rowHeight })),
  )
}

function columnsOf(
  nodes: readonly GraphNode[],
  onward: ReadonlyMap<string, readonly string[]>,
  roots: readonly string[],
): ReadonlyMap<string, number> {
  const column = new Map<string, number>()
  const known = new Set(nodes.map(({ id }) => id))
  const walk = (from: readonly string[]) => {
    for (const id of from) column.set(id, 0)
    for (let front = [...from]; front.length > 0; ) {
      const next: string[] = []
      for (const id of front) {
        for (const to of onward.get(id) ?? []) {
          if (column.has(to) || !known.has(to)) continue
          column.set(to, (column.get(id) ?? 0) + 1)
          next.push(to)
        }
      }
      front = next
    }
  }
  walk(roots.filter((id) => known.has(id)))
  for (const { id } of nodes) if (!column.has(id)) walk([id])
  return column
}

/** Orders a column by where the neighbours of its nodes stand in the column beside it. */
function settle(columns: string[][], at: number, beside: number, of: ReadonlyMap<string, readonly string[]>): void {
  const place = new Map((columns[beside] ?? []).map((id, row) => [id, row]))
  const column = columns[at] ?? []
  const weight = new Map(
    column.map((id, row) => {
      const rows = (of.get(id) ?? []).map((other) => place.get(other)).filter((one) => one !== undefined)
      return [id, rows.length === 0 ? row : rows.reduce((sum, one) => sum + one, 0) / rows.length] as const
    }),
  )
  columns[at] = column.toSorted((a, b) => (weight.get(a) ?? 0) - (weight.get(b) ?? 0))
}

function neighbours(
  edges: readonly GraphEdge[],
  from: (edge: GraphEdge) => string,
  to: (edge: GraphEdge) => string,
): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>()
  for (const edge of edges) {
    const known = found.get(from(edge))
    if (known === undefined) found.set(from(edge), [to(edge)])
    else known.push(to(edge))
  }
  return found
}
