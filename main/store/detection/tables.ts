import { sql } from '../../../shared/sql.ts'

/**
 * What rules found. A rule is kept as it was when it last ran (`info`, `text`), with the objects that it has looked at
 * (`looked_to`: up to this number; `looked_at`: what they were). `rule_hit` holds matches that correlations and
 * first-seen conditions are computed from.
 */
export const detectionTables: readonly string[] = [
  sql`
    CREATE TABLE rule (
      rule_no UINTEGER NOT NULL,
      key VARCHAR NOT NULL,
      hash VARCHAR NOT NULL,
      title VARCHAR NOT NULL,
      level VARCHAR NOT NULL,
      kind VARCHAR NOT NULL,
      file VARCHAR NOT NULL,
      text VARCHAR NOT NULL,
      info JSON NOT NULL,
      current BOOLEAN NOT NULL,
      looked_to UINTEGER NOT NULL,
      looked_at VARCHAR NOT NULL,
      looked_on TIMESTAMP NOT NULL
    )`,
  sql`CREATE TABLE rule_hit (rule_no UINTEGER NOT NULL, object_id UINTEGER NOT NULL, ordinal UINTEGER NOT NULL)`,
  sql`
    CREATE TABLE detection (
      detection_id UINTEGER NOT NULL,
      rule_no UINTEGER NOT NULL,
      account VARCHAR,
      principal VARCHAR,
      shared JSON NOT NULL,
      events UINTEGER NOT NULL,
      hidden UINTEGER NOT NULL,
      "first" TIMESTAMP,
      "last" TIMESTAMP,
      dismissed BOOLEAN NOT NULL,
      note VARCHAR,
      decided_by VARCHAR,
      decided_at TIMESTAMP
    )`,
  sql`CREATE TABLE detection_event (detection_id UINTEGER NOT NULL, object_id UINTEGER NOT NULL, ordinal UINTEGER NOT NULL)`,
  sql`
    CREATE TABLE suppression (
      suppression_id UINTEGER NOT NULL,
      rule_key VARCHAR,
      search VARCHAR NOT NULL,
      note VARCHAR NOT NULL,
      made_by VARCHAR NOT NULL,
      made_at TIMESTAMP NOT NULL
    )`,
  sql`
    CREATE TABLE suppressed_event (
      suppression_id UINTEGER NOT NULL,
      detection_id UINTEGER NOT NULL,
      object_id UINTEGER NOT NULL,
      ordinal UINTEGER NOT NULL
    )`,
]

/** What was found in the words of a rule that names fields of its events; NULL: the title of the rule says it. */
export const detectionSaid: string = sql`ALTER TABLE detection ADD COLUMN said VARCHAR`
