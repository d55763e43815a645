import type { MarksImported } from '../../../shared/mark.ts'
import { many } from '../../format.ts'

/** What came of taking in another person's marks, in parts of a sentence. */
export function marksCame(came: MarksImported): readonly string[] {
  const from = came.people.length > 0 ? ` of ${came.people.join(', ')}` : ''
  const told = [
    came.fresh === 0 ? 'nothing that is not known already' : `${many(came.fresh, 'mark')}${from} taken in`,
    came.disputed > 0 && `people disagree about ${many(came.disputed, 'event')}`,
    came.lost > 0 && `${many(came.lost, 'mark')} of events that are not here`,
    came.refused > 0 && `${many(came.refused, 'mark')} refused: altered after they were made`,
    came.otherCase !== null && `the file is of another case, '${came.otherCase}'`,
  ]
  return told.filter((part) => part !== false)
}
