import { sql } from '../../shared/sql.ts'

/**
 * Text to a UTC timestamp, or NULL; never another date. Without an offset it is UTC. A cast to TIMESTAMP ignores
 * offsets and one to TIMESTAMPTZ takes the session's zone where there is none, so each gets what it does right; words
 * ("epoch", "infinity") and years before 1 or of five digits are no times. Whole numbers of 10 or 13 digits are seconds or milliseconds since 1970.
 */
export const timeOf = (text: string) => sql`CASE
  WHEN starts_with(${text}, '0000') THEN NULL
  WHEN length(${text}) = 20 AND substring(${text}, 5, 1) = '-' AND ends_with(${text}, 'Z') THEN try_cast(${text} AS TIMESTAMP)
  WHEN regexp_full_match(${text}, '\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?Z?') THEN try_cast(${text} AS TIMESTAMP)
  WHEN regexp_full_match(${text}, '\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?[+-]\d\d(:?\d\d)?') THEN make_timestamp(epoch_us(try_cast(${text} AS TIMESTAMPTZ)))
  WHEN regexp_full_match(${text}, '\d{8}T\d{6}Z') THEN try_strptime(${text}, '%Y%m%dT%H%M%SZ')
  WHEN regexp_full_match(${text}, '\d{10}(\.\d+)?') THEN make_timestamp((try_cast(${text} AS DOUBLE) * 1000000)::BIGINT)
  WHEN regexp_full_match(${text}, '\d{13}') THEN make_timestamp(try_cast(${text} AS BIGINT) * 1000)
END`

/**
 * The flags of the line, and whether `time` could not be read from `text` or `text` was not there. A year before 1, or
 * none at all, is no time of a log: ISO 8601 cannot write it, and nothing shows it in its place.
 */
export const flagsOf = (time: string, text: string) =>
  sql`nullif(concat_ws(' ', f, CASE WHEN coalesce(${time} BETWEEN TIMESTAMP '0001-01-01' AND TIMESTAMP '9999-12-31 23:59:59.999999', false) THEN NULL WHEN ${text} IS NULL THEN 'no-time' ELSE 'bad-time' END), '')`

/** A whole number of seconds since 1970 to a UTC timestamp, or NULL. */
export const secondsOf = (text: string) =>
  sql`CASE WHEN length(${text}) = 10 THEN make_timestamp(try_cast(${text} AS BIGINT) * 1000000) END`
