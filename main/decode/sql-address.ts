import { sql } from '../../shared/sql.ts'

/** Whether text is an IPv4 or IPv6 address and nothing else. */
export const isAddress = (
  text: string,
) => sql`(regexp_full_match(${text}, '((25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(25[0-5]|2[0-4]\d|1?\d?\d)')
  OR (contains(${text}, ':') AND regexp_full_match(${text}, '${ipv6}')))`

/** The text where it is an address, else NULL. */
export const addressOf = (text: string) => sql`CASE WHEN ${isAddress(text)} THEN ${text} END`

/** RFC 4291 in full, with an IPv4 tail and a zone index; RE2 reads it in one pass. */
const ipv6 = pattern()

function pattern(): string {
  const h = '[0-9a-fA-F]{1,4}'
  const v4 = String.raw`(\d{1,3}\.){3}\d{1,3}`
  const forms = [`(${h}:){7}${h}`, `(${h}:){6}${v4}`, `::(${h}:){0,5}${v4}`, `::((${h}:){0,6}${h})?`]
  for (let left = 1; left <= 6; left++) forms.push(`(${h}:){1,${left}}(:${h}){1,${7 - left}}`)
  forms.push(`(${h}:){1,7}:`, `(${h}:){1,5}:(${h}:){0,4}${v4}`)
  return `(${forms.join('|')})`
}
