import * as cast from '../cast.ts'
import { day, hour, minute } from '../cast.ts'
import type { Random } from '../random.ts'
import type { Call } from '../record.ts'
import { afterContainment } from './aftermath.ts'
import { discovery, keyIsFound, secondKey } from './entry.ts'
import { intoProduction, persistence } from './foothold.ts'
import { blinding, exfiltration, mining } from './impact.ts'

/** The one intrusion of the sample, step by step; assets/sample/STORY.md tells it in words. */
export function* intrusion(random: Random): Iterable<Call> {
  const found = cast.start + 8 * day + 22 * hour + 41 * minute
  const attack = cast.start + 9 * day + 1 * hour + 12 * minute
  yield* keyIsFound(found)
  yield* discovery(attack, random)
  yield* secondKey(attack + 24 * minute)
  yield* intoProduction(attack + 31 * minute, random)
  yield* persistence(attack + 52 * minute)
  yield* blinding(attack + 78 * minute)
  yield* mining(attack + 95 * minute, random)
  yield* exfiltration(attack + 2 * hour, random)
  yield* afterContainment(cast.start + 10 * day + 9 * hour)
}
