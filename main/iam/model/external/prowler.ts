import type { ExternalFinding } from '../../../../shared/iam.ts'
import { isObject } from '../../policy/document.ts'
import { severityWord } from './severity-word.ts'

type Fields = Readonly<Record<string, unknown>>

/** One result of Prowler, or of another tool that writes OCSF findings: class Detection or Compliance Finding. */
export function readOcsfFinding(given: Fields): ExternalFinding {
  const info = fields(given.finding_info)
  const metadata = fields(given.metadata)
  const [resource = {}] = Array.isArray(given.resources) ? given.resources.filter(isObject) : []
  const code = text(given.status_code) || text(fields(given.compliance).status)
  const seconds = Number(given.time_dt === undefined ? (given.time ?? Number.NaN) : Number.NaN)
  const time = text(given.time_dt) || text(info.created_time_dt)
  return {
    source: text(fields(metadata.product).name) || 'OCSF',
    check: text(metadata.event_code) || text(info.uid),
    title: text(info.title),
    severity: severityWord(text(given.severity)),
    status: statusOf(code),
    account: text(fields(fields(given.cloud).account).uid),
    resource: text(resource.uid) || text(resource.name),
    text: text(given.status_detail) || text(given.message) || text(info.desc),
    time: time !== '' ? utc(time) : Number.isNaN(seconds) ? null : new Date(millis(seconds)).toISOString(),
    ours: [],
  }
}

/** Prowler's CSV: semicolons, quotes doubled, columns found by their names. */
export function readProwlerCsv(content: string): readonly ExternalFinding[] {
  const [heading = [], ...rows] = cellsOf(content.replace(/^\ufeff/, ''))
  const at = new Map(heading.map((name, i) => [name.trim().toUpperCase(), i]))
  return rows
    .filter((row) => row.length > 1)
    .map((row) => {
      const cell = (name: string) => row[at.get(name) ?? -1] ?? ''
      return {
        source: 'Prowler',
        check: cell('CHECK_ID'),
        title: cell('CHECK_TITLE'),
        severity: severityWord(cell('SEVERITY')),
        status: statusOf(cell('STATUS')),
        account: cell('ACCOUNT_UID') || cell('ACCOUNT_ID'),
        resource: cell('RESOURCE_UID') || cell('RESOURCE_ARN') || cell('RESOURCE_NAME') || cell('RESOURCE_ID'),
        text: cell('STATUS_EXTENDED'),
        time: utc(cell('TIMESTAMP') || cell('ASSESSMENT_START_TIME')),
        ours: [],
      }
    })
}

function statusOf(code: string): ExternalFinding['status'] {
  return /^(?:fail|failed|new)$/i.test(code) ? 'fail' : /^(?:pass|passed)$/i.test(code) ? 'pass' : 'other'
}

function cellsOf(content: string): readonly (readonly string[])[] {
  const rows: string[][] = []
  let row: string[] = []
  for (const [, quoted, plain, end] of content.matchAll(/(?:"((?:[^"]|"")*)"|([^;\r\n]*))(;|\r?\n|$)/g)) {
    row.push(quoted?.replaceAll('""', '"') ?? plain ?? '')
    if (end === ';') continue
    rows.push(row)
    row = []
    if (end === '') break
  }
  return rows
}

/** Times without a zone are UTC. */
function utc(time: string): string | null {
  const zoned = /(?:Z|[+-]\d\d:?\d\d)$/.test(time) ? time : `${time.replace(' ', 'T')}Z`
  return Number.isNaN(Date.parse(zoned)) ? null : new Date(zoned).toISOString()
}

function millis(time: number): number {
  return time < 100_000_000_000 ? time * 1000 : time
}

function fields(value: unknown): Fields {
  return isObject(value) ? value : {}
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
