import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sourceOf } from '../../main/cli/source-of.ts'
import type { FakeAws } from '../fake-aws/contract.ts'
import { startFakeAws } from '../fake-aws/index.ts'
import { allow, putTrail } from '../lobby/collecting.ts'
import { at, cleanUp, coldtrail, json } from './coldtrail.ts'

let aws: FakeAws
let options: readonly string[]
beforeAll(async () => {
  aws = await startFakeAws()
  options = [
    '--endpoint',
    aws.url,
    '--sts-endpoint',
    aws.url,
    '--service-endpoint',
    aws.url,
    '--path-style',
    '--region',
    'us-east-1',
    '--case',
    at('c.coldtrail'),
  ]
  aws.bucket('trail')
  await putTrail(aws, 'trail', { id: 'one' }, { id: 'two', day: '2026-02-01' }, { id: 'three', region: 'eu-west-1' })
  aws.role('reader', {
    trust: { Statement: [{ Effect: 'Allow', Principal: { AWS: '*' }, Action: 'sts:AssumeRole' }] },
    policy: allow([['s3:*', 'sts:*'], '*']),
  })
  aws.role('nobody', { trust: { Statement: [] } })
  aws.role('careful', {
    trust: {
      Statement: [
        {
          Effect: 'Allow',
          Principal: { AWS: '*' },
          Action: 'sts:AssumeRole',
          Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } },
        },
      ],
    },
  })
  const { accessKeyId, secretAccessKey } = aws.user('responder', { mfaCode: '123456' })
  process.env.AWS_ACCESS_KEY_ID = accessKeyId
  process.env.AWS_SECRET_ACCESS_KEY = secretAccessKey
})
afterAll(async () => {
  await aws.stop()
  cleanUp()
})

test('collect --plan says what would be collected, and fetches nothing', async () => {
  const plan = await json('collect', 's3://trail', ...options, '--plan', '--json')
  expect(plan).toMatchObject({
    planned: { objects: 3 },
    requests: { GetObject: 3 },
    known: { objects: 0 },
    sources: [{ objects: 3 }],
    room: {},
  })
  const { out } = await coldtrail('collect', 's3://trail', ...options, '--plan')
  expect(out).toMatch(
    /trail: 3 objects .* to fetch; 1 account × 2 regions × 2 days\n {2}about .* min, 0\.0000 USD|trail: 3 objects/,
  )
  expect(aws.log.filter(({ operation }) => operation === 'GetObject')).toEqual([])
})

test('collect brings what the filters let through, and the next run only what is missing', async () => {
  const first = await json(
    'collect',
    's3://trail/',
    ...options,
    '--until',
    '2026-01-31',
    '--look-back',
    '0',
    '--save',
    '--json',
  )
  expect(first).toMatchObject({
    objects: { stored: 2, duplicate: 0, skipped: 0, rejected: 0, partial: 0 },
    events: { stored: 2 },
    planned: { objects: 2 },
    requests: { GetObject: 2 },
    problems: [],
  })
  const role = 'arn:aws:iam::111122223333:role/reader'
  expect(await json('collect', 's3://trail', ...options, '--role', role, '--json')).toMatchObject({
    objects: { stored: 1 },
    known: 2,
  })
  const { out, code } = await coldtrail('collect', 'trail', '--case', at('c.coldtrail'))
  expect([code, out]).toEqual([0, expect.stringContaining('2 were in the case already')])
})

test('collect --test says what works', async () => {
  const { out, code } = await coldtrail('collect', 's3://trail', ...options, '--test')
  expect([code, out]).toEqual([
    0,
    expect.stringMatching(/works +signed in as .*responder\n(?:.*\n)*works +111122223333: 3 objects/),
  ])
})

test.each<[string, string[], number, RegExp]>([
  ['a source that is not there', ['no-such-source'], 2, /no source 'no-such-source'/],
  ['a role that is refused', ['s3://trail', '--role', 'arn:aws:iam::111122223333:role/nobody'], 4, /sts:AssumeRole/],
  ['a bucket that is not there', ['s3://not-there'], 1, /no bucket of this name/],
  ['a bucket whose name cannot be', ['s3://NO'], 2, /bucket name/],
  ['a day that is none', ['s3://trail', '--from', '2026-02-31'], 2, /a day is written/],
  ['deleting that nobody confirmed', ['s3://trail', '--delete-after'], 4, /confirm/],
  [
    'keys that nobody can type in',
    ['s3://trail', '--role', 'arn:aws:iam::111122223333:role/reader', '--mfa', 'serial'],
    1,
    /no terminal to ask on/,
  ],
])('collect ends on %s', async (_, args, code, text) => {
  const ran = await coldtrail('collect', ...args, ...options)
  expect([ran.code, ran.err]).toEqual([code, expect.stringMatching(text)])
})

/** Runs on a terminal and types each answer whenever its prompt comes. util-linux's script makes the terminal. */
async function onTerminal(
  answers: Readonly<Record<string, string>>,
  ...args: readonly string[]
): Promise<{ code: number | null; out: string }> {
  const quoted = [process.execPath, resolve('out/main/cli.js'), ...args].map((one) => `'${one}'`).join(' ')
  const child = spawn('script', ['-qefc', quoted, '/dev/null'], {
    env: { ...process.env, COLDTRAIL_HOME: at('home'), COLDTRAIL_LOG: '', TERM: 'dumb' },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  let out = ''
  const typed = new Map<string, number>()
  child.stdout.setEncoding('utf8').on('data', (text) => {
    out += text
    for (const [prompt, answer] of Object.entries(answers)) {
      const asked = out.split(prompt).length - 1
      for (let done = typed.get(prompt) ?? 0; done < asked; done++) child.stdin.write(`${answer}\r`)
      typed.set(prompt, asked)
    }
  })
  const [code] = await once(child, 'close')
  return { code, out }
}
const hasScript = /util-linux/.test(spawnSync('script', ['--version'], { encoding: 'utf8' }).stdout ?? '')

test.skipIf(!hasScript).each<[string, string, number, RegExp]>([
  // In this order: an engine that is still there for the next command remembers the session of a right code.
  ['wrong codes', '654321', 1, /failed: trail: .*3 MFA codes were refused/],
  ['the right code', '123 456', 0, /Code: [\s\S]*3 (objects|were in the case already)/],
])('collect with MFA asks on the terminal: %s', async (_, answer, code, text) => {
  const role = 'arn:aws:iam::111122223333:role/careful'
  const device = 'arn:aws:iam::111122223333:mfa/responder'
  const ran = await onTerminal(
    { 'Code: ': answer },
    'collect',
    's3://trail',
    ...options,
    '--role',
    role,
    '--mfa',
    device,
  )
  expect([ran.code, ran.out]).toEqual([code, expect.stringMatching(text)])
  expect(ran.out).toContain(`code of the MFA device ${device}`)
})

test.skipIf(!hasScript)('collect asks on the terminal for keys, and echoes no secret', async () => {
  const { accessKeyId, secretAccessKey } = aws.user('typist')
  const access = { credentials: { kind: 'keys' }, region: 'us-east-1', endpoint: aws.url, pathStyle: true }
  const source = { kind: 's3-bucket', name: 'typed', bucket: 'trail', layout: 'cloudtrail', access }
  writeFileSync(at('typed.yml'), JSON.stringify({ sources: [source] }))
  await json('sources', 'add', 'typed.yml', '--case', at('c.coldtrail'), '--json')
  const answers = { 'Access key id: ': accessKeyId, 'Secret access key: ': secretAccessKey, '(may be empty): ': '' }
  const ran = await onTerminal(answers, 'collect', 'typed', '--case', at('c.coldtrail'))
  expect([ran.code, ran.out]).toEqual([0, expect.stringContaining('3 were in the case already')])
  expect(ran.out).not.toContain(secretAccessKey)
})

test.each([
  ['s3://bucket', { kind: 's3-bucket', bucket: 'bucket', layout: 'cloudtrail', path: '' }],
  ['s3://bucket/a/AWSLogs/', { kind: 's3-bucket', layout: 'any', path: 'a/AWSLogs/' }],
  ['lake://bucket', { kind: 'security-lake-listing', bucket: 'bucket' }],
  ['arn:aws:sqs:eu-west-1:111122223333:q', { kind: 'sqs-notifications', name: 'q', acknowledge: false }],
  ['https://sqs.eu-west-1.amazonaws.com/111122223333/q', { kind: 'sqs-notifications' }],
  ['api:guardduty', { kind: 'api-guardduty' }],
  ['a saved name', null],
])('%s is understood', (text, expected) => {
  const source = sourceOf(text, { versions: true, digests: true })
  if (expected === null) expect(source).toBeNull()
  else expect(source).toMatchObject(expected)
})
