import { type EventColumnName, eventColumnNames, eventColumns } from '../../shared/event.ts'
import { sql } from '../../shared/sql.ts'

/**
 * The tables of a case as a new one gets them. `event` has no key: with one, ten million rows take five times as long
 * to load and three times the space, and an attacker chooses the ids; what is a duplicate is decided at commit.
 */
export const tables: readonly string[] = [
  `CREATE TABLE event (\n${eventColumnNames.map(eventColumn).join(',\n')}\n)`,
  sql`
    CREATE TABLE object (
      object_id UINTEGER NOT NULL,
      uri VARCHAR NOT NULL,
      parent UINTEGER,
      entry UINTEGER,
      state VARCHAR NOT NULL,
      reason VARCHAR,
      format VARCHAR,
      bytes BIGINT NOT NULL,
      sha256 VARCHAR,
      modified_at TIMESTAMP,
      metadata JSON,
      evidence VARCHAR NOT NULL,
      evidence_path VARCHAR,
      import_id UINTEGER NOT NULL,
      imported_at TIMESTAMP NOT NULL,
      imported_by VARCHAR NOT NULL,
      events UINTEGER NOT NULL,
      duplicates UINTEGER NOT NULL,
      conflicts UINTEGER NOT NULL,
      bad_records UINTEGER NOT NULL,
      "first" TIMESTAMP,
      "last" TIMESTAMP,
      unmapped JSON,
      integrity VARCHAR
    )`,
  sql`CREATE TABLE bad_record (object_id UINTEGER NOT NULL, ordinal UINTEGER NOT NULL, reason VARCHAR NOT NULL)`,
  sql`
    CREATE TABLE event_origin (
      object_id UINTEGER NOT NULL,
      ordinal UINTEGER NOT NULL,
      other_object_id UINTEGER NOT NULL,
      other_ordinal UINTEGER NOT NULL
    )`,
  sql`
    CREATE TABLE conflict (
      id VARCHAR NOT NULL,
      object_id UINTEGER NOT NULL,
      ordinal UINTEGER NOT NULL,
      other_object_id UINTEGER NOT NULL,
      other_ordinal UINTEGER NOT NULL
    )`,
  sql`
    CREATE TABLE import (
      import_id UINTEGER NOT NULL,
      started_at TIMESTAMP NOT NULL,
      ended_at TIMESTAMP,
      state VARCHAR NOT NULL,
      what JSON NOT NULL,
      who VARCHAR NOT NULL,
      result JSON
    )`,
  sql`CREATE TABLE saved_query (name VARCHAR NOT NULL, sql VARCHAR NOT NULL, saved_at TIMESTAMP NOT NULL)`,
]

/**
 * Where logs are collected from, and what of it has been seen: an object of a bucket is known by its URI, version and
 * ETag, so that no marker is needed and a late object with a smaller key is found like any other.
 */
export const sourceTables: readonly string[] = [
  sql`CREATE TABLE source (name VARCHAR NOT NULL, definition JSON NOT NULL, saved_at TIMESTAMP NOT NULL)`,
  sql`
    CREATE TABLE collected (
      uri VARCHAR NOT NULL,
      etag VARCHAR,
      version VARCHAR,
      mark VARCHAR NOT NULL,
      source VARCHAR NOT NULL,
      account VARCHAR,
      region VARCHAR,
      service VARCHAR,
      day DATE,
      bytes BIGINT NOT NULL,
      state VARCHAR NOT NULL,
      object_id UINTEGER,
      import_id UINTEGER NOT NULL,
      collected_at TIMESTAMP NOT NULL
    )`,
]

/**
 * Objects that are parquet and can be read whole, with their columns, each as {name, type}: what `lake` is made of.
 * `wrapped`: the parquet is inside of what was stored, compressed or in an archive.
 */
export const lakeTables: readonly string[] = [
  sql`CREATE TABLE lake_file (object_id UINTEGER NOT NULL, columns JSON NOT NULL, wrapped BOOLEAN NOT NULL)`,
]

/** What CloudTrail's signatures say: digests, the log files that they list, and what should be there and is not. */
export const sealTables: readonly string[] = [
  sql`
    CREATE TABLE seal (
      kind VARCHAR NOT NULL,
      uri VARCHAR NOT NULL,
      object_id UINTEGER,
      verdict VARCHAR NOT NULL,
      reason VARCHAR,
      digest_id UINTEGER,
      link VARCHAR,
      "from" TIMESTAMP,
      "to" TIMESTAMP,
      verified_at TIMESTAMP NOT NULL
    )`,
]

/** What verifications came to, a row each; the last one is what `seal` tells of. */
export const verificationTable: string = sql`
  CREATE TABLE verification (verified_at TIMESTAMP NOT NULL, verified_by VARCHAR NOT NULL, result JSON NOT NULL)`

/**
 * What tells the states of a finding apart stands in its id, behind what it shares with them: the time of its change
 * and, of Security Hub, what people changed since (main/decode/finding-select.ts, securityhub-select.ts).
 */
const stateParts = "string_split(substring(id, length(shared_id) + 2), '@')"
/** The last time that is named there. */
export const stateChanged = `list_max(list_transform(${stateParts}, lambda part: try_cast(part AS TIMESTAMP)))`
/** Newest first; at the same moment, one that somebody has changed since is newer than one that nobody has. */
export const stateOrder = `${stateChanged} DESC NULLS LAST, len(${stateParts}) DESC`

/**
 * The findings as they stand: of one that was reported again, its latest state (two that claim the same moment both).
 * Columns are named, so that a new column of `event` does not break the view; the migration that brings it makes the
 * view again.
 */
export const findingView: string = sql`
  CREATE OR REPLACE VIEW finding AS
  SELECT ${eventColumnNames.map((name) => `"${name}"`).join(', ')}
  FROM event
  WHERE category = 'finding'
  QUALIFY shared_id IS NULL OR rank() OVER (
    PARTITION BY service, shared_id
    ORDER BY ${stateOrder}
  ) = 1`

/** Searches that leave events out of view: what `hides` finds is what `search` does not. */
export const viewFilterTable: string = sql`
  CREATE TABLE view_filter (
    name VARCHAR NOT NULL,
    search VARCHAR NOT NULL,
    hides VARCHAR NOT NULL,
    saved_at TIMESTAMP NOT NULL
  )`

function eventColumn(name: EventColumnName): string {
  const needed = name === 'object_id' || name === 'ordinal' || name === 'format'
  return `  "${name}" ${eventColumns[name].type}${needed ? ' NOT NULL' : ''}${compressionOf(name)}`
}

/**
 * Where DuckDB's own choice (DICT_FSST) is a bad one: it makes requests, responses and what else was logged three times
 * as large as zstd does, at twice the work, and ids, which have no pattern, hardly smaller than they are at four times
 * the work.
 */
function compressionOf(name: EventColumnName): string {
  if (name === 'request' || name === 'response' || name === 'extra') return ' USING COMPRESSION zstd'
  return name === 'id' || name === 'shared_id' ? ' USING COMPRESSION uncompressed' : ''
}
