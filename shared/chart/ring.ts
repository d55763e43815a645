/** Where each slice begins and ends, in shares of a turn. */
export function arcsOf<S extends { readonly events: number }>(
  slices: readonly S[],
): readonly { readonly slice: S; readonly from: number; readonly to: number }[] {
  const whole = slices.reduce((sum, { events }) => sum + events, 0)
  let turned = 0
  return slices.map((slice) => {
    const from = turned
    turned += slice.events / Math.max(1, whole)
    return { slice, from, to: turned }
  })
}

/** A part of the ring, in shares of a turn from the top; the whole of it has no seam. */
export function ring(from: number, to: number, middle = { x: 0, y: 0 }): string {
  if (to - from > 0.9999) return `${circle(middle, outer, 1)} ${circle(middle, inner, 0)}`
  const point = (radius: number, at: number) => {
    const angle = 2 * Math.PI * at - Math.PI / 2
    return `${(middle.x + radius * Math.cos(angle)).toFixed(3)} ${(middle.y + radius * Math.sin(angle)).toFixed(3)}`
  }
  const far = to - from > 0.5 ? 1 : 0
  return `M ${point(outer, from)} A ${outer} ${outer} 0 ${far} 1 ${point(outer, to)} L ${point(inner, to)} A ${inner} ${inner} 0 ${far} 0 ${point(inner, from)} Z`
}

/** Two arcs, for an arc cannot end where it begins; the inner circle runs the other way round, and so is a hole. */
function circle({ x, y }: { readonly x: number; readonly y: number }, radius: number, sweep: 0 | 1): string {
  const half = (to: number) => `A ${radius} ${radius} 0 1 ${sweep} ${x} ${y + to}`
  return `M ${x} ${y - radius} ${half(radius)} ${half(-radius)} Z`
}

const [outer, inner] = [48, 29]
