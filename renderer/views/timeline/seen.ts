import type { Filter } from '../../../shared/filter.ts'
import { asksMarks } from '../../../shared/search/asks-marks.ts'
import { parseSearch } from '../../../shared/search/parse.ts'
import { useAsk } from '../../ask.ts'
import { useTimeline } from './state.ts'
import { andTerm } from './terms.ts'

/**
 * The filter as it is asked: without the rows that somebody hid, unless they are shown or the search itself says
 * something about them. What is left out is a term of the search, so every count and export tells it.
 */
export function useSeen(filter: Filter): { readonly seen: Filter; readonly hidden: Filter | null } {
  const shows = useTimeline((state) => state.showHidden)
  const { data } = useAsk('markSummary', {})
  const concerns = (data?.hidden ?? 0) > 0 && !asksMarks(filter.search, 'hidden') && parseSearch(filter.search).ok
  if (!concerns) return { seen: filter, hidden: null }
  return {
    seen: shows ? filter : { ...filter, search: andTerm(filter.search, 'hidden:false') },
    hidden: { ...filter, search: andTerm(filter.search, 'hidden:true') },
  }
}
