import { sql } from '../../../shared/sql.ts'

/**
 * What people say of events. `mark` only grows: each row says one thing, names the rows that it `replaces`, and bears
 * the hash of what it says as its id, so that two cases are merged by taking all rows of both. Of which event it speaks
 * is told by the event's id, and where two events bear the same one, by where it was seen (`object_sha256`, `seen_at`).
 * `undoes`: the act that it takes back, and `restores` the mark that counts again by that. `current`: nothing replaces it. `object_id` and `ordinal` are where the event is in this case now; NULL: it is not
 * here. `source`: SHA-256 of the file that brought it; NULL: said in this case.
 *
 * `marked` and `manual_event` are what it comes to and can be made anew from it at any time (settle.ts).
 */
export const markTables: readonly string[] = [
  sql`
    CREATE TABLE mark (
      mark_id VARCHAR NOT NULL,
      event_id VARCHAR,
      object_sha256 VARCHAR,
      seen_at UINTEGER,
      manual BOOLEAN NOT NULL,
      aspect VARCHAR NOT NULL,
      comment VARCHAR,
      value VARCHAR,
      "by" VARCHAR NOT NULL,
      "at" TIMESTAMP NOT NULL,
      replaces VARCHAR[] NOT NULL,
      act VARCHAR NOT NULL,
      undoes VARCHAR,
      restores VARCHAR,
      source VARCHAR,
      current BOOLEAN NOT NULL,
      object_id UINTEGER,
      ordinal UINTEGER
    )`,
  sql`
    CREATE TABLE marked (
      object_id UINTEGER NOT NULL,
      ordinal UINTEGER NOT NULL,
      star BOOLEAN NOT NULL,
      tag VARCHAR,
      hidden BOOLEAN NOT NULL,
      comments VARCHAR[] NOT NULL,
      disputed BOOLEAN NOT NULL
    )`,
  sql`
    CREATE TABLE manual_event (
      ordinal UINTEGER NOT NULL,
      id VARCHAR NOT NULL,
      "time" TIMESTAMP NOT NULL,
      title VARCHAR NOT NULL,
      text VARCHAR NOT NULL
    )`,
]

/** Columns of `mark` that travel, as they stand in a file, with the JSON structure that DuckDB reads them by. */
export const travelling = {
  mark_id: 'VARCHAR',
  event_id: 'VARCHAR',
  object_sha256: 'VARCHAR',
  seen_at: 'UINTEGER',
  manual: 'BOOLEAN',
  aspect: 'VARCHAR',
  comment: 'VARCHAR',
  value: 'VARCHAR',
  by: 'VARCHAR',
  at: 'VARCHAR',
  replaces: ['VARCHAR'],
  act: 'VARCHAR',
  undoes: 'VARCHAR',
  restores: 'VARCHAR',
} as const

/** The id of a mark: SHA-256 of what it says, over columns of these names. */
export const markHash = `sha256(CAST(to_json([${[
  'event_id',
  'object_sha256',
  'seen_at',
  'manual',
  'aspect',
  'comment',
  'value',
  '"by"',
  'epoch_us("at")',
  'list_sort(replaces)',
  'act',
  'undoes',
  'restores',
]
  .map((column) => `CAST(${column} AS VARCHAR)`)
  .join(', ')}]) AS VARCHAR))`
