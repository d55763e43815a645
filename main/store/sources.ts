import { Source } from '../../shared/source.ts'
import { sql } from '../../shared/sql.ts'
import type { Database } from './database.ts'
import type { Db } from './db.ts'
import { utc } from './imports.ts'
import { wellFormed } from './well-formed.ts'

/** The sources of the case, by name. */
export async function sources(db: Db): Promise<readonly Source[]> {
  const rows = await db.all<{ definition: string }>(sql`SELECT definition FROM source ORDER BY lower(name), name`)
  return rows.map(({ definition }) => Source.parse(JSON.parse(definition)))
}

/** A source of that name is replaced. */
export async function saveSource(db: Database, source: Source): Promise<void> {
  await db.write(async (tx) => {
    await tx.run(sql`DELETE FROM source WHERE name = $name`, { name: source.name })
    await tx.run(sql`INSERT INTO source VALUES ($name, $definition, ${utc('at')})`, {
      name: source.name,
      definition: JSON.stringify(source),
      at: new Date().toISOString(),
    })
  })
}

/** Whether there was one. What it brought stays in the case. */
export async function removeSource(db: Database, name: string): Promise<boolean> {
  const there = await db.all(sql`SELECT 1 FROM source WHERE name = $name`, { name })
  await db.write((tx) => tx.run(sql`DELETE FROM source WHERE name = $name`, { name }))
  return there.length > 0
}

/** An object as a source names it. */
export interface Named {
  readonly uri: string
  readonly etag: string | null
  readonly version: string | null
}

/**
 * Which of these objects are in the case, by their places in the list. Those that failed are not: they are tried again.
 * A listing does not tell the version of current objects, so it is compared only where it is told.
 */
export async function collectedBefore(db: Db, objects: readonly Named[]): Promise<ReadonlySet<number>> {
  if (objects.length === 0) return new Set()
  const wanted = objects.map(({ uri, etag, version }, place) => ({ place, uri: wellFormed(uri), etag, version }))
  const rows = await db.all<{ place: number }>(
    sql`
      SELECT DISTINCT w.place
      FROM collected c
      JOIN (SELECT unnest(from_json($wanted, '[{"place":"UINTEGER","uri":"VARCHAR","etag":"VARCHAR","version":"VARCHAR"}]')) w)
        ON c.uri = w.uri
      WHERE c.state <> 'rejected'
        AND CASE WHEN w.etag IS NULL THEN c.version = w.version
          ELSE c.etag = w.etag AND coalesce(c.version = w.version, true) END`,
    { wanted: JSON.stringify(wanted) },
  )
  return new Set(rows.map(({ place }) => place))
}

/** URIs of collected objects that begin with a text of ours. */
export async function collectedUnder(db: Db, prefix: string): Promise<readonly string[]> {
  const rows = await db.all<{ uri: string }>(
    sql`SELECT uri FROM collected WHERE state <> 'rejected' AND starts_with(uri, $prefix) ORDER BY uri`,
    { prefix },
  )
  return rows.map(({ uri }) => uri)
}
