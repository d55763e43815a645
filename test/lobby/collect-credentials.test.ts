import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { RoleOptions } from '../fake-aws/contract.ts'
import { type FakeMachine, startFakeMachine } from '../fake-aws/machine.ts'
import { allow, type Collecting, collecting, putTrail } from './collecting.ts'

let here: Collecting
let folder = ''
let machine: FakeMachine | null = null
const before = { ...process.env }
beforeEach(async () => {
  here = await collecting()
  folder = mkdtempSync(join(tmpdir(), 'coldtrail-aws-'))
  here.aws.bucket('trail')
  await putTrail(here.aws, 'trail', { id: 'one' })
  for (const name of Object.keys(process.env)) if (name.startsWith('AWS_')) delete process.env[name]
  process.env.HOME = folder
  process.env.AWS_CONFIG_FILE = join(folder, 'config')
  process.env.AWS_SHARED_CREDENTIALS_FILE = join(folder, 'credentials')
})
afterEach(async () => {
  process.env = { ...before }
  rmSync(folder, { recursive: true, force: true })
  await machine?.stop()
  machine = null
  await here.close()
})

const trail = (access: object) => here.source({ kind: 's3-bucket', bucket: 'trail', layout: 'cloudtrail', access })
const role = (name: string, more: Partial<RoleOptions> = {}) =>
  here.aws.role(name, {
    trust: { Statement: [{ Effect: 'Allow', Principal: '*', Action: 'sts:AssumeRole' }] },
    policy: allow([['s3:*', 'cloudtrail:*', 'sts:AssumeRole'], '*']),
    ...more,
  })
const asked = (operation: string) => here.aws.log.filter((entry) => entry.operation === operation)
/** Who has read the object. */
const readers = () => new Set(asked('GetObject').map(({ identity }) => identity))
const config = (text: string) => writeFileSync(join(folder, 'config'), text)
const workKeys = (more: object = {}) => {
  const keys = here.aws.user('responder', { policy: allow(['sts:AssumeRole', '*']), ...more })
  const text = `[work]\naws_access_key_id = ${keys.accessKeyId}\naws_secret_access_key = ${keys.secretAccessKey}\n`
  writeFileSync(join(folder, 'credentials'), text)
  return keys
}
const ofProfile = (profile: string) => trail({ credentials: { kind: 'profile', profile } })

describe('a profile that assumes a role with another profile', () => {
  const trust: RoleOptions['trust'] = {
    Statement: [
      {
        Effect: 'Allow',
        Principal: '*',
        Action: 'sts:AssumeRole',
        Condition: { StringEquals: { 'sts:ExternalId': 'our-id' } },
      },
    ],
  }
  const written = (arn: string, seconds: number, more = '') =>
    config(`[profile audit]
role_arn = ${arn}
source_profile = work
external_id = our-id
duration_seconds = ${seconds}
role_session_name = audit
region = eu-west-1
${more}`)

  test('is followed: external id, duration and name of the session are those of the profile', async () => {
    workKeys()
    // An hour, which is asked for where nothing is said, is more than this role allows.
    written(role('careful', { trust, maxSeconds: 1800 }), 1800)
    expect(await here.collect(ofProfile('audit'))).toMatchObject({ objects: { stored: 1 }, problems: [] })
    expect(readers()).toEqual(new Set(['arn:aws:sts::111122223333:assumed-role/careful/audit']))
    expect(asked('AssumeRole')).toHaveLength(1)
    expect(await here.texts()).toContain('"AssumeRole","arn:aws:iam::111122223333:role/careful",200')
  })

  test('for longer than the role allows is told in the words of AWS', async () => {
    workKeys()
    written(role('careful', { trust, maxSeconds: 1800 }), 7200)
    const { notes } = await here.collect(ofProfile('audit'))
    expect(notes).toMatchObject([{ kind: 'failed', text: expect.stringContaining('MaxSessionDuration') }])
  })

  test('with MFA asks the person for the code', async () => {
    workKeys({ mfaCode: '123456' })
    const serial = 'arn:aws:iam::111122223333:mfa/responder'
    written(role('careful', { trust }), 3600, `mfa_serial = ${serial}`)
    here.onNotice((notice) => {
      if (notice.kind !== 'question') return
      expect(notice.question.text).toContain(serial)
      void here.api.answerQuestion({ question: notice.question.id, answer: { code: '123456' } }, here.signal)
    })
    expect(await here.collect(ofProfile('audit'))).toMatchObject({ objects: { stored: 1 }, problems: [] })
  })
})

describe('the SSO portal', () => {
  const startUrl = 'https://acme.awsapps.com/start'
  const signedIn = (accessToken: string, minutes = 60) => {
    const cache = join(folder, '.aws', 'sso', 'cache')
    mkdirSync(cache, { recursive: true })
    const expiresAt = new Date(Date.now() + minutes * 60_000).toISOString()
    const text = JSON.stringify({ startUrl, region: 'eu-central-1', accessToken, expiresAt })
    writeFileSync(join(cache, `${createHash('sha1').update(startUrl).digest('hex')}.json`), text)
  }
  const credentials = { kind: 'sso', startUrl, region: 'eu-central-1', account: '111122223333', role: 'Auditor' }
  beforeEach(() => {
    process.env.AWS_ENDPOINT_URL_SSO = here.aws.url
    role('Auditor', { portalTokens: ['a-token'] })
  })

  test('gives credentials to one who has signed in with `aws sso login`', async () => {
    signedIn('a-token')
    expect(await here.collect(trail({ credentials }))).toMatchObject({ objects: { stored: 1 }, problems: [] })
    expect(readers()).toEqual(new Set(['arn:aws:sts::111122223333:assumed-role/Auditor/session']))
    expect(await here.texts()).not.toContain('a-token')
  })

  test('of a profile has its own region and endpoint, whatever those of the source are', async () => {
    signedIn('a-token')
    config(`[profile sso]
sso_start_url = ${startUrl}
sso_region = eu-central-1
sso_account_id = 111122223333
sso_role_name = Auditor
`)
    const access = { credentials: { kind: 'profile', profile: 'sso' }, stsEndpoint: 'http://127.0.0.1:9' }
    expect(await here.collect(trail(access))).toMatchObject({ objects: { stored: 1 }, problems: [] })
    process.env.AWS_PROFILE = 'sso'
    await here.collect(trail({ ...access, credentials: { kind: 'default' } }))
    expect(asked('GetRoleCredentials').map(({ status }) => status)).toEqual([200, 200])
  })

  test.each([
    ['is asked again after an hour', 'a-token', -1, /aws sso login/],
    ['that knows the token no more', 'another-token', 60, /token not found or invalid/],
  ])('that %s says so', async (_what, token, minutes, text) => {
    signedIn(token, minutes)
    const { notes } = await here.collect(trail({ credentials }))
    expect(notes).toMatchObject([{ kind: 'failed', text: expect.stringMatching(text) }])
  })
})

describe('a web identity', () => {
  const identity = (token: string) => {
    writeFileSync(join(folder, 'token'), token)
    return { kind: 'web-identity', tokenFile: join(folder, 'token'), role: role('pod', { webIdentityTokens: ['jwt'] }) }
  }

  test('gets a role for the token in its file, and with it the next role, for an hour', async () => {
    const next = role('reader', { maxSeconds: 43_200 })
    const roles = [{ arn: next, duration: 43_200 }]
    expect(await here.collect(trail({ credentials: identity('jwt'), roles }))).toMatchObject({ objects: { stored: 1 } })
    expect(asked('AssumeRoleWithWebIdentity')).toMatchObject([{ identity: null, status: 200 }])
    expect(asked('AssumeRole')).toMatchObject([{ identity: expect.stringContaining('assumed-role/pod/coldtrail') }])
    expect(await here.texts()).not.toContain('jwt')
  })

  test('of a profile asks STS where the source says', async () => {
    const { tokenFile, role: arn } = identity('jwt')
    config(`[profile pod]\nrole_arn = ${arn}\nweb_identity_token_file = ${tokenFile}\n`)
    expect(await here.collect(ofProfile('pod'))).toMatchObject({ objects: { stored: 1 }, problems: [] })
  })

  test('with a token that is refused says so', async () => {
    const { notes } = await here.collect(trail({ credentials: identity('forged') }))
    expect(notes).toMatchObject([{ kind: 'failed', text: expect.stringContaining('AssumeRoleWithWebIdentity') }])
  })
})

describe('the machine', () => {
  const credentials = { kind: 'instance' }
  beforeEach(async () => {
    const arn = role('instance-role')
    machine = await startFakeMachine('instance-role', () => here.aws.session(arn))
  })

  test('of EC2 is asked for its role’s credentials with a token (IMDSv2)', async () => {
    process.env.AWS_EC2_METADATA_SERVICE_ENDPOINT = machine?.metadata ?? ''
    expect(await here.collect(trail({ credentials }))).toMatchObject({ objects: { stored: 1 }, problems: [] })
    expect(machine?.log).toEqual([
      'PUT /latest/api/token 200',
      'GET /latest/meta-data/iam/security-credentials/ 200',
      'GET /latest/meta-data/iam/security-credentials/instance-role 200',
    ])
    expect(readers()).toEqual(new Set(['arn:aws:sts::111122223333:assumed-role/instance-role/session']))
  })

  test('of a container is asked for the credentials of its task', async () => {
    process.env.AWS_CONTAINER_CREDENTIALS_FULL_URI = machine?.container ?? ''
    process.env.AWS_CONTAINER_AUTHORIZATION_TOKEN = machine?.authorization ?? ''
    expect(await here.collect(trail({ credentials }))).toMatchObject({ objects: { stored: 1 }, problems: [] })
    expect(machine?.log).toEqual(['GET /container 200'])
  })
})
