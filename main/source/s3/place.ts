/** What a key tells about its object: nothing is assumed that does not stand there. */
export interface Place {
  readonly organization: string | null
  readonly account: string | null
  readonly region: string | null
  /** CloudTrail, CloudTrail-Digest, GuardDuty, …; of Security Lake the source's name. */
  readonly service: string | null
  /** The first day that it can be of, YYYY-MM-DD: of a whole month or year its first. */
  readonly firstDay: string | null
  readonly lastDay: string | null
}

/**
 * Reads a key, or the folder that keys begin with: AWSLogs/ layouts, those of organizations among them, `name=value`
 * folders, Security Lake, delivery streams with YYYY/MM/DD/HH, Config without leading zeros, flat names that begin
 * with a date. A date in what is above AWSLogs/, or in the first `datesAfter` characters, says when somebody made a copy,
 * nothing about the log. Layouts: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/get-and-view-cloudtrail-log-files.html,
 * https://docs.aws.amazon.com/firehose/latest/dev/s3-object-name.html
 */
export function placeOf(key: string, datesAfter = 0): Place {
  const segments = key.split('/')
  const name = segments.at(-1) ?? ''
  const folders = segments.slice(0, -1)
  const logs = folders.indexOf('AWSLogs')
  const inLogs = logs < 0 ? [] : folders.slice(logs + 1)
  const hive = hiveOf(folders)
  const accountAt = folders.findIndex((folder, i) => i > logs && /^\d{12}$/.test(folder))
  const dated = logs >= 0 ? inLogs : key.slice(datesAfter).split('/').slice(0, -1)
  const days = daysOf(dated) ?? dayOfName(name)
  return {
    organization: inLogs.find((folder) => /^o-[a-z0-9]{3,32}$/.test(folder)) ?? null,
    account: hive.get('account') ?? (accountAt < 0 ? null : (folders[accountAt] ?? null)),
    region: hive.get('region') ?? folders.find((folder) => isRegion(folder)) ?? null,
    service:
      hive.get('service') ??
      lakeSource(folders) ??
      (logs < 0 || accountAt < 0 ? null : (folders[accountAt + 1] ?? null)),
    firstDay: days?.[0] ?? null,
    lastDay: days?.[1] ?? null,
  }
}

export function isRegion(text: string): boolean {
  return /^[a-z]{2,4}(-[a-z]+)+-\d{1,2}$/.test(text)
}

const hiveNames: Readonly<Record<string, 'account' | 'region' | 'service'>> = {
  'aws-account-id': 'account',
  accountid: 'account',
  account: 'account',
  account_id: 'account',
  'aws-region': 'region',
  region: 'region',
  'aws-service': 'service',
}

function hiveOf(folders: readonly string[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  for (const folder of folders) {
    const [, name = '', value = ''] = /^([\w-]+)=(.+)$/.exec(folder) ?? []
    const known = Object.hasOwn(hiveNames, name.toLowerCase()) ? hiveNames[name.toLowerCase()] : undefined
    if (known && !found.has(known)) found.set(known, value)
  }
  return found
}

/** `aws/<source>/2.0/region=…` and `ext/<source>/…`. */
function lakeSource(folders: readonly string[]): string | null {
  const at = folders.findIndex((folder) => /^region=/.test(folder))
  if (at < 2) return null
  const root = folders.findIndex((folder) => folder === 'aws' || folder === 'ext')
  return root < 0 || root + 1 >= at ? null : (folders[root + 1] ?? null)
}

type Days = readonly [first: string, last: string]

/** Days that the folders name, as far as they go: a year, a month of it, a day of that. */
function daysOf(folders: readonly string[]): Days | null {
  for (const [i, folder] of folders.entries()) {
    const whole =
      /^(?:[\w-]+=)?(\d{4})-(\d\d)-(\d\d)(?:[-T]\d\d)?$/.exec(folder) ??
      /^event(?:Day|Hour)=(\d{4})(\d\d)(\d\d)(?:\d\d)?$/i.exec(folder)
    if (whole) return range(whole[1], whole[2], whole[3])
    const year = /^(?:(?:year|yyyy|y)=)?((?:19|20)\d\d)$/i.exec(folder)?.[1]
    if (year === undefined) continue
    const month = /^(?:(?:month|mm|m)=)?(\d{1,2})$/i.exec(folders[i + 1] ?? '')?.[1]
    const day = month === undefined ? undefined : /^(?:(?:day|dd|d)=)?(\d{1,2})$/i.exec(folders[i + 2] ?? '')?.[1]
    return range(year, month, day)
  }
  return null
}

/** Names of S3 server access logs begin with the time, others carry it between underscores. */
function dayOfName(name: string): Days | null {
  const begins =
    /^(\d{4})-(\d\d)-(\d\d)-\d\d-\d\d-\d\d-/.exec(name) ?? /[_.-](\d{4})(\d\d)(\d\d)T\d{4}(?:\d\d)?Z?[_.]/.exec(name)
  return begins ? range(begins[1], begins[2], begins[3]) : null
}

function range(year = '', month?: string, day?: string): Days | null {
  const two = (text: string) => text.padStart(2, '0')
  if (month === undefined) return [`${year}-01-01`, `${year}-12-31`]
  if (Number(month) < 1 || Number(month) > 12) return [`${year}-01-01`, `${year}-12-31`]
  if (day === undefined) return [`${year}-${two(month)}-01`, `${year}-${two(month)}-31`]
  return [`${year}-${two(month)}-${two(day)}`, `${year}-${two(month)}-${two(day)}`]
}
