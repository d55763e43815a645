import type { Filter } from '../../../shared/filter.ts'
import { Problem } from '../../../shared/problem.ts'
import { compileSearch } from '../../../shared/search/compile.ts'
import type { HiddenFindings } from '../../../shared/search/term-sql.ts'
import type { Params } from '../db.ts'

/** A condition on the rows of `event`, with the values that it binds. */
export interface Where {
  readonly sql: string
  readonly params: Params
}

/** Which rows a filter lets through; `hidden`: see `compileSearch`. Throws `bad-input` with what is wrong with the search. */
export function where(filter: Filter, hidden?: HiddenFindings): Where {
  const search = compileSearch(filter.search, hidden)
  if (!search.ok) {
    throw new Problem(
      'bad-input',
      `the search cannot be read: ${search.errors.map(({ message }) => message).join('; ')}`,
    )
  }
  const conditions = search.sql === 'true' ? [] : [`(${search.sql})`]
  const params: Record<string, Params[string]> = { ...search.params }
  if (filter.from !== null) {
    conditions.push('time >= CAST($filter_from AS TIMESTAMP)')
    params.filter_from = filter.from
  }
  if (filter.to !== null) {
    conditions.push('time < CAST($filter_to AS TIMESTAMP)')
    params.filter_to = filter.to
  }
  return { sql: conditions.join(' AND ') || 'true', params }
}

/** Both conditions. Their parameters must differ in name. */
export function and(one: Where, other: Where): Where {
  return { sql: `(${one.sql}) AND (${other.sql})`, params: { ...one.params, ...other.params } }
}

/**
 * Rows whose time can be placed. Year 1 to 9999 is what ISO 8601 text can hold; a log may claim any other time, or
 * infinity, and such rows count as having none.
 */
export const timed = "time BETWEEN TIMESTAMP '0001-01-01' AND TIMESTAMP '9999-12-31 23:59:59.999999'"
export const untimed = `(time IS NULL OR NOT (${timed}))`
