import { createHash } from 'node:crypto'
import type { ReportDocument, ReportHead } from '../../../shared/report/document.ts'
import { type Row, rowsOf } from './rows-of.ts'

/**
 * Indicators and their sightings as a STIX 2.1 bundle: https://docs.oasis-open.org/cti/stix/v2.1/os/stix-v2.1-os.html
 * Ids are made of what they stand for, so the same case gives the same bundle.
 */
export async function* reportStix(document: ReportDocument): AsyncGenerator<string> {
  const { head } = document
  const made = { spec_version: '2.1', ...stamps(head), created_by_ref: id('identity', head.case.id) }
  const identity = {
    type: 'identity',
    ...made,
    id: made.created_by_ref,
    created_by_ref: undefined,
    name: head.title,
    identity_class: 'unknown',
    description: `Written by ${head.tool} of the case ${head.case.id}.`,
  }
  yield `{\n"type": "bundle",\n"id": ${JSON.stringify(id('bundle', head.case.id, String(head.revision)))},\n"objects": [\n${JSON.stringify(identity)}`
  for await (const rows of rowsOf(document)) {
    for (const row of rows) {
      const pattern = patternOf(row)
      if (pattern === null) continue
      const indicator = id('indicator', head.case.id, pattern)
      const [first, last] = [stixTime(row.First ?? null, head), stixTime(row.Last ?? null, head)]
      yield `,\n${JSON.stringify({
        type: 'indicator',
        ...made,
        id: indicator,
        name: `${row.Kind}: ${row.Value}`.slice(0, 1000),
        description:
          'Stands in events of findings of medium level or above. That alone does not say that it is hostile: it may be an address of a service or of the network that was attacked.',
        indicator_types: ['unknown'],
        pattern,
        pattern_type: 'stix',
        valid_from: first,
      })}`
      yield `,\n${JSON.stringify({
        type: 'sighting',
        ...made,
        id: id('sighting', head.case.id, pattern),
        first_seen: first,
        last_seen: last,
        count: Math.min(999_999_999, Number(row['Events of findings'])),
        sighting_of_ref: indicator,
        where_sighted_refs: [made.created_by_ref],
      })}`
    }
  }
  yield '\n]\n}\n'
}

function patternOf({ Kind: kind, Value: value }: Row): string | null {
  const text = `'${String(value).replace(/\\/g, '\\\\').replace(/'/g, "\\'")}'`
  switch (kind) {
    case 'IP address':
      return `[${String(value).includes(':') ? 'ipv6' : 'ipv4'}-addr:value = ${text}]`
    case 'Access key':
    case 'Principal':
      return `[user-account:user_id = ${text}]`
    case 'User agent':
      return `[network-traffic:extensions.'http-request-ext'.request_header.'User-Agent' = ${text}]`
    default:
      return null
  }
}

/**
 * Nothing here depends on the clock: each version of an object is of when the report was changed last, else of the last
 * import; all of them were created with the case, as versions of one object must say the same of that.
 */
function stamps(head: ReportHead) {
  const created = new Date(head.case.createdAt).toISOString()
  const modified = stixTime(head.changedAt, head)
  return { created, modified: modified > created ? modified : created }
}

function stixTime(time: unknown, head: ReportHead): string {
  const ms = Date.parse(String(time ?? head.lastImport ?? ''))
  return new Date(Number.isNaN(ms) ? 0 : ms).toISOString()
}

/** A UUID of version 5 (RFC 9562) under a namespace of ours. */
function id(type: string, ...of: readonly string[]): string {
  const bytes = createHash('sha1')
    .update(Buffer.from('6f1dd0a1c5f84f0f9a3f2f5f0c3a7e11', 'hex'))
    .update(JSON.stringify([type, ...of]))
    .digest()
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x50
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const hex = bytes.toString('hex')
  return `${type}--${[hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-')}`
}
