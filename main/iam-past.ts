import type { Signal } from '../shared/signal.ts'
import { sql } from '../shared/sql.ts'
import { readWhole } from './decode/read-whole.ts'
import type { Source } from './iam/model/build.ts'
import { type Dated, type Past, pastOf } from './iam/replay/evidence.ts'
import type { IamEvent } from './iam/replay/write.ts'
import { isUnchanged, whereKept } from './kept-bytes.ts'
import type { CaseFile } from './store/case-file.ts'
import { configItems, identityItems } from './store/read/config-items.ts'
import { type IamWrite, iamWrites } from './store/read/iam-writes.ts'

const formats = [
  'iam-authorization-details',
  'credential-report',
  'organizations',
  'aws-policy',
  'aws-answers',
  'access-analyzer',
  'prowler',
]

/** What the evidence and the logs of a case say of identities over time. What cannot be believed is in the remarks. */
export async function pastOfCase(
  file: CaseFile,
  told: string | null,
  signal?: Signal,
): Promise<Past & { readonly remarks: readonly string[] }> {
  const remarks: string[] = []
  const sources = await evidenceOf(file, remarks)
  const items = await identityItems(file.db, signal)
  const events = (await iamWrites(file.db, signal)).map(eventOf)
  const past = pastOf(
    sources,
    events,
    told,
    items.map((item) => JSON.parse(item)),
  )
  return { ...past, remarks: [...remarks, ...past.remarks] }
}

async function evidenceOf(file: CaseFile, remarks: string[]): Promise<readonly Dated[]> {
  const rows = await file.db.all<{
    object_id: number
    uri: string
    format: string
    state: string
    modified_at: string | null
  }>(
    sql`
    SELECT object_id, uri, format, state, strftime(modified_at, '%Y-%m-%dT%H:%M:%S.%gZ') AS modified_at
    FROM object
    WHERE state IN ('stored', 'partial') AND list_contains(string_split($formats, ','), format)
    ORDER BY object_id`,
    { formats: formats.join(',') },
  )
  const sources: Dated[] = []
  const passed = new Set(earlierPictures(rows))
  for (const row of rows) {
    const { object_id, uri, format, state, modified_at } = row
    if (passed.has(row)) continue
    try {
      const kept = await whereKept(file, object_id)
      if (typeof kept === 'string') throw new Error(kept)
      if (!(await isUnchanged(kept))) throw new Error(`${kept.path} no longer has the bytes that were imported`)
      if (state === 'partial') remarks.push(`${uri} is damaged: what it says may be incomplete`)
      sources.push({ name: uri, format, text: await readWhole(kept.path, kept.entry), modifiedAt: modified_at })
    } catch (error) {
      remarks.push(`${uri} is not counted: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
  return sources
}

/** Collections save what hangs on resources and the organization anew each time: what an earlier one saved of the same is past. */
function earlierPictures<R extends { readonly uri: string; readonly format: string }>(
  rows: readonly R[],
): readonly R[] {
  const newest = new Map<string, { readonly row: R; readonly stamp: string }>()
  const earlier: R[] = []
  for (const row of rows) {
    const [, account, stamp, file] = /^aws-api:\/\/iam\/(\w+)\/(\d{8}T\d{6}Z)\/(.+)$/s.exec(row.uri) ?? []
    if (stamp === undefined || /^(?:iam-authorization-details|credential-report)$/.test(row.format)) continue
    const key = `${account} ${file}`
    const before = newest.get(key)
    if (before !== undefined) earlier.push(before.stamp < stamp ? before.row : row)
    if (before === undefined || before.stamp < stamp) newest.set(key, { row, stamp })
  }
  return earlier
}

/** What AWS Config recorded of everything but identities, as it was at a time. */
export async function configuredAt(file: CaseFile, at: string | null, signal?: Signal): Promise<Source | null> {
  const items = (await configItems(file.db, at, signal)).filter(
    (item) => !isOfIam(JSON.parse(item) as Readonly<Record<string, unknown>>),
  )
  return items.length === 0 ? null : { name: 'AWS Config', format: 'aws-config', text: `[${items.join(',')}]` }
}

function isOfIam({ resourceType }: Readonly<Record<string, unknown>>): boolean {
  return /^AWS::IAM::(?:User|Role|Group|Policy)$/.test(String(resourceType))
}

function eventOf(write: IamWrite): IamEvent {
  const { object_id, ordinal, time, account, service, action, actor, actor_type, actor_name, source_ip } = write
  return {
    object_id,
    ordinal,
    time,
    account,
    service,
    action,
    actor,
    sourceIp: source_ip,
    caller: actor_type === 'IAMUser' ? actor_name : null,
    request: fields(write.request),
    response: fields(write.response),
  }
}

function fields(json: string | null): Readonly<Record<string, unknown>> {
  const value: unknown = json === null ? null : JSON.parse(json)
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {}
}
