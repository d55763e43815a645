import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { CaseFile } from '../../main/store/case-file.ts'
import { services } from '../../renderer/views/dashboards/services/index.ts'
import { never, type Reporting, reportingOf } from '../report/reporting.ts'
import { folder, secret, version } from '../store/batches.ts'

/** What dashboards of logs with a format of their own count in the fixtures of that format: each value with its events. */
const expected: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  cloudfront: {
    Requests: 'failed 2, denied 1',
    'By method': 'GET 3, POST 1',
    'What was asked for': 'GET shop.example/ 1, GET shop.example/.git/config 1',
    'Why it was not given': 'ClientCommError 1, Error 1',
    'From which addresses': '203.0.113.66 3, 2001:db8::66 1',
    'With which programs': '%FF%FE 1, Mozilla/5.0 (X11; Linux) a b"=cmd 1',
    'Distributions over time': 'shop.example 3, E2EXAMPLE1ABCD 1',
  },
  'network-firewall': {
    Events: 'denied 2, failed 1',
    'Alerts by severity': 'high 1',
    'Signatures of alerts': 'known command and control 1',
    'What was logged': 'tls 2, alert 1',
    'Where alerts came from': '10.0.1.5 1',
    'Where they were bound for': '203.0.113.66 1',
    'Alerts over time': 'high 1',
  },
  'api-gateway': {
    Requests: 'denied 1, success 1',
    'By method': 'GET 1, POST 1',
    'What was asked for': 'GET /{proxy+} 1, POST /login 1',
    'Refused or failed with': '403 1',
    'By whom': 'arn:aws:sts::012345678901:assumed-role/app/s 1, null 1',
    'From which addresses': '2001:db8::66 1, 203.0.113.66 1',
    'APIs over time': 'api.shop.example 1, null 1',
  },
  'client-vpn': {
    Attempts: 'denied 1, success 1',
    'What was logged': 'connection-attempt 2, connection-reset 1',
    'Who got in': 'ana 1',
    'Who was turned away': 'ana 1',
    'From which addresses': '203.0.113.66 2, 2001:db8::66 1',
    'Why not': 'authentication-failed 1',
    'Who got in over time': 'ana 1',
  },
  bedrock: {
    Calls: 'failed 1, success 1',
    'By model': 'anthropic.claude-v2 1, arn:aws:bedrock:us-east-1:012345678901:inference-profile/x 1',
    'By whom': 'arn:aws:iam::012345678901:user/ci 1, arn:aws:sts::012345678901:assumed-role/app/i-0123456789abcdef0 1',
    'Refused or failed with': 'ThrottlingException 1',
    'By which operations': 'ConverseStream 1, InvokeModel 1',
    'In which regions': 'us-east-1 2',
    'Models over time': 'anthropic.claude-v2 1, arn:aws:bedrock:us-east-1:012345678901:inference-profile/x 1',
  },
}
const formats = ['cloudfront', 'network-firewall', 'api-gateway', 'client-vpn', 'bedrock-invocation', 'cloudtrail']
let given: Reporting

beforeAll(async () => {
  const file = await CaseFile.create(join(folder(), 'a.coldtrail'), { name: 'A', version, lock: secret })
  given = reportingOf(file)
  const paths = formats.map((format) => join(import.meta.dirname, '..', 'fixtures', format))
  await given.done(() => given.api.startImport({ paths, inPlace: true, as: null, named: null }, never))
})
afterAll(() => given.close())

test.each(Object.entries(expected))('%s counts what its logs say', async (id, panels) => {
  const board = services.find((one) => one.id === id)
  if (board === undefined) throw new Error(`there is no dashboard ${id}`)
  const counted: Record<string, string> = {}
  for (const { title, search = '', column } of [{ ...board.lead, column: board.lead.by }, ...board.panels]) {
    const filter = { search: `${board.search} ${search}`.trim(), from: null, to: null }
    const { values } = await given.api.facet({ filter, column, limit: 2 }, never)
    counted[title] = values.map(({ value, events }) => `${value} ${events}`).join(', ')
  }
  expect(counted).toEqual(panels)
})
