import * as z from 'zod'

const time = z.iso.datetime({ message: 'a time is ISO 8601 in UTC, such as 2024-01-15T10:00:00Z' })

/** Which events: a search in the search language (shared/search) within a half-open range of time, from ≤ time < to. */
export const Filter = z.strictObject({
  search: z.string().max(20_000).default(''),
  from: time.nullable().default(null),
  to: time.nullable().default(null),
})
export type Filter = z.infer<typeof Filter>
export const everything: Filter = { search: '', from: null, to: null }
