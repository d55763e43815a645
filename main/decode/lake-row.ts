import { cloudtrail } from './cloudtrail.ts'
import { csvCells } from './csv-rows.ts'
import { isObject } from './lookup-event.ts'
import { rowTextToJson } from './row-text.ts'
import { begin, columnOf, putJson, putText, type Row } from './text-row.ts'

const canonical = new Map(Object.keys(cloudtrail.columns).map((name) => [name.toLowerCase(), name]))
const wholeEvent = 'eventjson'
/** Without one of these a row is no event: it counts, groups or lists something. */
const telling = ['eventid', 'eventtime', wholeEvent]
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
  if (!/^(?:[\w.$ -]{1,128}|"(?:[^"]|""){1,256}")(?:,(?:[\w.$ -]{1,128}|"(?:[^"]|""){1,256}"))*$/.test(line))
    return null
  const names = csvCells(line).map(lowerName)
  if (names.some((name) => name === '_raw' || name.startsWith('@'))) return null
  const known = names.filter((name) => canonical.has(name) || name === wholeEvent || unnamed.test(name)).length
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
  let selected = ''
  return {
    heading(line) {
      titles = csvCells(line)
      names = titles.map(lowerName)
      const asked = names.map((name) => canonical.get(name) ?? name)
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
      const identity: [string, string][] = []
      for (const [i, cell] of cells.entries()) {
        const name = names[i] as string
        if (cell === '' || (cell === 'null' && cloudtrail.columns[canonical.get(name) ?? ''] === 'JSON')) continue
        if (canonical.has(name)) putField(row, canonical.get(name) as string, cell)
        else if (identityLeaves.has(name) && !names.includes('useridentity'))
          identity.push([spelling.get(name) ?? name, cell])
        else putText(row, columnOf(titles[i] as string, {}), cell)
      }
      if (identity.length > 0) putJson(row, 'userIdentity', JSON.stringify(Object.fromEntries(identity)))
      if (row.length === 0 && row.extra === '') return 'all its fields are empty'
      putJson(row, '@selected', selected)
      return null
    },
  }
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
