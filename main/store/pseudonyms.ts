import type { Signal } from '../../shared/signal.ts'
import { sql } from '../../shared/sql.ts'
import type { Db } from './db.ts'

export interface Hidden {
  readonly original: string
  readonly kind: string
}

/** The pseudonyms of values, as far as they have any. */
export async function pseudonymsOf(db: Db, originals: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (originals.length === 0) return new Map()
  const rows = await db.all<{ original: string; pseudonym: string }>(
    sql`SELECT original, pseudonym FROM pseudonym WHERE original IN (SELECT unnest(from_json($originals, '["VARCHAR"]')))`,
    { originals: JSON.stringify(originals) },
  )
  return new Map(rows.map(({ original, pseudonym }) => [original, pseudonym]))
}

/** Gives values that have none their pseudonyms, in the order in which they come: the next number of their kind. */
export async function givePseudonyms(tx: Db, hidden: readonly Hidden[]): Promise<void> {
  await tx.run(
    sql`
      INSERT INTO pseudonym (original, kind, pseudonym)
      WITH given AS (
        SELECT unnest(range(1, 1 + len(each))) AS place, unnest(each) AS one
        FROM (SELECT from_json($hidden, '[{"original":"VARCHAR","kind":"VARCHAR"}]') AS each)
      ), fresh AS (
        SELECT one.original AS original, first(one.kind ORDER BY place) AS kind, min(place) AS place
        FROM given
        WHERE one.original NOT IN (SELECT original FROM pseudonym)
        GROUP BY one.original
      )
      SELECT original, kind, kind || '-' || (
        coalesce((SELECT count(*) FROM pseudonym p WHERE p.kind = fresh.kind), 0) + row_number() OVER (PARTITION BY kind ORDER BY place))
      FROM fresh
      ORDER BY place`,
    { hidden: JSON.stringify(hidden) },
  )
}

/** What a pseudonym stands for; null: it is none of this case. */
export async function originalOf(db: Db, pseudonym: string): Promise<string | null> {
  const [row] = await db.all<{ original: string }>(sql`SELECT original FROM pseudonym WHERE pseudonym = $pseudonym`, {
    pseudonym,
  })
  return row?.original ?? null
}

/** Values of the case by which somebody could be known: of accounts, identities, machines, keys and things. */
const known = sql`
  SELECT unnest([account, actor_account, actor, actor_id, actor_name, role, session_name, access_key, source_ip, vpc_endpoint, target]) AS value
  FROM event`

/** Where calls name what they are about, besides what `target` holds of it. */
const namedIn = `['$.${[
  ...[
    'userName',
    'newUserName',
    'roleName',
    'groupName',
    'policyName',
    'instanceProfileName',
    'roleSessionName',
    'name',
  ],
  ...['bucketName', 'key', 'functionName', 'keyName', 'secretId', 'dBInstanceIdentifier', 'tableName', 'accessKeyId'],
].join("', '$.")}']`

/** The names of a case, kept in `scratch` while a report is shared. */
export interface Names {
  /** Which of them stand in texts, whatever the case of their letters; what has one character is no name. */
  in(texts: readonly string[]): Promise<readonly string[]>
  drop(): Promise<void>
}

let tables = 0

export async function namesOf(db: Db, signal?: Signal): Promise<Names> {
  const table = `scratch.name_${++tables}`
  await db.run(
    sql`
      CREATE TABLE ${table} AS
      WITH whole AS (
        SELECT DISTINCT value FROM (${known}) WHERE value IS NOT NULL
        UNION SELECT DISTINCT unnest(json_extract_string(request, ${namedIn})) FROM event WHERE request IS NOT NULL
        UNION SELECT uri FROM object
        UNION SELECT imported_by FROM object
        UNION SELECT who FROM import
        UNION SELECT changed_by FROM report
        UNION SELECT made_by FROM suppression
        UNION SELECT decided_by FROM detection
        UNION SELECT verified_by FROM verification
        UNION SELECT name FROM source
        UNION SELECT "by" FROM mark
        UNION SELECT principal FROM detection
        UNION SELECT original FROM pseudonym WHERE kind <> 'question'
      )
      SELECT DISTINCT part
      FROM (SELECT unnest(list_append(regexp_split_to_array(value, '[:/@,=|;]+'), value)) AS part FROM whole)
      WHERE length(part) BETWEEN 2 AND 300`,
    {},
    signal,
  )
  return {
    in: async (texts) => {
      const all = texts.join('\n').replaceAll('\\', '').toLowerCase()
      const rows = await db.all<{ part: string }>(
        sql`SELECT part FROM ${table} WHERE contains($all, lower(part)) ORDER BY part`,
        { all },
        signal,
      )
      return rows.map(({ part }) => part)
    },
    drop: () => db.run(sql`DROP TABLE IF EXISTS ${table}`),
  }
}

/** Words of the case that name nobody: what AWS calls its services, actions and regions, and what we call our states. */
export async function publicWords(db: Db, signal?: Signal): Promise<readonly string[]> {
  const open = [
    'format',
    // Applications that bring events of their own call their service and place as they like.
    sql`CASE WHEN regexp_full_match(region, '[a-z]{2}(-gov|-iso[a-z]?)?-[a-z]+-[0-9]|(aws-)?global') THEN region END`,
    sql`CASE WHEN NOT contains(service, '.') OR service LIKE '%.amazonaws.com' THEN service END`,
    'action',
    'category',
    'kind',
    'outcome',
    'error_code',
    'actor_type',
    'target_type',
    'severity',
  ]
  const rows = await db.all<{ value: string }>(
    sql`
      WITH word AS (
        SELECT DISTINCT unnest([${open.join(', ')}]) AS value FROM event
        UNION SELECT state FROM object UNION SELECT format FROM object UNION SELECT integrity FROM object
        UNION SELECT state FROM import UNION SELECT kind FROM seal UNION SELECT verdict FROM seal
      ), name AS (
        SELECT DISTINCT unnest([account, actor_account, actor_name, session_name, access_key, source_ip, vpc_endpoint, ${lastOf('actor')}, ${lastOf('role')}]) AS value FROM event
      )
      SELECT value FROM word WHERE regexp_full_match(value, '[A-Za-z][A-Za-z0-9.:_/ -]{0,100}') AND value NOT IN (SELECT value FROM name WHERE value IS NOT NULL)`,
    {},
    signal,
  )
  return rows.map(({ value }) => value)
}

/** What a user or role is called, after its path. */
function lastOf(column: string): string {
  return sql`regexp_extract(${column}, '[^:/]+$')`
}
