import type { ViewFilter } from '../../../shared/ossec.ts'
import { parseSearch } from '../../../shared/search/parse.ts'
import { shown, type Tag } from './block.ts'
import type { Report } from './report.ts'

/**
 * A discard rule as a filter of the view: evidence is complete or it is none. The original matches from the start of
 * the value, and its field is a way into the record as it was logged.
 */
export function viewFilterOf(
  tag: Tag | undefined,
  needsField: boolean,
  report: Report,
): Omit<ViewFilter, 'name'> | null {
  if (!tag) return null
  const field = tag.attributes.find(([name]) => name === 'field')?.[1].trim() ?? ''
  if (field === '' && needsField) {
    report.refused(tag, 'it does not say which field: write <discard_regex field="…">')
    return null
  }
  const pattern = tag.value.replace(/^"(.*)"$/s, '$1')
  const term = `${field === '' ? '' : `${field}:`}/^(?:${pattern.replace(/\\.|\//gs, (part) => (part === '/' ? '\\/' : part))})/`
  const parsed = parseSearch(term)
  const isOneTerm = parsed.ok && parsed.tree.kind === 'term'
  if (!isOneTerm) {
    const why = parsed.ok ? 'it does not read as one term' : (parsed.errors[0]?.message ?? '')
    const text = `nothing is discarded while collecting, and ${shown(term)} cannot be searched for either (${why}): write a search of your own`
    report.idle(tag, text, 'warning')
    return null
  }
  report.changed(tag, `nothing is discarded while collecting: it becomes the saved view filter -${term}`)
  return { search: `-${term}`, hides: term }
}
