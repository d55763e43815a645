import type { GraphEdge, Placed } from './layers.ts'

/**
 * The node that an arrow key leads to. Left and right go along the edges first and to the nearest node that way where
 * there is none; up and down stay in the column. Where nothing lies that way one stays.
 */
export function towards(
  key: string,
  from: string | null,
  placed: readonly Placed[],
  edges: readonly GraphEdge[],
): string | null {
  const here = placed.find(({ id }) => id === from)
  if (here === undefined) return placed[0]?.id ?? null
  const linked = new Set(
    edges.flatMap((edge) =>
      key === 'ArrowRight' && edge.from === here.id
        ? [edge.to]
        : key === 'ArrowLeft' && edge.to === here.id
          ? [edge.from]
          : [],
    ),
  )
  const way = placed.filter((one) => lies(key, one, here))
  const along = way.filter(({ id }) => linked.has(id))
  return nearest(along.length > 0 ? along : way, here)?.id ?? here.id
}

function lies(key: string, { x, y }: Placed, here: Placed): boolean {
  switch (key) {
    case 'ArrowRight':
      return x > here.x
    case 'ArrowLeft':
      return x < here.x
    case 'ArrowDown':
      return x === here.x && y > here.y
    default:
      return x === here.x && y < here.y
  }
}

function nearest(of: readonly Placed[], here: Placed): Placed | undefined {
  const distance = ({ x, y }: Placed) => Math.abs(x - here.x) * 4 + Math.abs(y - here.y)
  return of.toSorted((a, b) => distance(a) - distance(b))[0]
}
