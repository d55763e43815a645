import { everything, useFilter } from './filter.ts'
import { go } from './place.ts'

/** What names an event in a case. */
export interface WantedEvent {
  readonly object_id: number
  readonly ordinal: number
}

let wanted: WantedEvent | null = null

/** Opens the timeline at a search, with the cursor on an event of it where one is named. */
export function showInTimeline(search: string, event: WantedEvent | null = null, range = { ...nowhen }): void {
  wanted = event
  useFilter.getState().set({ ...everything, search, ...range })
  go('timeline')
}

/** The event that the timeline is to put its cursor on; told once. */
export function takeWantedEvent(): WantedEvent | null {
  const taken = wanted
  wanted = null
  return taken
}

const nowhen: { readonly from: string | null; readonly to: string | null } = { from: null, to: null }
