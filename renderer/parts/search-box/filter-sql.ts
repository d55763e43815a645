import type { Filter } from '../../../shared/filter.ts'
import { explainSearch } from '../../../shared/search/explain.ts'

/** The query that a filter stands for, ready for the SQL view. Empty where the search is wrong. */
export function filterSql({ search, from, to }: Filter): string {
  const explained = explainSearch(search)
  if (!explained.ok) return ''
  const [select = '', ...where] = explained.sql.split(/\nWHERE ([\s\S]*)$/).filter((part) => part !== '')
  const times = [
    ...(from === null ? [] : [`time >= ${timestamp(from)}`]),
    ...(to === null ? [] : [`time < ${timestamp(to)}`]),
  ]
  const conditions = [...times, ...where]
  return [select, ...(conditions.length === 0 ? [] : [`WHERE ${conditions.join('\n  AND ')}`]), 'ORDER BY time'].join(
    '\n',
  )
}

function timestamp(iso: string): string {
  return `TIMESTAMP '${iso.replace('T', ' ').replace(/(\.000)?Z$/, '')}'`
}
