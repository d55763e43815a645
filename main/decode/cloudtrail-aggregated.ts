import { sql } from '../../shared/sql.ts'
import type { Format } from './format.ts'
import { extraOf } from './sql-extra.ts'
import { flagsOf, timeOf } from './sql-time.ts'

const window = sql`json_transform(timeWindow, '{"windowStart":"VARCHAR","start":"VARCHAR"}')`
const when = sql`coalesce(${window}.windowStart, ${window}."start")`
const dimension = sql`json_extract_string(summary, '$.primaryDimension.dimension')`
const top = sql`json_extract_string(summary, '$.primaryDimension.statistics[0].value')`

/**
 * What CloudTrail counted in five minutes of data events: no calls, but how many there were of what kind. Fields:
 * CloudTrail User Guide, "CloudTrail record contents for aggregated events".
 */
export const cloudtrailAggregated: Format = {
  id: 'cloudtrail-aggregated',
  title: 'AWS CloudTrail aggregated events',
  idField: 'eventId',
  matches: ({ names }) => names.has('timeWindow') && names.has('summary'),
  columns: {
    eventVersion: 'JSON',
    accountId: 'VARCHAR',
    eventId: 'VARCHAR',
    eventCategory: 'JSON',
    eventType: 'VARCHAR',
    awsRegion: 'VARCHAR',
    eventSource: 'VARCHAR',
    timeWindow: 'JSON',
    summary: 'JSON',
    addendum: 'JSON',
  },
  select: {
    time: timeOf(when),
    id: sql`coalesce(nullif(eventId, ''), h)`,
    account: 'accountId',
    region: 'awsRegion',
    service: sql`CASE WHEN ends_with(eventSource, '.amazonaws.com') THEN left(eventSource, -14) ELSE eventSource END`,
    action: sql`CASE WHEN ${dimension} = 'eventName' THEN ${top} END`,
    category: sql`'aggregated'`,
    kind: 'eventType',
    target: sql`CASE WHEN ${dimension} = 'resourceARN' THEN ${top} END`,
    actor: sql`CASE WHEN ${dimension} = 'userIdentity' THEN ${top} END`,
    title: sql`concat('calls counted by ', ${dimension})`,
    extra: extraOf(['eventVersion', 'eventCategory', 'timeWindow', 'summary', 'addendum']),
    fidelity: sql`'full'`,
    flags: flagsOf(timeOf(when), when),
  },
}
