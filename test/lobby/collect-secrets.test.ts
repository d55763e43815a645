import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { credentialsOf, homeRegion } from '../../main/source/credentials.ts'
import { Secrets } from '../../main/source/secrets.ts'
import type { Call } from '../../main/source/source.ts'
import type { CollectionPlan } from '../../shared/collection.ts'
import { Access } from '../../shared/source.ts'
import type { Keys } from '../fake-aws/contract.ts'
import { allow, type Collecting, collecting, putTrail } from './collecting.ts'

let here: Collecting
let folder = ''
const before = { ...process.env }
beforeEach(async () => {
  here = await collecting()
  folder = mkdtempSync(join(tmpdir(), 'coldtrail-aws-'))
  here.aws.bucket('trail')
  await putTrail(here.aws, 'trail', { id: 'one' })
  for (const name of Object.keys(process.env)) if (name.startsWith('AWS_')) delete process.env[name]
  process.env.AWS_EC2_METADATA_DISABLED = 'true'
  process.env.AWS_CONFIG_FILE = join(folder, 'config')
  process.env.AWS_SHARED_CREDENTIALS_FILE = join(folder, 'credentials')
})
afterEach(async () => {
  process.env = { ...before }
  rmSync(folder, { recursive: true, force: true })
  await here.close()
})

const trail = (access: object) => here.source({ kind: 's3-bucket', bucket: 'trail', layout: 'cloudtrail', access })
const role = (name: string, principal: string, condition: object = {}) =>
  here.aws.role(name, {
    trust: { Statement: [{ Effect: 'Allow', Principal: { AWS: principal }, Action: 'sts:AssumeRole', ...condition }] },
    policy: allow([['s3:*', 'sts:*', 'cloudtrail:*'], '*']),
  })
const answering = (answer: Record<string, string> | null) =>
  here.onNotice((notice) => {
    if (notice.kind === 'question') void here.api.answerQuestion({ question: notice.question.id, answer }, here.signal)
  })
const profile = (keys: Keys, more = '') =>
  writeFileSync(
    join(folder, 'credentials'),
    `[work]\naws_access_key_id = ${keys.accessKeyId}\naws_secret_access_key = ${keys.secretAccessKey}\n${more}`,
  )

describe('credentials', () => {
  test('of a profile', async () => {
    profile(here.aws.user('responder'))
    expect(await here.collect(trail({ credentials: { kind: 'profile', profile: 'work' } }))).toMatchObject({
      objects: { stored: 1 },
    })
    expect(await here.collect(trail({ credentials: { kind: 'profile', profile: 'nobody' } }))).toMatchObject({
      notes: [{ kind: 'failed' }],
    })
  })

  test('of a chain of roles, the second with an external id', async () => {
    const keys = here.aws.user('responder', { policy: allow(['sts:AssumeRole', '*']) })
    here.signIn(keys)
    const first = role('first', keys.arn)
    const second = role(
      'second',
      first.replace(':iam:', ':sts:').replace(':role/', ':assumed-role/').concat('/coldtrail'),
      {
        Condition: { StringEquals: { 'sts:ExternalId': 'our-id' } },
      },
    )
    const roles = [{ arn: first }, { arn: second, externalId: 'our-id', duration: 43_200 }]
    const result = await here.collect(trail({ roles }))
    expect(result.notes.filter(({ kind }) => kind !== 'note')).toEqual([])
    expect(result).toMatchObject({ objects: { stored: 1 } })
    expect(here.aws.log.filter(({ operation }) => operation === 'AssumeRole')).toHaveLength(2)
  })

  test('with MFA ask the person, once', async () => {
    const keys = here.aws.user('responder', { policy: allow(['sts:AssumeRole', '*']), mfaCode: '123456' })
    here.signIn(keys)
    const arn = role('careful', keys.arn, { Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } })
    answering({ code: '123 456' })
    const serial = 'arn:aws:iam::111122223333:mfa/responder'
    const result = await here.collect(trail({ roles: [{ arn, mfaSerial: serial }] }))
    expect(result).toMatchObject({ objects: { stored: 1 } })
    const asked = here.notices.filter((notice) => notice.kind === 'question')
    expect(asked).toMatchObject([
      { question: { kind: 'mfa', source: 'the source', text: expect.stringContaining(serial) } },
    ])
    expect(await here.api.questions({}, here.signal)).toEqual([])
    expect(await here.texts()).not.toContain('123456')
  })

  test('that a person does not give end the source, not the engine', async () => {
    answering(null)
    const result = await here.collect(trail({ credentials: { kind: 'keys' } }))
    expect(result.notes).toMatchObject([{ kind: 'failed', text: expect.stringContaining('not answered') }])
  })

  test('typed in are remembered while the engine lives, and are nowhere in the case', async () => {
    const { accessKeyId, secretAccessKey } = here.aws.user('responder')
    answering({ accessKeyId, secretAccessKey, sessionToken: '' })
    const source = trail({ credentials: { kind: 'keys' } })
    await here.api.saveSource({ source, replaces: null }, here.signal)
    await here.collect(source)
    await here.collect(source)
    expect(here.notices.filter(({ kind }) => kind === 'question')).toHaveLength(1)
    expect(await here.texts()).not.toContain(secretAccessKey)
    expect(JSON.stringify(here.notices)).not.toContain(secretAccessKey)
    expect(JSON.stringify(here.jobs.list())).not.toContain(secretAccessKey)
  })

  test('that are wrong are told without their secrets, and asked for again by the next run', async () => {
    const { accessKeyId, secretAccessKey: right } = here.aws.user('responder')
    const secretAccessKey = 'this-is-the-wrong-secret-0123456789'
    const answers = [secretAccessKey, right]
    here.onNotice((notice) => {
      if (notice.kind !== 'question') return
      const answer = { accessKeyId, secretAccessKey: answers.shift() ?? '', sessionToken: '' }
      void here.api.answerQuestion({ question: notice.question.id, answer }, here.signal)
    })
    const source = trail({ credentials: { kind: 'keys' } })
    const result = await here.collect(source)
    expect(result.notes).toMatchObject([{ kind: 'failed', text: expect.stringContaining('does not belong') }])
    expect(await here.texts()).not.toContain(secretAccessKey)
    expect(await here.collect(source)).toMatchObject({ objects: { stored: 1 }, notes: [] })
  })

  test('of a session that ends in the middle are asked for again, and the run goes on', async () => {
    const arn = role('reader', here.aws.user('responder').arn)
    await putTrail(here.aws, 'trail', ...Array.from({ length: 30 }, (_, i) => ({ id: `more-${i}` })))
    let asked = 0
    here.onNotice((notice) => {
      if (notice.kind !== 'question') return
      asked++
      const { expiration: _, ...answer } = here.aws.session(arn)
      void here.api.answerQuestion({ question: notice.question.id, answer }, here.signal)
    })
    here.aws.faults.add({ kind: 'expire', action: 's3:ListBucket' })
    here.aws.faults.add({ kind: 'expire', action: 's3:GetObject', after: 10 })
    const source = trail({ credentials: { kind: 'keys' } })
    expect(await here.collect(source)).toMatchObject({ objects: { stored: 31 }, problems: [], notes: [] })
    expect(asked).toBe(3)
  })

  test('of a role are in no file of the case', async () => {
    const keys = here.aws.user('responder')
    here.signIn(keys)
    const arn = role('reader', keys.arn)
    await here.collect(trail({ roles: [{ arn }] }))
    const texts = await here.texts()
    expect(texts).not.toContain(keys.secretAccessKey)
    expect(texts).not.toMatch(/SessionToken|SecretAccessKey|X-Amz-Security/i)
  })
})

describe('secrets', () => {
  test.each([
    ['key sEcReT! refused', 'key (secret) refused'],
    ['SecretAccessKey: "abc", more', 'SecretAccessKey: "(secret)", more'],
    ['session_token=abc', 'session_token=(secret)'],
    ['nothing here', 'nothing here'],
  ])('%s → %s', (text, clean) => {
    const secrets = new Secrets()
    secrets.learn('sEcReT!', null, '')
    expect(secrets.scrub(text)).toBe(clean)
  })
})

describe('regions and endpoints', () => {
  test.each([
    ['arn:aws:iam::111122223333:role/x', 'us-east-1'],
    ['arn:aws-us-gov:iam::111122223333:role/x', 'us-gov-west-1'],
    ['arn:aws-cn:iam::111122223333:role/x', 'cn-north-1'],
  ])('of %s begin in %s', (arn, region) => expect(homeRegion(Access.parse({ roles: [{ arn }] }))).toBe(region))

  test('share one session until it is renewed', async () => {
    here.signIn(here.aws.user('responder'))
    const arn = role('reader', '*')
    const access = trail({ roles: [{ arn }] }).access
    const ask = {
      mfaCode: async () => '',
      keys: async () => ({ accessKeyId: '', secretAccessKey: '', sessionToken: null }),
      sessions: new Map(),
    }
    const calls: string[] = []
    const ground = { ask, onCall: ({ operation, target }: Call) => void calls.push(`${operation} ${target}`) }
    const { provide, renew } = credentialsOf(access, ground, new Secrets())
    const [one, two] = await Promise.all([provide(), provide()])
    expect(one).toBe(two)
    renew()
    expect((await provide()).accessKeyId).not.toBe(one.accessKeyId)
    expect(calls).toEqual([`AssumeRole ${arn}`, `AssumeRole ${arn}`])
  })
})

describe('an MFA code', () => {
  const serial = 'arn:aws:iam::111122223333:mfa/responder'
  const asked = () => here.notices.flatMap((notice) => (notice.kind === 'question' ? [notice.question] : []))
  const typing = (...codes: string[]) =>
    here.onNotice((notice) => {
      if (notice.kind !== 'question') return
      void here.api.answerQuestion({ question: notice.question.id, answer: { code: codes.shift() ?? '' } }, here.signal)
    })
  const careful = () => {
    const keys = here.aws.user('responder', { policy: allow(['sts:AssumeRole', '*']), mfaCode: '123456' })
    here.signIn(keys)
    const arn = role('careful', keys.arn, { Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } })
    return trail({ roles: [{ arn, mfaSerial: serial }] })
  }

  test('that was mistyped is asked for again with what AWS said, and serves plan and collection', async () => {
    const source = careful()
    typing('654321', '123456')
    const { sources } = await here.plan(source)
    expect(sources[0]).toMatchObject({ objects: 1 })
    expect(await here.collect(source)).toMatchObject({ objects: { stored: 1 } })
    expect(asked().map(({ refused }) => refused)).toEqual([
      undefined,
      'MultiFactorAuthentication failed with invalid MFA one time pass code.',
    ])
    expect(here.aws.log.filter(({ operation, status }) => operation === 'AssumeRole' && status === 200)).toHaveLength(1)
    expect(await here.texts()).not.toMatch(/123456|654321/)
  })

  test('that was wrong three times ends the source, and nobody is asked for each call', async () => {
    const source = careful()
    typing('1', '2', '3', '123456')
    expect(await here.collect(source)).toMatchObject({
      notes: [{ kind: 'failed', text: expect.stringMatching(/3 MFA codes were refused, .*MultiFactorAuthentication/) }],
    })
    expect(asked()).toHaveLength(3)
  })

  test('is asked for again when its session has ended, before a run and in the middle of it, once for all that meet it', async () => {
    const source = careful()
    typing('123456', '123456', '123456')
    await here.plan(source)
    here.aws.expireSessions()
    expect(await here.collect(source)).toMatchObject({ objects: { stored: 1 }, notes: [] })
    expect(asked()).toHaveLength(2)

    await putTrail(here.aws, 'trail', ...Array.from({ length: 60 }, (_, i) => ({ id: `more-${i}` })))
    here.aws.faults.add({ kind: 'expire', action: 's3:GetObject', after: 20 })
    here.aws.faults.add({ kind: 'delay', ms: 20, action: 's3:GetObject', times: 100 })
    expect(await here.collect(source)).toMatchObject({ objects: { stored: 60 }, problems: [], notes: [] })
    expect(asked()).toHaveLength(3)
  })
})

describe('a question', () => {
  test('that was declined is not asked again in the same run, and the reason is said in our words', async () => {
    const keys = here.aws.user('responder', { policy: allow(['sts:AssumeRole', '*']), mfaCode: '123456' })
    here.signIn(keys)
    const arn = role('careful', keys.arn)
    answering(null)
    const source = trail({ roles: [{ arn, mfaSerial: 'arn:aws:iam::111122223333:mfa/responder' }] })
    const job = await here.ended(
      await here.api.planCollection({ sources: [source], confirmDelete: false }, here.signal),
    )
    const { sources } = job.result as CollectionPlan
    const failed = sources[0]?.notes.filter(({ kind }) => kind === 'failed')
    expect(failed).toMatchObject([
      { text: expect.stringMatching(/: the source: not answered: code of the MFA device/) },
    ])
    expect(failed?.[0]?.text).not.toContain('Problem')
    expect(here.notices.filter(({ kind }) => kind === 'question')).toHaveLength(1)
  })
})
