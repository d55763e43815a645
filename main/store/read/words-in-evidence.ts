import { type EventColumnName, eventColumnNames, eventColumns } from '../../../shared/event.ts'
import type { Signal } from '../../../shared/signal.ts'
import { sql } from '../../../shared/sql.ts'
import type { Db } from '../db.ts'

/**
 * Which words, given in lower case, stand anywhere in what the logs say or what is known of where they came from: in JSON
 * within JSON, encoded for an address, or in base64.
 */
export async function wordsInEvidence(db: Db, words: readonly string[], signal?: Signal): Promise<readonly string[]> {
  const all = new Set<string>()
  for (let from = 0; from < words.length; from += wordsAtOnce) {
    const writings = new Map(
      words.slice(from, from + wordsAtOnce).flatMap((word) => writingsOf(word).map((each) => [each, word] as const)),
    )
    const rows = await db.all<{ found: string }>(
      sql`
        WITH said AS (${saidSql}), read AS (
          SELECT text FROM said
          UNION ALL
          SELECT CAST(from_base64(part || repeat('=', (4 - length(part) % 4) % 4)) AS VARCHAR)
          FROM (SELECT unnest(regexp_extract_all(translate(text, '-_', '+/'), '[A-Za-z0-9+/]{10,}')) AS part FROM said)
          WHERE length(part) % 4 <> 1
        )
        SELECT DISTINCT unnest(regexp_extract_all(lower(text), $pattern, 1)) AS found FROM read`,
      { pattern: patternOf([...writings.keys()]) },
      signal,
    )
    for (const { found } of rows) all.add(writings.get(found) ?? writings.get(found.replace(/_$/, '')) ?? found)
  }
  // What is found within something longer is found there only.
  const longer = [...all].filter((word) => between.test(word))
  const parts = new Set(longer.flatMap((word) => word.split(between)))
  return words.filter(
    (word) => all.has(word) || parts.has(word) || (between.test(word) && longer.some((each) => each.includes(word))),
  )
}

const between = /[^\p{L}\p{M}\p{N}]+/u

const wordsAtOnce = 200

/** Columns whose values are words of AWS or of ours, not names. */
const open: ReadonlySet<EventColumnName> = new Set([
  ...(['format', 'region', 'service', 'action', 'category', 'kind', 'outcome', 'error_code'] as const),
  ...(['actor_type', 'target_type', 'severity', 'fidelity'] as const),
])

const texts = eventColumnNames.filter((name) => /VARCHAR|JSON/.test(eventColumns[name].type) && !open.has(name))

const saidSql = sql`
  SELECT text
  FROM (
    SELECT unnest([${texts.map((name) => `CAST("${name}" AS VARCHAR)`).join(', ')}]) AS text FROM event
    UNION ALL SELECT uri FROM object
    UNION ALL SELECT CAST(definition AS VARCHAR) FROM source
    UNION ALL SELECT name FROM source
  )
  WHERE text IS NOT NULL`

/** A word as it is, and with its letters as JSON and addresses may write those that are not ASCII. */
function writingsOf(word: string): readonly string[] {
  const json = word.replace(
    /[^\p{ASCII}]/gu,
    (sign) => `\\u${(sign.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`,
  )
  return [...new Set([word, json, encodeURIComponent(word).toLowerCase()])]
}

/** Each at its ends, where an escaped sign of JSON or of an address may stand too; RE2 knows ends of ASCII words only. */
function patternOf(writings: readonly string[]): string {
  const longestFirst = writings.toSorted((a, b) => b.length - a.length)
  const some = longestFirst.map((each) => {
    const text = each.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')
    return /[a-z0-9]$/.test(each) ? `${text}(?:\\b|_)` : text
  })
  return `(?:\\b|_|[^\\x00-\\x7f]|\\\\[nrtbf]|\\\\u[0-9a-f]{4}|%[0-9a-f]{2})(${some.join('|')})`
}
