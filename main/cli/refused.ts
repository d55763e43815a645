import type { Refused } from '../../shared/rule.ts'
import { count } from './quantities.ts'

/** A reason that more rules than this share is said once. */
const few = 5

/**
 * Rules that are not evaluated, each with its reason; of those that share one, as the thousands that a public collection
 * holds for other systems, how many and an example.
 */
export function refusedLines(refused: readonly Refused[]): readonly string[] {
  const byReason = new Map<string, Refused[]>()
  for (const each of refused) {
    const others = byReason.get(each.reason)
    if (others) others.push(each)
    else byReason.set(each.reason, [each])
  }
  return [...byReason].flatMap(([reason, all]) => {
    const [first] = all
    if (first && all.length > few)
      return [`refused: ${count(all.length, 'rule')}, such as ${placeOf(first)}: ${reason} (--json lists each)`]
    return all.map((each) => `refused: ${placeOf(each)}: ${each.title === null ? '' : `${each.title}: `}${reason}`)
  })
}

function placeOf({ file, line }: Refused): string {
  return line === undefined ? file : `${file}:${line}`
}
