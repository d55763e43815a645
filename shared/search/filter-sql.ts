import type { Filter } from '../filter.ts'
import { explainSearch } from './explain.ts'

/** The query that a filter stands for, ready for the SQL view. Empty where the search is wrong. */
export function filterSql(filter: Filter): string {
  const where = filterConditions(filter)
  if (where === null) return ''
  return ['SELECT * FROM event', ...(where === '' ? [] : [`WHERE ${where}`]), 'ORDER BY time'].join('\n')
}

/** What a filter asks of an event, with the values written in: '' for every event, null where the search is wrong. */
export function filterConditions({ search, from, to }: Filter): string | null {
  const explained = explainSearch(search)
  if (!explained.ok) return null
  const [, ...where] = explained.sql.split(/\nWHERE ([\s\S]*)$/).filter((part) => part !== '')
  const times = [
    ...(from === null ? [] : [`time >= ${timestamp(from)}`]),
    ...(to === null ? [] : [`time < ${timestamp(to)}`]),
  ]
  return [...times, ...where].join('\n  AND ')
}

function timestamp(iso: string): string {
  return `TIMESTAMP '${iso.replace('T', ' ').replace(/(\.000)?Z$/, '')}'`
}
