import { afterAll, beforeAll, expect, test } from 'vitest'
import { Lobby } from '../../main/lobby.ts'
import { everySource } from '../every-source.ts'
import type { FakeAws } from '../fake-aws/contract.ts'
import { startFakeAws } from '../fake-aws/index.ts'
import { readOnly } from '../lobby/collecting.ts'
import { at, cleanUp, coldtrail, json } from './coldtrail.ts'

/** A window beside it holds the case open, so that no command has to start an engine. */
const window = new Lobby({ door: 'desktop', version: '0.0.0' })
const path = at('kinds.coldtrail')
let aws: FakeAws
beforeAll(async () => {
  aws = await startFakeAws()
  process.env.COLDTRAIL_HOME = at('home')
  const { accessKeyId, secretAccessKey } = aws.user('responder')
  process.env.AWS_ACCESS_KEY_ID = accessKeyId
  process.env.AWS_SECRET_ACCESS_KEY = secretAccessKey
  await window.api.createCase({ path, name: 'kinds' })
})
afterAll(async () => {
  await window.close()
  await aws.stop()
  cleanUp()
})

test.each(everySource.map((source) => [source.name, source] as const))(
  'coldtrail collect brings what there is of %s, reading only',
  async (_, { fill, planned, brings, skipped = 0 }) => {
    const { address } = await fill(aws)
    const endpoints = ['--endpoint', '--sts-endpoint', '--service-endpoint'].flatMap((option) => [option, aws.url])
    const options = [...endpoints, '--path-style', '--region', 'us-east-1', '--case', path]
    const plan = await coldtrail('collect', ...address, ...options, '--plan')
    expect([plan.code, plan.out]).toEqual([0, expect.stringMatching(planned.line)])
    aws.log.length = 0
    const { code, out } = await coldtrail('collect', ...address, ...options, '--json')
    expect([code, JSON.parse(out)]).toMatchObject([
      skipped === 0 ? 0 : 1,
      {
        objects: { stored: brings.objects, duplicate: 0, skipped, rejected: 0, partial: 0 },
        events: { stored: brings.events, duplicate: 0 },
      },
    ])
    expect(aws.log.filter(({ operation }) => !readOnly.test(operation))).toEqual([])
  },
)

test('all of it is in one case, each event as the format that it is', async () => {
  const sql = 'SELECT format, count(*)::INTEGER AS events FROM event GROUP BY format ORDER BY format'
  const rows = (await json('sql', '--case', path, sql, '--json')) as {
    format: string
    events: number
  }[]
  expect(rows.map(({ format }) => format)).toEqual(
    [...new Set(everySource.flatMap(({ brings }) => brings.formats))].sort(),
  )
  expect(rows.reduce((sum, { events }) => sum + events, 0)).toBe(
    everySource.reduce((sum, { brings }) => sum + brings.events, 0),
  )
})
