import type { Leaf } from './node.ts'
import type { Place, Target } from './place.ts'
import { isAnything } from './text-test.ts'
import { constantOf, documentPlace, isDocumentField } from './wazuh/documents.ts'

/** Formats whose events have their fields in the same columns. */
export interface Family {
  readonly formats: readonly string[]
  readonly target: Target
  /** Whether a test looks at columns of few values only, those of `combinationColumns`. */
  decided(leaf: Leaf): boolean
}

/** For each format: the fields of a record that are a column of `event` as they are, by their own names. */
export type FieldColumns = ReadonlyMap<string, Readonly<Record<string, string>>>

/**
 * Columns of few different values, in which most conditions of rules lie: what holds for a combination of them holds
 * for all its rows. Of an error message only whether there is one.
 */
export const combinationColumns = {
  format: 'format',
  category: 'category',
  service: 'service',
  action: 'action',
  error_code: 'error_code',
  kind: 'kind',
  actor_type: 'actor_type',
  error_message: "CASE WHEN error_message IS NOT NULL THEN '' END",
} as const

/** Events of one service and category whose eventSource does not end in .amazonaws.com: partners and own applications. */
export interface OwnSource {
  readonly service: string
  readonly category: string | null
}

/** How the fields of rules lie in events, for the formats of a case. `ours`: accounts that belong to us. */
export function familiesOf(
  formats: readonly string[],
  columns: FieldColumns,
  ours: readonly string[] = [],
  sources: readonly OwnSource[] = [],
): readonly Family[] {
  const cloudtrails = formats.filter((format) => cloudtrailFormats.includes(format))
  const others = formats.filter((format) => !cloudtrailFormats.includes(format))
  return [
    ...(cloudtrails.length > 0 ? [cloudtrailFamily(cloudtrails, ours, sources)] : []),
    ...others.map((format) => {
      const tops = ownPlaces(format, columns.get(format) ?? {})
      return family([format], tops, [...ownEverything, ...topTexts(tops)], ours)
    }),
  ]
}

export const cloudtrailFormats: readonly string[] = ['cloudtrail', 'cloudtrail-lake']

function cloudtrailFamily(formats: readonly string[], ours: readonly string[], sources: readonly OwnSource[]): Family {
  const tops = { ...cloudtrailPlaces, eventSource: text(eventSourceOf(sources)) }
  return family(formats, tops, [...topTexts(tops), ...jsonColumns], ours)
}

function family(formats: readonly string[], tops: Tops, everything: readonly Place[], ours: readonly string[]): Family {
  const inRecord = (field: string) => placeOf(field, tops)
  const place = (field: string) =>
    isDocumentField(field) ? documentPlace(formats[0] ?? '', field, inRecord) : inRecord(field)
  const target: Target = { place, account: 'account', ours, everything }
  const few = new Set(fewValues)
  if (tops.eventSource?.kind === 'text' && tops.eventSource.sql !== sourceByRecord) few.add(tops.eventSource.sql)
  return { formats, target, decided: ({ field, test }) => field !== null && isDecided(target.place(field), test, few) }
}

/** Top-level fields of a record: where they lie. What is not named lies in `extra` under its own name. */
type Tops = Readonly<Record<string, Place>>

function placeOf(field: string, tops: Tops): Place {
  if (Object.hasOwn(tops, field)) return tops[field] as Place
  const [first = '', ...rest] = field.split('.')
  const top = Object.hasOwn(tops, first) ? tops[first] : undefined
  if (top === undefined) return { kind: 'json', sql: 'extra', path: [first, ...rest] }
  if (top.kind === 'json') return { ...top, path: [...top.path, ...rest] }
  return rest.length === 0 ? top : { kind: 'none' }
}

function isDecided(place: Place, test: Leaf['test'], few: ReadonlySet<string>): boolean {
  if (place.kind === 'none') return test.kind !== 'field'
  if (place.kind !== 'text' || ['field', 'time', 'foreign'].includes(test.kind)) return false
  if (place.sql !== 'error_message') return few.has(place.sql) || constantOf(place.sql) !== undefined
  return test.kind === 'exists' || test.kind === 'null' || (test.kind === 'text' && test.any.every(isAnything))
}

const text = (sql: string): Place => ({ kind: 'text', sql })
const json = (sql: string, ...path: readonly string[]): Place => ({ kind: 'json', sql, path })

/** An insight tells of calls; it is none, and its record has neither eventSource nor eventName. */
const called = (sql: string) => `CASE WHEN category IS DISTINCT FROM 'insight' THEN ${sql} END`
/** Whoever may write events of an application chooses its name, anew each time: so many are listed, each in every test of a rule. */
const mostOwn = 100
/** The source of events of which there are more: the record is asked. */
const sourceByRecord = called(
  `CASE WHEN json_extract_string(extra, '$.eventSource') = service THEN service ELSE service || '.amazonaws.com' END`,
)
/** AWS's own names are kept without their end; any other is the service as it is. */
function eventSourceOf(own: readonly OwnSource[]): string {
  if (own.length === 0) return called(`service || '.amazonaws.com'`)
  if (own.length > mostOwn) return sourceByRecord
  const pairs = own.map(({ service, category }) => `(${quoted(service)}, ${quoted(category ?? '')})`)
  return called(
    `CASE WHEN (service, coalesce(category, '')) IN (${pairs.join(', ')}) THEN service ELSE service || '.amazonaws.com' END`,
  )
}

/** A text of a log as SQL; this place is part of a rule's fields and cannot bind. */
function quoted(value: string): string {
  return `'${value.replaceAll("'", "''").replaceAll('\0', '')}'`
}

const eventName = called('action')
const eventCategory = `CASE category WHEN 'management' THEN 'Management' WHEN 'data' THEN 'Data' WHEN 'insight' THEN 'Insight' WHEN 'network' THEN 'NetworkActivity' END`

const inIdentity = (field: string) => `json_extract_string(identity, '$.${field}')`

const fewValues: readonly string[] = [...Object.keys(combinationColumns), eventName, eventCategory]

const cloudtrailPlaces: Tops = {
  eventSource: text(eventSourceOf([])),
  eventName: text(eventName),
  eventTime: { kind: 'text', sql: `strftime(time, '%Y-%m-%dT%H:%M:%SZ')`, time: 'time' },
  eventID: text(`CASE WHEN NOT starts_with(id, 'sha256:') THEN id END`),
  eventType: text('kind'),
  eventCategory: text(eventCategory),
  awsRegion: text('region'),
  sourceIPAddress: text('coalesce(source_ip, source_service)'),
  userAgent: text('user_agent'),
  errorCode: text('error_code'),
  errorMessage: text('error_message'),
  readOnly: text(`CASE read_only WHEN true THEN 'true' WHEN false THEN 'false' END`),
  recipientAccountId: text('account'),
  sharedEventID: text('shared_id'),
  vpcEndpointId: text('vpc_endpoint'),
  'userIdentity.type': text('actor_type'),
  'userIdentity.accountId': text('actor_account'),
  'userIdentity.principalId': text('actor_id'),
  'userIdentity.invokedBy': text('invoked_by'),
  // Where the column may hold something else, the JSON is asked: of few rows.
  'userIdentity.arn': text(`CASE WHEN starts_with(actor, 'arn:') THEN actor ELSE ${inIdentity('arn')} END`),
  'userIdentity.accessKeyId': text(`coalesce(access_key, ${inIdentity('accessKeyId')})`),
  'userIdentity.userName': text(`CASE WHEN actor_type = 'IAMUser' THEN actor_name ELSE ${inIdentity('userName')} END`),
  userIdentity: json('identity'),
  requestParameters: json('request'),
  responseElements: json('response'),
}

const jsonColumns = [json('identity'), json('request'), json('response'), json('extra')]
/** Fields of a record that are a text of their own; what has a dot lies in a JSON column as well. */
function topTexts(tops: Tops): readonly Place[] {
  return Object.entries(tops).flatMap(([name, place]) => (place.kind === 'text' && !name.includes('.') ? [place] : []))
}

/** Where the fields of other formats lie: in columns as they are, in columns in some other way, or in `extra`. */
function ownPlaces(format: string, columns: Readonly<Record<string, string>>): Tops {
  const plain = Object.entries(columns).map(([field, column]): readonly [string, Place] => [
    field,
    jsonNames.has(column) ? json(column) : text(column),
  ])
  return { ...Object.fromEntries(plain), ...reshaped[format] }
}

const when: Place = { kind: 'text', sql: `strftime(time, '%Y-%m-%dT%H:%M:%SZ')`, time: 'time' }

/** Fields that a decoder puts into a column changed, and how they are had back. A test compares with the decoders. */
export const reshaped: Readonly<Record<string, Tops>> = {
  'cloudtrail-aggregated': { eventId: text('id'), eventSource: text(`service || '.amazonaws.com'`) },
  guardduty: { id: text('shared_id') },
  inspector: { findingArn: text('shared_id') },
  macie: { id: text('shared_id') },
  'macie-classic': { 'notification-type': text('action') },
  'macie-discovery': { id: text('id') },
  securityhub: { Id: text('shared_id'), ProductName: text('kind'), Region: text('region') },
  eventbridge: { id: text('id'), time: when },
  'aws-config': {
    awsAccountId: text('account'),
    accountId: text('account'),
    ARN: text('shared_id'),
    configurationItemCaptureTime: when,
  },
  waf: { timestamp: when },
  'route53-resolver': {
    rcode: text(`coalesce(error_code, 'NOERROR')`),
    srcaddr: text('coalesce(source_ip, source_service)'),
    query_timestamp: when,
  },
  'route53-public': { rcode: text(`coalesce(error_code, 'NOERROR')`), query_timestamp: when },
  'eks-audit': { auditID: text('shared_id'), verb: text(`split_part(action, ' ', 1)`), stageTimestamp: when },
  'eks-authenticator': {
    time: when,
    arn: text(`CASE WHEN starts_with(actor, 'arn:') THEN actor END`),
    userid: text('actor_id'),
  },
  sns: { MessageId: text('id'), Timestamp: when },
  'vpc-lattice': {
    startTime: when,
    eventTimestamp: when,
    userAgent: text('user_agent'),
    authDeniedReason: text(`CASE WHEN outcome = 'denied' AND error_code NOT IN ('401', '403') THEN error_code END`),
  },
  'vpc-flow': {
    'account-id': text('account'),
    action: text(`CASE WHEN action IN ('ACCEPT', 'REJECT') THEN action END`),
    region: text('region'),
  },
  's3-access': { requester: text(`CASE WHEN actor_type IS DISTINCT FROM 'Anonymous' THEN actor END`), time: when },
  's3-events': { eventSource: text(`'aws:s3'`), eventTime: when },
  'mysql-audit': { timestamp: when },
  alb: { time: when },
  nlb: { time: when },
  clb: { timestamp: when },
  'alb-connection': { timestamp: when },
  'cloudwatch-logs': { timestamp: when },
  'api-gateway': {
    requestId: text('shared_id'),
    error: text('error_message'),
  },
  cloudfront: {
    date: text(`strftime(time, '%Y-%m-%d')`),
    time: text(`strftime(time, '%H:%M:%S')`),
    'x-edge-request-id': text(`CASE WHEN NOT starts_with(id, 'sha256:') THEN id END`),
  },
  'bedrock-invocation': { timestamp: when, requestId: text('shared_id'), errorCode: text('error_code') },
}

const jsonNames = new Set(['identity', 'request', 'response', 'extra'])
const ownEverything: readonly Place[] = [
  ...['action', 'error_code', 'error_message', 'region', 'account', 'user_agent', 'kind', 'title'].map(text),
  ...['service', 'actor', 'target', 'source_ip', 'access_key'].map(text),
  ...jsonColumns,
]
