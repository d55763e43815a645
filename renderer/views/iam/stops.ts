import type { IamChange } from '../../../shared/iam-state.ts'

/** The moments of calls that changed something, oldest first, each once; milliseconds since 1970. */
export function momentsOf(changes: readonly Pick<IamChange, 'calls'>[]): readonly number[] {
  const times = changes.flatMap(({ calls }) => calls.map(({ time }) => Date.parse(time)))
  return [...new Set(times)].sort((a, b) => a - b)
}

/** How many of the changes had been made at a time; null is after everything. */
export function madeBy(moments: readonly number[], at: number | null): number {
  return at === null ? moments.length : moments.filter((moment) => moment <= at).length
}

/**
 * Where one step back or on leads: to the state before the first change, or the one after another change. Null: there is
 * nothing that way. A call counts from its own moment on.
 */
export function stopBeside(moments: readonly number[], at: number | null, way: 'back' | 'on'): number | null {
  const made = madeBy(moments, at)
  const [first] = moments
  if (first === undefined) return null
  if (way === 'on') return moments[made] ?? null
  return made === 0 ? null : (moments[made - 2] ?? first - 1000)
}
