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
    const some = words.slice(from, from + wordsAtOnce).map((word) => ({ word, writings: writingsOf(word) }))
    const writings = some.flatMap((each) => each.writings)
    const rows = await db.all<{ found: string }>(
      sql`
        WITH said AS (${saidSql}), read AS (
          SELECT text FROM said
          UNION ALL
          SELECT CAST(from_base64(part || repeat('=', (4 - length(part) % 4) % 4)) AS VARCHAR)
          FROM (SELECT unnest(regexp_extract_all(translate(text, '-_', '+/'), '[A-Za-z0-9+/]{10,}')) AS part FROM said)
          WHERE length(part) % 4 <> 1
        )
        SELECT DISTINCT unnest(list_concat(regexp_extract_all(plain, CAST($bounded AS VARCHAR), 1), regexp_extract_all(plain, CAST($free AS VARCHAR)))) AS found
        FROM (SELECT lower(replace(text, '_', ' ')) AS plain FROM read)`,
      patternsOf(writings),
      signal,
    )
    const said = new Set(rows.map(({ found }) => found.replace(/\\+/g, '\\')))
    for (const each of some) if (each.writings.some((writing) => said.has(writing))) all.add(each.word)
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

/** Every text of the logs and of where they came from, a row each. */
export const saidSql = sql`
  SELECT text
  FROM (
    SELECT unnest([${texts.map((name) => `CAST("${name}" AS VARCHAR)`).join(', ')}]) AS text FROM event
    UNION ALL SELECT uri FROM object
    UNION ALL SELECT CAST(definition AS VARCHAR) FROM source
    UNION ALL SELECT name FROM source
  )
  WHERE text IS NOT NULL`

/** A word as it is, and with its letters as JSON and addresses may write those that are not ASCII; _ divides words. */
function writingsOf(word: string): readonly string[] {
  const cased = [word, word.toUpperCase(), word.replace(/^./u, (first) => first.toUpperCase())]
  const all = [word, ...cased.map(asJson), ...cased.map(encodeURIComponent)]
  return [...new Set(all.map((each) => each.toLowerCase().replaceAll('_', ' ')))]
}

function asJson(word: string): string {
  return word.replace(/[^\p{ASCII}]/gu, (sign) =>
    Array.from({ length: sign.length }, (_, at) => `\\u${sign.charCodeAt(at).toString(16).padStart(4, '0')}`).join(''),
  )
}

/**
 * `bounded`: each at its ends, where an escaped sign of JSON or of an address may stand too. RE2 knows ends of ASCII words
 * only, so that one which begins with another sign is found `free`, also at the end of a longer word. Null: there are none.
 */
function patternsOf(writings: readonly string[]): { readonly bounded: string | null; readonly free: string | null } {
  const longestFirst = writings.toSorted((a, b) => b.length - a.length)
  const [bounded, free] = [/^[a-z0-9]/, /^[^a-z0-9]/].map((begins) => {
    const some = longestFirst.flatMap((each) =>
      begins.test(each) ? [`${escaped(each)}${/[a-z0-9]$/.test(each) ? '\\b' : ''}`] : [],
    )
    return some.join('|') || null
  })
  const before = '(?:\\b|[^\\x00-\\x7f]|\\\\[nrtbf]|\\\\u[0-9a-f]{4}|%[0-9a-f]{2})'
  return { bounded: bounded ? `${before}(${bounded})` : null, free: free ?? null }
}

/** In JSON within JSON a sign is escaped by more than one backslash. */
function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, (sign) => (sign === '\\' ? '\\\\+' : `\\${sign}`))
}
