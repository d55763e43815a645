import { writeFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { at, cleanUp, coldtrail, json } from './coldtrail.ts'

const configuration = `<ossec_config>
  <wodle name="aws-s3">
    <bucket type="cloudtrail">
      <name>trail-bucket</name>
      <secret_key>hunter2hunter2</secret_key>
      <discard_regex field="eventName">Describe</discard_regex>
      <remove_from_bucket>yes</remove_from_bucket>
    </bucket>
    <bucket type="cloudtrail"><name>Not_A_Bucket</name></bucket>
  </wodle>
</ossec_config>
`
const definition = {
  kind: 's3-bucket',
  name: 'cloudtrail trail-bucket',
  bucket: 'trail-bucket',
  deleteAfter: false,
}

beforeAll(async () => {
  await json('case', 'create', 'one.coldtrail', '--json')
  writeFileSync(at('ossec.conf'), configuration)
})
afterAll(cleanUp)

describe('coldtrail sources', () => {
  test('takes sources out of an ossec.conf, says what became of each tag, and ends with 1 for a refused line', async () => {
    const report = await coldtrail('sources', 'import-ossec', 'ossec.conf')
    expect([report.code, report.out.includes('ossec.conf:9: error: name: refused: "Not_A_Bucket"')]).toEqual([1, true])
    expect(report.out).toContain('1 source found; name a case with --case to save them, 1 line refused')
    expect(report.out + report.err).not.toContain('hunter2')

    const saved = await coldtrail('sources', 'import-ossec', 'ossec.conf', '--case', 'one.coldtrail', '--json')
    expect([saved.code, JSON.parse(saved.out)]).toEqual([
      1,
      {
        sources: [expect.objectContaining(definition)],
        views: [expect.objectContaining({ hides: 'eventName:/^(?:Describe)/' })],
        report: expect.arrayContaining([expect.objectContaining({ line: 7, severity: 'warning', outcome: 'changed' })]),
        mistakes: [],
      },
    ])
    expect(await json('sources', 'list', '--case', 'one.coldtrail', '--json')).toEqual([
      expect.objectContaining(definition),
    ])
  })

  test('lists them, and what discard rules would have left out: it is in the case, and counted', async () => {
    const record = { eventVersion: '1.11', eventTime: '2026-01-15T00:01:02Z', eventSource: 'ec2.amazonaws.com' }
    const names = ['DescribeInstances', 'DescribeVpcs', 'RunInstances']
    const Records = names.map((eventName, at) => ({ ...record, eventID: `${at}`, eventName, userIdentity: {} }))
    writeFileSync(at('some.json'), JSON.stringify({ Records }))
    await json('import', 'some.json', '--case', 'one.coldtrail', '--json')
    const { out } = await coldtrail('sources', 'list', '--case', 'one.coldtrail')
    expect(out).toMatch(/cloudtrail trail-bucket +s3-bucket +s3:\/\/trail-bucket\//)
    expect(out).toMatch(/^view filter '.*' hides 2 events: eventName:\/\^\(\?:Describe\)\/$/m)
  })

  test('exports YAML that another case takes, and refuses to replace what says something else', async () => {
    const { out } = await coldtrail('sources', 'export', '--case', 'one.coldtrail')
    writeFileSync(at('sources.yml'), out)
    await json('case', 'create', 'two.coldtrail', '--json')
    expect(await json('sources', 'add', 'sources.yml', '--case', 'two.coldtrail', '--json')).toMatchObject({
      saved: ['cloudtrail trail-bucket'],
      mistakes: [],
    })
    writeFileSync(at('other.yml'), out.replace('layout: cloudtrail', 'layout: any\n    deleteAfter: true'))
    const refused = await coldtrail('sources', 'add', 'other.yml', '--case', 'two.coldtrail')
    expect([refused.code, refused.err]).toEqual([1, expect.stringContaining('says something else')])
    const replaced = await coldtrail('sources', 'add', 'other.yml', '--case', 'two.coldtrail', '--replace')
    expect([replaced.code, replaced.err]).toEqual([0, expect.stringContaining('it arrives switched off')])

    writeFileSync(at('wrong.yml'), 'sources:\n  - kind: s3-bucket\n    name: x\n    bucket: No\n    layout: any\n')
    const wrong = await coldtrail('sources', 'add', 'wrong.yml', '--case', 'two.coldtrail')
    expect([wrong.code, wrong.err]).toEqual([1, expect.stringContaining('wrong.yml:4: bucket: "No" is refused')])
  })

  test('prints the policies of a source of the case, or of an address', async () => {
    const named = await json('sources', 'policy', 'cloudtrail trail-bucket', '--case', 'one.coldtrail', '--json')
    const address = ['s3://trail-bucket', '--role', 'arn:aws-us-gov:iam::111122223333:role/R', '--external-id', 'abc']
    const addressed = await json('sources', 'policy', ...address, '--json')
    const kinds = (printed: unknown) => (printed as { documents: { kind: string }[] }).documents.map(({ kind }) => kind)
    expect([kinds(named), kinds(addressed)]).toEqual([
      ['permissions', 'key'],
      ['permissions', 'key', 'assume', 'trust'],
    ])
    expect(JSON.stringify(addressed)).toContain('arn:aws-us-gov:s3:::trail-bucket')
    const unknown = await coldtrail('sources', 'policy', 'no such', '--case', 'one.coldtrail')
    expect([unknown.code, unknown.err]).toEqual([2, expect.stringContaining("there is no source 'no such'")])
  })

  test('removes one', async () => {
    expect((await coldtrail('sources', 'remove', 'cloudtrail trail-bucket', '--case', 'two.coldtrail')).code).toBe(0)
    expect(await json('sources', 'list', '--case', 'two.coldtrail', '--json')).toEqual([])
  })
})
