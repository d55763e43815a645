import type { Answers } from '../../../shared/answers.ts'
import type { ParquetColumn } from '../../../shared/decoder.ts'
import { eventColumns } from '../../../shared/event.ts'
import type { Signal } from '../../../shared/signal.ts'
import { sql } from '../../../shared/sql.ts'
import type { Db } from '../db.ts'
import { caseRelations } from './relations.ts'

/** The tables and views that SQL can read, `event` first, with what their columns mean. `lakeColumns`: what `lake` has. */
export async function schemaList(
  db: Db,
  lakeColumns: readonly ParquetColumn[] = [],
  signal?: Signal,
): Promise<Answers['schema']> {
  const relations = await caseRelations(db, signal)
  const columns = await db.all<{ table: string; name: string; type: string }>(
    sql`
      SELECT table_name AS table, column_name AS name, data_type AS type
      FROM duckdb_columns()
      WHERE NOT internal AND database_name = current_database() AND schema_name = 'main'
      ORDER BY table_name, column_index`,
    {},
    signal,
  )
  const all = [...columns, ...lakeColumns.map((column) => ({ table: 'lake', ...column }))]
  return relations
    .toSorted((a, b) => Number(b === 'event') - Number(a === 'event'))
    .map((table) => ({
      table,
      columns: all
        .filter((column) => column.table === table)
        .map(({ name, type }) => ({ name, type, meaning: meanings[table]?.[name] ?? '' })),
    }))
}

const place = {
  object_id: 'The object that holds the record: object.object_id.',
  ordinal: 'Position of the record in its object, from 0.',
}
const other = {
  other_object_id: 'The object that holds the other record.',
  other_ordinal: 'Position of the other record in its object.',
}

const ofEvent = Object.fromEntries(Object.entries(eventColumns).map(([name, { meaning }]) => [name, meaning]))
const meanings: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  event: ofEvent,
  finding: ofEvent,
  object: {
    object_id: 'Number of the object in this case.',
    uri: 'Where it came from: file:///…, upload:…, s3://…; a member of an archive is <archive>!/<name>.',
    parent: 'The archive that it is a member of: object_id.',
    entry: 'Which member of the archive it is, from 0.',
    state: 'stored, partial, duplicate, skipped or rejected.',
    reason: 'Why it is not simply stored.',
    format: 'Which log format it was read as.',
    bytes: 'Size as it came, in bytes.',
    sha256: 'SHA-256 of the bytes as they came.',
    modified_at: 'When its source says it was last changed, UTC.',
    metadata: 'What else the source said: version id, ETag, user metadata, ….',
    evidence: 'How the bytes are kept: copied, in place, member of an archive, or none.',
    evidence_path: 'Where bytes that were not copied lie.',
    import_id: 'The import that brought it: import.import_id.',
    imported_at: 'When it was imported, UTC.',
    imported_by: 'Who imported it.',
    events: 'Events stored from it.',
    duplicates: 'Records that the case already held.',
    conflicts: 'Records with the id of another event and other content.',
    bad_records: 'Records that could not be read.',
    first: 'Time of its first event, UTC.',
    last: 'Time of its last event, UTC.',
    unmapped: 'Top-level fields that the format does not know, with how many records hold them.',
    integrity:
      'What the last verification said of it: sealed, altered, …, and why; NULL: nothing that AWS signed could say anything.',
  },
  seal: {
    kind: 'digest, log, missing-digest, query-result (CloudTrail Lake), or evidence (a file that is amiss).',
    uri: 'Where AWS wrote it, as signed.',
    object_id: 'The object of the case, where there is one: object.object_id.',
    verdict: 'sealed, altered, missing, unverifiable, not-listed or not-covered.',
    reason: 'Why, where it is not simply sealed.',
    digest_id: 'The digest that lists it: object.object_id.',
    link: 'How a digest follows the one before: joined, start, gap, missing, hash-mismatch or backfill.',
    from: 'Start of the time that a digest covers, UTC.',
    to: 'End of it.',
    verified_at: 'When this was found, UTC.',
  },
  verification: {
    verified_at: 'When a verification began, UTC.',
    verified_by: 'Who ran it: user@host.',
    result: 'What it came to.',
  },
  lake: place,
  lake_file: {
    object_id: 'An object that is parquet and can be read whole.',
    columns: 'Its columns, each as name and type.',
    wrapped: 'The parquet is inside of what was stored: compressed, or in an archive.',
  },
  bad_record: { ...place, reason: 'Why the record could not be read.' },
  event_origin: {
    object_id: 'The object that holds the event as stored.',
    ordinal: 'Position of the event in that object.',
    other_object_id: 'An object that held the same event again.',
    other_ordinal: 'Position of the event there.',
  },
  conflict: { id: 'The event id that both bear.', ...place, ...other },
  import: {
    import_id: 'Number of the import in this case.',
    started_at: 'When it began, UTC.',
    ended_at: 'When it ended, UTC; NULL while it runs.',
    state: 'running, done, cancelled, failed or interrupted.',
    what: 'What was asked for.',
    who: 'Who asked for it.',
    result: 'What it came to.',
  },
  rule: {
    rule_no: 'Number of the rule in this case.',
    key: 'Its id; title:… where it has none.',
    hash: 'Version: SHA-256 of its text, and how it was used.',
    title: 'What it says happened.',
    level: 'critical, high, medium, low or informational.',
    kind: 'event or correlation.',
    file: 'The file that it was read from.',
    text: 'The rule as it was when it last ran.',
    info: 'What it says about itself: tags, tactics, techniques, groups, author, license, ….',
    current: 'Whether it was part of the last run.',
    looked_to: 'The newest object that it has looked at.',
    looked_at: 'What the objects were that it has looked at.',
    looked_on: 'When it last ran, UTC.',
  },
  rule_hit: { rule_no: 'The rule: rule.rule_no.', ...place },
  detection: {
    detection_id: 'Number of the detection.',
    rule_no: 'The rule that found it: rule.rule_no.',
    account: 'The account of its events, where they have one in common.',
    principal: 'The role or principal of its events, where they have one in common.',
    shared: 'Of an incident: the values that it is grouped by.',
    events: 'How many events it has.',
    hidden: 'How many of them suppressions hide.',
    first: 'Time of its first event, UTC.',
    last: 'Time of its last event, UTC.',
    dismissed: 'Whether somebody dismissed it.',
    note: 'What was noted about it.',
    decided_by: 'Who dismissed it or opened it again.',
    decided_at: 'When, UTC.',
    said: 'What was found, where the title of the rule names fields of its events.',
  },
  detection_event: { detection_id: 'The detection: detection.detection_id.', ...place },
  suppression: {
    suppression_id: 'Number of the suppression.',
    rule_key: 'The rule whose events it hides: rule.key; NULL: of every rule.',
    search: 'Which events it hides, as a search.',
    note: 'Why.',
    made_by: 'Who made it.',
    made_at: 'When, UTC.',
  },
  suppressed_event: {
    suppression_id: 'The suppression: suppression.suppression_id.',
    detection_id: 'The detection: detection.detection_id.',
    ...place,
  },
  mark: {
    mark_id: 'SHA-256 of what it says.',
    event_id: 'The id of the event that it is about: event.id.',
    object_sha256: 'SHA-256 of the object in which the event was seen.',
    seen_at: 'Position of the event in that object.',
    manual: 'Whether it is about a manual event.',
    aspect: 'star, tag, hidden, comment or event (a manual one).',
    comment: 'Which comment of the event it is.',
    value: 'What is said: true, a tag, a text; NULL: nothing, any more.',
    by: 'Who said it.',
    at: 'When, UTC.',
    replaces: 'The marks in whose place it was said.',
    act: 'What was said at once bears the same.',
    undoes: 'The act that it takes back.',
    restores: 'The mark that counts again by that.',
    source: 'SHA-256 of the file that brought it; NULL: said in this case.',
    current: 'Whether it still stands.',
    object_id: 'The object that holds the event here: object.object_id; NULL: it is not in this case.',
    ordinal: 'Position of the event in that object.',
  },
  marked: {
    ...place,
    star: 'Whether it has a star.',
    tag: 'bad, suspicious or good.',
    hidden: 'Whether it is left out of view.',
    comments: 'What people wrote about it.',
    disputed: 'Whether people said different things.',
  },
  manual_event: {
    ordinal: 'Its number; in marked and mark its object_id is 4294967295.',
    id: 'Its id.',
    time: 'When it happened, UTC.',
    title: 'What happened, in a line.',
    text: 'What else is known.',
  },
  report: {
    revision: 'Which state of the report it is; the highest is how it stands.',
    parent: 'The state that it was made from, which undoing goes back to.',
    title: 'What the report is called.',
    author: 'Who answers for it.',
    blocks: 'Its blocks in their order.',
    changed_at: 'When it became so, UTC.',
    changed_by: 'Who made it so.',
  },
  pseudonym: {
    original: 'A value of the case.',
    kind: 'What it is: account, arn, ip, key, name, ….',
    pseudonym: 'What stands for it in shared files.',
  },
  source: {
    name: 'What the source is called.',
    definition: 'Where it collects from and how; it never holds a secret.',
    saved_at: 'When it was last saved, UTC.',
  },
  collected: {
    uri: 'Where AWS holds it.',
    etag: 'Its ETag there.',
    version: 'Its version id, in a bucket that keeps versions.',
    mark: 'What else of it the source told it apart by.',
    source: 'The source that brought it: source.name.',
    account: 'The account whose logs it holds, as its key says.',
    region: 'Their region, as its key says.',
    service: 'Their service, as its key says.',
    day: 'Their day, as its key says, UTC.',
    bytes: 'Its size there.',
    state: 'What became of it.',
    object_id: 'The object of the case: object.object_id.',
    import_id: 'The collection that brought it: import.import_id.',
    collected_at: 'When it came, UTC.',
  },
  view_filter: {
    name: 'What the filter is called.',
    search: 'What it shows, as a search.',
    hides: 'What it leaves out of view, as a search.',
    saved_at: 'When it was saved, UTC.',
  },
  saved_query: {
    name: 'What the query is called.',
    sql: 'The query.',
    saved_at: 'When it was saved, UTC.',
  },
}
