import { afterEach, describe, expect, test, vi } from 'vitest'
import { identityCase } from './identity-case.ts'

const account = '111122223333'
const arn = (name: string) => `arn:aws:iam::${account}:role/${name}`
const role = (RoleName: string, CreateDate: string) => ({
  Path: '/',
  RoleName,
  Arn: arn(RoleName),
  CreateDate,
  AssumeRolePolicyDocument: {
    Statement: { Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' },
  },
  InstanceProfileList: [],
  RolePolicyList: [],
  AttachedManagedPolicies: [],
  Tags: [],
})
const call = (eventID: string, eventTime: string) => ({
  eventVersion: '1.11',
  eventID,
  eventTime,
  eventSource: 'ec2.amazonaws.com',
  eventName: 'DescribeInstances',
  eventCategory: 'Management',
  awsRegion: 'us-east-1',
  recipientAccountId: account,
  userIdentity: { type: 'IAMUser', arn: `arn:aws:iam::${account}:user/ana`, accountId: account, userName: 'ana' },
})

const { api } = identityCase({
  'details-20260301T000000Z.json': {
    UserDetailList: [],
    GroupDetailList: [],
    Policies: [],
    RoleDetailList: [
      role('of-september', '2025-09-10T00:00:00Z'),
      role('of-december', '2025-12-10T00:00:00Z'),
      role('of-january', '2026-01-20T00:00:00Z'),
    ],
  },
  // The last one of a machine whose clock is wrong.
  'trail.json': {
    Records: [call('a', '2026-02-01T00:00:00Z'), call('b', '2026-03-20T12:00:00Z'), call('c', '2099-01-01T00:00:00Z')],
  },
})

afterEach(() => {
  vi.useRealTimers()
})

describe('identities after everything', () => {
  const unused = async (at: string | null) => {
    const { asOf, findings } = await api.iamCheck({ at })
    return [asOf, findings.filter(({ check }) => check === 'role-unused').map(({ principal }) => principal)]
  }
  const asOfNewest = ['2026-03-20T12:00:00.000Z', [arn('of-september'), arn('of-december')]]

  test('are judged as of the newest evidence, a clock that is wrong left out', async () => {
    expect(await unused(null)).toEqual(asOfNewest)
    expect(await unused('2026-03-05T00:00:00Z')).toEqual(['2026-03-05T00:00:00Z', [arn('of-september')]])
  })

  test('are judged the same by a reviewer years later', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: new Date('2031-01-01T00:00:00Z') })
    await unused('2026-03-05T00:00:00Z')
    expect(await unused(null)).toEqual(asOfNewest)
  })

  test('go into a draft of the report with that time', async () => {
    const { blocks } = await api.draftReport({})
    expect(blocks.map(({ content }) => content).find(({ kind }) => kind === 'iam')).toMatchObject({ at: asOfNewest[0] })
  })
})
