/** Height of a bar in a lane 16 tall: one event can be seen beside a million. */
export function laneHeight(events: number, most: number): number {
  return 4 + (12 * Math.log1p(events)) / Math.log1p(most)
}
