import { cloudtrail } from './cloudtrail.ts'
import { csvCells } from './csv-rows.ts'
import { isObject } from './lookup-event.ts'
import { plant, type Tree, treeText } from './nest-fields.ts'
import { rowTextToJson } from './row-text.ts'
import { begin, columnOf, putJson, putText, type Row } from './text-row.ts'

const canonical = new Map(Object.keys(cloudtrail.columns).map((name) => [name.toLowerCase(), name]))
const wholeEvent = 'eventjson'
/** Without one of these a row is no event: it counts, groups or lists something. */
const telling = ['eventid', 'eventtime', 'awseventid', wholeEvent]
/** What others call the columns: the table AWSCloudTrail of Microsoft Sentinel, and lists that people made of events. */
const aliases: ReadonlyMap<string, string> = new Map([
  ['awseventid', 'eventID'],
  ['eventtypename', 'eventType'],
  ['awsrequestid', 'requestID'],
  ['awsrequestid_', 'requestID'],
  ['timegenerated', 'eventTime'],
  ['timegenerated[utc]', 'eventTime'],
  ['eventdatetime', 'eventTime'],
  ['sourceip', 'sourceIPAddress'],
  ['requestuseragent', 'userAgent'],
])
/** What the query engine calls count(*) and other expressions. */
const unnamed = /^_col\d+$/
/** What `SELECT userIdentity.arn` is called in the heading. */
const identityLeaves = new Set([
  'type',
  'principalid',
  'arn',
  'accountid',
  'accesskeyid',
  'awsaccesskey',
  'username',
  'invokedby',
])
/** Names inside structures, which the query engine writes in lower case. */
const spelling = new Map(
  [
    'principalId',
    'accountId',
    'accessKeyId',
    'userName',
    'invokedBy',
    'sessionContext',
    'sessionIssuer',
    'creationDate',
    'mfaAuthenticated',
    'webIdFederationData',
    'federatedProvider',
    'sourceIdentity',
    'ec2RoleDelivery',
    'onBehalfOf',
    'userId',
    'identityStoreArn',
    'inScopeOf',
    'credentialId',
    'identityProvider',
    'tlsVersion',
    'cipherSuite',
    'clientProvidedHostHeader',
  ].map((each) => [each.toLowerCase(), each]),
).set('awsaccesskey', 'accessKeyId')

/**
 * Names in the heading of a query result, lower case, or null when the line is none. Exports of Splunk and CloudWatch
 * Logs, which hold the event itself beside fields that were made of it, are none.
 */
export function lakeNames(line: string): readonly string[] | null {
  if (!/^(?:[\w.$ [\]-]{1,128}|"(?:[^"]|""){1,256}")(?:,(?:[\w.$ [\]-]{1,128}|"(?:[^"]|""){1,256}"))*$/.test(line))
    return null
  const names = csvCells(line).map(lowerName)
  if (names.some((name) => name === '_raw' || name.startsWith('@'))) return null
  const known = names.filter((name) => canonical.has(name) || telling.includes(name) || unnamed.test(name)).length
  return known >= 2 || (known === 1 && (names.length === 1 || names.some((name) => telling.includes(name))))
    ? names
    : null
}

/** Whether the rows behind such a heading are events. */
export const holdsEvents = (names: readonly string[]) => names.some((name) => telling.includes(name))

/** The event history of the console heads its columns `Event name`, `AWS region`, `Read-only`. */
export const lowerName = (title: string) => title.toLowerCase().replace(/[ -]/g, '')

export interface LakeReader {
  heading(line: string): void
  /** Fills the row, or answers with the whole event where the row holds it, or with why it is no record. */
  read(text: string, row: Row): null | string | { readonly event: Buffer }
}

/** Reads rows of a query result into records in the shape of CloudTrail. */
export function lakeReader(): LakeReader {
  let names: readonly string[] = []
  let titles: readonly string[] = []
  let columns: readonly (string | null)[] = []
  let selected = ''
  return {
    heading(line) {
      titles = csvCells(line)
      names = titles.map(lowerName)
      columns = names.map((name) => columnFor(name, names))
      const asked = columns.map((column, i) => column ?? names[i])
      selected = JSON.stringify(` ${asked.join(' ')} `)
    },
    read(text, row) {
      const cells = csvCells(text)
      if (cells.length !== names.length) return `it has ${cells.length} fields, its heading has ${names.length}`
      const whole = cells[names.indexOf(wholeEvent)]
      if (whole !== undefined && whole !== '') {
        const event = Buffer.from(whole.trim())
        return isObject(event) ? { event } : 'its eventJson is no JSON object'
      }
      begin(row)
      const nested = new Map<string, Tree>()
      for (const [i, cell] of cells.entries()) {
        const title = titles[i] as string
        const column = columns[i] ?? null
        if (cell === '' || (cell === 'null' && cloudtrail.columns[column ?? ''] === 'JSON')) continue
        const inside = column === null ? nestedIn(title) : null
        if (column === 'eventTime') putField(row, column, timeIn(cell, title))
        else if (column !== null) putField(row, column, cell)
        else if (
          inside === null ||
          columns.includes(inside.column) ||
          !plant(nested, [inside.column, ...inside.path], jsonOf('', cell))
        )
          putText(row, columnOf(title, {}), cell)
      }
      for (const [column, tree] of nested) putJson(row, column, treeText(tree))
      if (row.length === 0 && row.extra === '') return 'all its fields are empty'
      putJson(row, '@selected', selected)
      return null
    },
  }
}

/** The field of CloudTrail that a column holds; null where it is a part of one, or of none. */
function columnFor(name: string, names: readonly string[]): string | null {
  const own = canonical.get(name)
  const alias = aliases.get(name)
  return own ?? (alias === undefined || names.includes(alias.toLowerCase()) ? null : alias)
}

interface Nested {
  readonly column: string
  readonly path: readonly string[]
}

/** `userIdentity.sessionContext.sessionIssuer.arn`, `UserIdentityArn` or, as a query calls it, `arn`: where it belongs. */
function nestedIn(title: string): Nested | null {
  const [head, ...rest] = title.split('.')
  const column = canonical.get(lowerName(head ?? ''))
  if (column !== undefined && rest.length > 0 && cloudtrail.columns[column] === 'JSON')
    return { column, path: rest.map((part) => spelling.get(part.toLowerCase()) ?? part) }
  const leaf = lowerName(title).replace(/^useridentity_?/, '')
  return identityLeaves.has(leaf) ? { column: 'userIdentity', path: [spelling.get(leaf) ?? leaf] } : null
}

/** Portals of Microsoft write `3/4/2025, 5:06:07.000 AM`, and that it is UTC into the heading. */
function timeIn(cell: string, title: string): string {
  const time = /^(\d{1,2})\/(\d{1,2})\/(\d{4}), (\d{1,2}):(\d\d:\d\d(?:\.\d+)?) ([AP])M$/.exec(cell)
  if (time === null || !/\[utc\]/i.test(title)) return cell
  const [, month = '', day = '', year, hour, rest, half] = time
  const hours = (Number(hour) % 12) + (half === 'P' ? 12 : 0)
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}T${String(hours).padStart(2, '0')}:${rest}Z`
}

function putField(row: Row, name: string, cell: string): void {
  if (cloudtrail.columns[name] === 'VARCHAR') putText(row, columnOf(name, cloudtrail.columns), cell)
  else putJson(row, name, jsonOf(name, cell))
}

/** A cell as the JSON that CloudTrail has there; text where nothing else comes out even. */
function jsonOf(name: string, cell: string): string {
  if (cell === 'true' || cell === 'false' || (cell[0] === '{' && isObject(Buffer.from(cell)))) return cell
  const spell = (each: string) =>
    name === 'resources' && each.toLowerCase() === 'arn' ? 'ARN' : (spelling.get(each) ?? each)
  return (/^[{[]/.test(cell) ? rowTextToJson(cell, spell) : null) ?? JSON.stringify(cell)
}
