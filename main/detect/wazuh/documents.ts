import type { Place } from '../place.ts'

/**
 * The documents that the module for AWS of Wazuh forms of logs: under `aws`, with the name of the log as `aws.source`.
 * Which of our formats are in them, and where a field lies that is not in the record, or is there under another name.
 */
interface Document {
  readonly source: string
  /** Names of the record for names of the document. */
  readonly renamed?: (field: string) => string
}

const hyphens = (field: string) => field.replaceAll('_', '-')
const named = (names: Readonly<Record<string, string>>) => (field: string) =>
  Object.hasOwn(names, field) ? (names[field] as string) : field
const below = (prefix: string) => (field: string) =>
  field.startsWith(prefix) ? field.slice(prefix.length) : `${prefix}${field}`

const balancers = { client_port: 'client:port', target_port: 'target:port', backend_port: 'backend:port' }

const documents: Readonly<Record<string, Document>> = {
  cloudtrail: { source: `'cloudtrail'` },
  'cloudtrail-lake': { source: `'cloudtrail'` },
  guardduty: { source: `'guardduty'` },
  macie: { source: `'macie'` },
  'macie-classic': { source: `'macie'` },
  securityhub: { source: `'securityhub'`, renamed: below('finding.') },
  'aws-config': { source: `'config'` },
  waf: { source: `'waf'` },
  'vpc-flow': { source: `'vpc'`, renamed: hyphens },
  's3-access': { source: `'s3_server_access'` },
  alb: { source: `'alb'`, renamed: named({ ...balancers, timestamp: 'time', action_executed: 'actions_executed' }) },
  nlb: { source: `'nlb'`, renamed: named({ ...balancers, timestamp: 'time' }) },
  clb: { source: `'clb'`, renamed: named(balancers) },
  eventbridge: {
    source: `regexp_replace(json_extract_string(extra, '$.source'), '^aws[.]', '')`,
    renamed: (field) => `detail.${field}`,
  },
}

/** Formats that are documents of the module. */
export const documentFormats: readonly string[] = Object.keys(documents)

/** Whether a field is one of such documents, whatever the log. */
export function isDocumentField(field: string): boolean {
  return field === 'integration' || field.startsWith('aws.')
}

/** Where a field of a document lies in the events of a format; `record`: where the fields of its records do. */
export function documentPlace(format: string, field: string, record: (field: string) => Place): Place {
  const document = Object.hasOwn(documents, format) ? documents[format] : undefined
  if (document === undefined) return { kind: 'none' }
  if (field === 'integration') return { kind: 'text', sql: `'aws'` }
  const name = field.slice('aws.'.length)
  if (name === 'source') return { kind: 'text', sql: document.source }
  if (name === 'aws_account_id') return { kind: 'text', sql: 'account' }
  if (name.startsWith('log_info.')) return Object.hasOwn(logInfo, name) ? (logInfo[name] as Place) : { kind: 'none' }
  return record(document.renamed?.(name) ?? name)
}

/** Where the log of an event was fetched, as the ledger knows it: of a bucket, or a file. */
const uri =
  '(SELECT ledger.uri FROM (SELECT object_id AS number, uri FROM object) ledger WHERE ledger.number = object_id)'
const logInfo: Readonly<Record<string, Place>> = {
  'log_info.s3bucket': { kind: 'text', sql: `nullif(regexp_extract(${uri}, '^s3://([^/]+)/', 1), '')` },
  'log_info.log_file': {
    kind: 'text',
    sql: `regexp_replace(regexp_replace(${uri}, '^(s3://[^/]*/|file://)', ''), '[?]versionId=[^/?]*$', '')`,
  },
}

/** What a field says in every document of a format, where that is certain; null: it is never there; undefined: it depends. */
export function certainValue(format: string, field: string): string | null | undefined {
  const place = documentPlace(format, field, () => ({ kind: 'text', sql: '' }))
  return place.kind === 'none' ? null : place.kind === 'text' ? constantOf(place.sql) : undefined
}

/** The text that a piece of SQL of ours always is. */
export function constantOf(sql: string): string | undefined {
  return /^'([a-z0-9_]*)'$/.exec(sql)?.[1]
}
