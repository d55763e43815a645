import { type EventColumnName, eventColumnNames, eventColumns } from '../event.ts'
import { markTags } from '../mark.ts'
import { objectProofs } from '../proof.ts'
import { nearest } from './nearest.ts'

/** What stands before the `:` of a term, resolved: which columns it asks and how a value is compared with them. */
export interface Field {
  /** As it is written in completions and explanations. */
  readonly name: string
  /** Columns that `:` looks in; one of them has to match. */
  readonly columns: readonly EventColumnName[]
  /** Columns that `=`, `:*` and `:none` mean. */
  readonly exact: readonly EventColumnName[]
  /** Way into a JSON column; empty for the column itself. */
  readonly path: readonly Step[]
  readonly type: 'text' | 'time' | 'boolean' | 'number'
  readonly match: Match
  /** A condition of ours in place of columns: `name:true` asks for it, `name:false` for the rest. */
  readonly test?: string
  /** Events are found by what is said of them elsewhere. */
  readonly found?: Found
}

/** Texts about events that stand in other tables. */
export interface Found {
  /** SQL of a list of texts. */
  readonly texts: string
  /** The rows that they are of, which name events as `found.object_id` and `found.ordinal`, up to their conditions. */
  readonly rows: string
  /** The same with what suppressions and people hide, where that is left out. */
  readonly everyRow?: string
  readonly match: Match
  /** All the texts there can be, where they are few. */
  readonly values?: readonly string[]
  /** The texts are of whole objects, and `rows` names only `found.object_id`. */
  readonly ofObjects?: true
}

/** A key of an object, a place in a list, or any place. */
export type Step = { readonly key: string } | { readonly index: number } | { readonly any: true }

/**
 * How `:` compares text: `whole` the whole value; `part` anything that holds it; `anywhere` the same with wildcards that
 * float; `name` the whole value or the last part of an ARN or path; `word` one of space-separated words; `service` with
 * or without .amazonaws.com; `address` as an IP address or network, as text where it is none.
 */
export type Match = 'whole' | 'part' | 'anywhere' | 'name' | 'word' | 'service' | 'address'

/** Columns that a bare word looks in, those that hold the answer most often first. */
const textColumns = [
  'actor',
  'actor_name',
  'action',
  'service',
  'source_ip',
  'source_service',
  'user_agent',
  'error_code',
  'error_message',
  'target',
  'access_key',
  'id',
  'title',
  'identity',
  'request',
  'response',
  'extra',
] as const satisfies readonly EventColumnName[]

const columnMatches: Partial<Record<EventColumnName, Match>> = {
  actor: 'name',
  role: 'name',
  target: 'name',
  service: 'service',
  flags: 'word',
  source_ip: 'address',
  user_agent: 'part',
  error_message: 'part',
  title: 'part',
  identity: 'part',
  request: 'part',
  response: 'part',
  extra: 'part',
}

/** Other names of columns: what CloudTrail, other tools and people call them. The first is the one that is proposed. */
const aliases: readonly { readonly names: readonly string[]; readonly columns: readonly EventColumnName[] }[] = [
  { names: ['user', 'principal', 'who'], columns: ['actor', 'actor_name', 'session_name'] },
  { names: ['event', 'api', 'eventName'], columns: ['action'] },
  { names: ['eventSource'], columns: ['service'] },
  { names: ['awsRegion'], columns: ['region'] },
  { names: ['recipientAccountId'], columns: ['account'] },
  { names: ['error', 'errorCode'], columns: ['error_code'] },
  { names: ['message', 'errorMessage'], columns: ['error_message'] },
  { names: ['ip', 'sourceIPAddress'], columns: ['source_ip', 'source_service'] },
  { names: ['agent', 'ua', 'userAgent'], columns: ['user_agent'] },
  { names: ['key', 'accessKeyId'], columns: ['access_key'] },
  { names: ['session'], columns: ['session_name'] },
  { names: ['resource'], columns: ['target'] },
  { names: ['type'], columns: ['kind', 'actor_type', 'target_type'] },
  { names: ['eventType'], columns: ['kind'] },
  { names: ['eventID'], columns: ['id', 'shared_id'] },
  { names: ['eventTime'], columns: ['time'] },
  { names: ['eventCategory'], columns: ['category'] },
  { names: ['object'], columns: ['object_id'] },
  { names: ['vpcEndpointId'], columns: ['vpc_endpoint'] },
  { names: ['sharedEventID'], columns: ['shared_id'] },
  { names: ['principalId'], columns: ['actor_id'] },
]

/** Columns that look wider with `:` than their name says, because that is what is meant: an actor by any of its names. */
const widened: Partial<Record<EventColumnName, readonly EventColumnName[]>> = {
  actor: ['actor', 'actor_name', 'session_name'],
  id: ['id', 'shared_id'],
  source_ip: ['source_ip', 'source_service'],
}

const roots: Readonly<Record<string, EventColumnName>> = {
  identity: 'identity',
  useridentity: 'identity',
  request: 'request',
  requestparameters: 'request',
  response: 'response',
  responseelements: 'response',
  extra: 'extra',
}

/** Top-level fields of CloudTrail that are kept in `extra`. */
const extras = [
  'additionalEventData',
  'addendum',
  'apiVersion',
  'edgeDeviceDetails',
  'eventContext',
  'eventVersion',
  'insightDetails',
  'managementEvent',
  'requestID',
  'resources',
  'serviceEventDetails',
  'sessionCredentialFromConsole',
  'tlsDetails',
  'vpcEndpointAccountId',
]

/** The field of bare words: all text of an event. */
export const everyText: Field = {
  name: 'text',
  columns: textColumns,
  exact: textColumns,
  path: [],
  type: 'text',
  match: 'anywhere',
}

/** Findings are kept in every state that was reported; this leaves the latest of each, and every other event. */
const latest: Field = {
  name: 'latest',
  columns: [],
  exact: [],
  path: [],
  type: 'boolean',
  match: 'whole',
  test: "(category IS DISTINCT FROM 'finding' OR (object_id, ordinal) IN (SELECT (object_id, ordinal) FROM finding))",
}

const isMarked = (condition: string) =>
  `((object_id, ordinal) IN (SELECT (object_id, ordinal) FROM marked WHERE ${condition}))`

/** Names that find events by how people marked them. */
const markFields: readonly { readonly field: Field; readonly meaning: string }[] = [
  { field: truth('starred', isMarked('star')), meaning: 'true: events with a star; false: those without.' },
  {
    field: truth('hidden', isMarked('hidden')),
    meaning: 'true: events that somebody hid; false: those that nobody did.',
  },
  { field: truth('disputed', isMarked('disputed')), meaning: 'true: events that two people marked differently.' },
  {
    field: about('tag', '[found.tag]', 'tag IS NOT NULL', markTags),
    meaning: 'Events that are tagged bad, suspicious or good.',
  },
  {
    field: about('comment', 'found.comments', 'len(comments) > 0'),
    meaning: 'Events with a comment that holds a text.',
  },
]

/** What the last verification said of the object that holds an event. */
const proof: Field = {
  name: 'proof',
  columns: [],
  exact: [],
  path: [],
  type: 'text',
  match: 'whole',
  found: {
    texts: "[split_part(found.integrity, ':', 1)]",
    rows: 'object found WHERE found.integrity IS NOT NULL',
    match: 'whole',
    values: objectProofs.filter((one) => one !== 'none'),
    ofObjects: true,
  },
}

function truth(name: string, test: string): Field {
  return { name, columns: [], exact: [], path: [], type: 'boolean', match: 'whole', test }
}

function about(name: string, texts: string, held: string, values?: readonly string[]): Field {
  const found = {
    texts,
    rows: `marked found WHERE ${held}`,
    match: values ? 'whole' : 'part',
    ...(values && { values }),
  } as const
  return { name, columns: [], exact: [], path: [], type: 'text', match: 'whole', found }
}

const foundByRules =
  'detection_event found JOIN detection USING (detection_id) JOIN rule USING (rule_no) WHERE rule.current'
/** In a finding that somebody dismissed, or where a suppression hides it. */
const isHidden =
  '(dismissed OR (found.detection_id, found.object_id, found.ordinal) IN (SELECT (detection_id, object_id, ordinal) FROM suppressed_event))'

/** Rows of `found` that are hits of rules and not hidden, up to their conditions. */
export const openHits = `${foundByRules} AND NOT ${isHidden}`

const ofRule = (name: string) => `from_json(rule.info->'${name}', '["VARCHAR"]')`

/** Names that find events by the rules whose detections they are part of. */
const ruleFields: readonly { readonly name: string; readonly found: string; readonly meaning: string }[] = [
  {
    name: 'rule',
    found: "[rule.key, rule.title, rule.info->>'name']",
    meaning: 'Events that a rule found, by its id, title or name; like the next ones without what is suppressed.',
  },
  {
    name: 'group',
    found: `list_concat(${ofRule('groups')}, ${ofRule('tags')})`,
    meaning: 'Events that rules of a group or tag found, such as amazon_security_lake.',
  },
  { name: 'level', found: '[rule.level]', meaning: 'Events that rules of a level found: critical, high, medium, ….' },
  {
    name: 'tactic',
    found: `list_concat(${ofRule('tactics')}, ${ofRule('techniques')})`,
    meaning: 'Events that rules of an ATT&CK tactic or technique found.',
  },
  {
    name: 'suppressed',
    found: `list_concat([rule.key, rule.title, rule.info->>'name', rule.level], ${ofRule('tactics')}, ${ofRule('techniques')}, ${ofRule('groups')})`,
    meaning: 'Events that rules found and that are suppressed or dismissed, by rule, level, tactic or group.',
  },
]

/** Every name that may stand before a `:`, with what it means to a person; aliases first, as people write them. */
export const namedFields: readonly { readonly name: string; readonly field: Field; readonly meaning: string }[] = [
  ...aliases.flatMap(({ names, columns }) =>
    names.map((name) => ({ name, field: fieldOf(name, columns, columns), meaning: columns.map(titleOf).join(', ') })),
  ),
  ...eventColumnNames.map((name) => ({
    name,
    field: fieldOf(name, widened[name] ?? [name], [name]),
    meaning: eventColumns[name].meaning,
  })),
  { name: 'latest', field: latest, meaning: 'true: of a finding only its latest state; false: only older states.' },
  ...ruleFields.map(({ name, found: texts, meaning }) => {
    const rows = name === 'suppressed' ? `${foundByRules} AND ${isHidden}` : openHits
    const found = { texts, rows, everyRow: foundByRules, match: 'whole' } as const
    return {
      name,
      field: { name, columns: [], exact: [], path: [], type: 'text', match: 'whole', found } as const,
      meaning,
    }
  }),
  ...markFields.map(({ field, meaning }) => ({ name: field.name, field, meaning })),
  {
    name: 'proof',
    field: proof,
    meaning:
      'Events of objects that AWS signed (sealed), or that the last verification found altered, unverifiable, ….',
  },
  { name: 'text', field: everyText, meaning: 'All text of an event.' },
]

const byName = new Map(namedFields.map(({ name, field }) => [plain(name), field]))

/** The field of a name and the steps behind it, or the names that come nearest to it. */
export function resolveField(name: string, path: readonly Step[]): Field | { readonly nearest: readonly string[] } {
  const named = byName.get(plain(name))
  if (named && path.length === 0) return named
  const column = Object.hasOwn(roots, plain(name)) ? roots[plain(name)] : undefined
  if (column) return jsonField(name, column, path)
  const extra = extras.find((field) => plain(field) === plain(name))
  if (extra) return jsonField(extra, 'extra', [{ key: extra }, ...path])
  const known = path.length > 0 ? ['request', 'response', 'identity', 'extra'] : namedFields.map((field) => field.name)
  return { nearest: nearest(name, known) }
}

/** How a column of a field is compared: a user is the end of an ARN, but the whole of a name. */
export function matchOf(field: Field, column: EventColumnName): Match {
  if (field.match === 'anywhere' || field.path.length > 0) return field.match
  return columnMatches[column] ?? 'whole'
}

function jsonField(name: string, column: EventColumnName, path: readonly Step[]): Field {
  if (path.length === 0) return fieldOf(name, [column], [column])
  return { name, columns: [column], exact: [column], path, type: 'text', match: 'whole' }
}

function fieldOf(name: string, columns: readonly EventColumnName[], exact: readonly EventColumnName[]): Field {
  const first = columns[0] as EventColumnName
  const types = { VARCHAR: 'text', JSON: 'text', TIMESTAMP: 'time', BOOLEAN: 'boolean', UINTEGER: 'number' } as const
  return {
    name,
    columns,
    exact,
    path: [],
    type: types[eventColumns[first].type],
    match: columnMatches[first] ?? 'whole',
  }
}

function titleOf(column: EventColumnName): string {
  return eventColumns[column].title
}

/** Names are compared without case and underscores: errorCode, errorcode and error_code are one. */
function plain(name: string): string {
  return name.toLowerCase().replaceAll('_', '')
}
