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

function eventColumn(name: EventColumnName): string {
  const needed = name === 'object_id' || name === 'ordinal' || name === 'format'
  return `  "${name}" ${eventColumns[name].type}${needed ? ' NOT NULL' : ''}`
}
