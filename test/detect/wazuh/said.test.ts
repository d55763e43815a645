import { afterAll, expect, test } from 'vitest'
import { loadText } from '../../../main/detect/load-rules.ts'
import { detectionHandlers } from '../../../main/detections.ts'
import { Jobs } from '../../../main/jobs.ts'
import { methods } from '../../../shared/api.ts'
import { removeFolders } from '../../store/batches.ts'
import { caseOf, found, run } from '../detecting.ts'

afterAll(removeFolders)

const signal = new AbortController().signal
const filter = methods.detections.input.parse({ offset: 0, limit: 10 }).filter
const xml = `<group name="amazon,">
  <rule id="1" level="0"><field name="aws.source">cloudtrail</field><description>AWS alert.</description></rule>
  <rule id="2" level="5"><if_sid>1</if_sid><field name="aws.eventName">\\.+</field>
    <description>$(aws.eventName) by $(aws.userIdentity.arn)$(aws.none) in $(aws.requestParameters.n) $(aws.requestParameters.list).</description>
    <mitre><id>T1078.004</id><id>T1530</id></mitre></rule>
  <rule id="3" level="6"><if_sid>2</if_sid><field name="aws.log_info.log_file">\\d/2\\.json$</field>
    <description>of $(aws.log_info.s3bucket)</description></rule>
</group>`
const call = (eventName: string, n: number) => ({
  eventID: eventName,
  eventTime: `2026-01-05T00:00:0${n}Z`,
  eventName,
  userIdentity: { type: 'IAMUser', arn: 'arn:aws:iam::1:user/<b>eve</b>' },
  requestParameters: { n: n / 2, list: ['a', n] },
})

test('a description is filled in: of a finding by its last event, of each event by its own; techniques tell the tactics', async () => {
  const file = await caseOf([call('CreateUser', 1), call('DeleteUser', 2), call('ListUsers', 3)])
  try {
    const ask = detectionHandlers(file, new Jobs(() => {}), () => {})
    const loaded = loadText(xml, 'a.xml')
    expect(loaded.refused).toEqual([])
    await file.db.run("UPDATE object SET uri = 's3://trail-bucket/AWSLogs/1/2.json?versionId=a.b' WHERE object_id = 3")
    await run(file, loaded)
    expect(await found(file)).toMatchObject({ 'of $(aws.log_info.s3bucket)': [3] })
    const { rows } = await ask.detections({ filter, offset: 0, limit: 10 }, signal)
    expect(rows.map(({ title, tactics }) => [title, tactics])).toEqual([
      ['of trail-bucket', []],
      [
        'DeleteUser by arn:aws:iam::1:user/<b>eve</b> in 1 ["a",2]. (and 1 other)',
        ['initial-access', 'persistence', 'privilege-escalation', 'defense-evasion', 'collection'],
      ],
    ])
    const { said } = await ask.detection({ detection_id: rows[1]?.detection_id ?? 0, offset: 0, limit: 10 }, signal)
    const hits = await ask.hits({ events: [{ object_id: 1, ordinal: 0 }] }, signal)
    const first = 'CreateUser by arn:aws:iam::1:user/<b>eve</b> in 0.500000 ["a",1].'
    expect([said[0], said.length, hits[0]?.[0]?.title]).toEqual([first, 2, first])
    const summary = await ask.detectionSummary({ filter, buckets: 1 }, signal)
    expect(summary.rules.map(({ title }) => title)).toContain('of $(aws.log_info.s3bucket)')
  } finally {
    await file.close()
  }
})
