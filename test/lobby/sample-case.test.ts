import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Lobby } from '../../main/lobby.ts'

const folder = mkdtempSync(join(tmpdir(), 'coldtrail-sample-case-'))
process.env.COLDTRAIL_HOME = join(folder, 'home')
const lobby = new Lobby({ door: 'cli', version: '0.0.0-test' })
const { api } = lobby

beforeAll(async () => {
  await api.openSample({})
  while ((await api.jobs({})).some(({ state }) => state === 'running'))
    await new Promise((resolve) => setTimeout(resolve, 20))
})
afterAll(async () => {
  await lobby.close()
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
})

describe('the sample case', () => {
  test('is made the first time and opened the next', async () => {
    expect(await api.overview({})).toMatchObject({
      events: 53_106,
      accounts: 3,
      regions: 6,
      duplicates: 0,
      conflicts: 0,
    })
    expect(await api.openSample({})).toMatchObject({ events: 53_106 })
  })

  test('tells of identities how one became administrator, every step of it dated', async () => {
    const { findings } = await api.iamPaths({})
    const way = findings.find(({ principal, toAdmin }) => toAdmin && principal.endsWith(':user/ci-deploy'))
    expect(way?.severity).toBe('critical')
    expect(way?.hops.map(({ method, to, used }) => [method, to?.split('/').at(-1), used?.last, used?.ips])).toEqual([
      ['iam-create-access-key', 'svc-backup', '2026-03-11T01:36:20.000Z', ['203.0.113.50']],
      ['sts-assume-role', 'BackupOperator', expect.stringMatching('^2026-03-1'), ['192.0.2.90', '203.0.113.51']],
      ['iam-attach-user-policy-key', 'aws-support-sync', '2026-03-11T02:04:30.000Z', ['203.0.113.51']],
    ])
  })

  test('tells of the trust that they came back through', async () => {
    const { findings } = await api.iamCheck({})
    const trust = findings.find(({ check }) => check === 'trust-foreign-account')
    expect(trust).toMatchObject({
      isJoined: true,
      used: { count: 1, first: '2026-03-12T16:05:00.000Z', ips: ['203.0.113.50'] },
    })
  })
})
