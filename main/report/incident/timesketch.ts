import { csvCell } from '../../../shared/csv-cell.ts'
import type { ReportDocument } from '../../../shared/report/document.ts'
import type { Cell } from '../../../shared/rows.ts'
import { visible } from '../../../shared/visible.ts'
import { type Row, rowsOf } from './rows-of.ts'

/** The timeline as Timesketch reads CSV: https://timesketch.org/guides/user/import-from-json-csv/ */
export async function* timesketchCsv(document: ReportDocument): AsyncGenerator<string> {
  yield `${[...required, 'tag', ...Object.keys(fields)].join(',')}\r\n`
  for await (const rows of rowsOf(document)) {
    yield rows
      .map((row) => {
        const cells = [
          ...Object.values(told(row)),
          tags(row).join(','),
          ...Object.values(fields).map((name) => row[name] ?? null),
        ]
        return `${cells.map(csvCell).join(',')}\r\n`
      })
      .join('')
  }
}

/** The same, one JSON document a line; a field without a value is left out. */
export async function* timesketchJsonl(document: ReportDocument): AsyncGenerator<string> {
  for await (const rows of rowsOf(document)) {
    yield rows
      .map((row) => {
        const more = Object.entries(fields).flatMap(([field, name]): [string, Cell][] => {
          const cell = row[name] ?? null
          return cell === null ? [] : [[field, cell]]
        })
        return `${JSON.stringify({ ...told(row), tag: tags(row), ...Object.fromEntries(more) })}\n`
      })
      .join('')
  }
}

/** Fields that Timesketch asks for. */
const required = ['message', 'datetime', 'timestamp_desc'] as const

/** Fields of ours and the columns that they come from. */
const fields = {
  level: 'Level',
  mark: 'Mark',
  event_name: 'Action',
  service: 'Service',
  outcome: 'Outcome',
  principal: 'Principal',
  source_ip: 'Source IP',
  target: 'Target',
  account: 'Account',
  region: 'Region',
  access_key: 'Access key',
  user_agent: 'User agent',
  log_format: 'Format',
  event_id: 'Event id',
  object_id: 'object_id',
  ordinal: 'ordinal',
  object_sha256: 'SHA-256 of the object',
} as const

function told(row: Row): Readonly<Record<(typeof required)[number], string>> {
  const { Time: time, What: what, Action: action, Principal: principal, Target: target } = row
  const call = [action, principal && `by ${principal}`, target && `on ${target}`].filter(Boolean).join(' ')
  return {
    message: visible([what, call].filter(Boolean).join(': ')),
    // Timesketch takes no event without a time; the next column says which have none.
    datetime: time === null || time === undefined ? '1970-01-01T00:00:00+00:00' : iso(String(time)),
    timestamp_desc: time === null || time === undefined ? 'Time not known' : 'Event logged',
  }
}

/** Timesketch wants an offset. */
function iso(time: string): string {
  return `${time.replace(' ', 'T').replace(/Z$/, '')}+00:00`
}

function tags({ Level: level, Mark: mark }: Row): readonly string[] {
  return [level, mark].flatMap((tag) => (typeof tag === 'string' ? [tag] : []))
}
