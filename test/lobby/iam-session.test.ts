import { describe, expect, test } from 'vitest'
import { identityCase } from './identity-case.ts'

const account = '111122223333'
const role = `arn:aws:iam::${account}:role/team/admin`
const all = { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: '*', Resource: '*' } }
const key = (n: number) => `ASIAEXAMPLE00000000${n}`
const session = `arn:aws:sts::${account}:assumed-role/admin/narrow`

function call(minute: number, eventName: string, more: object) {
  return {
    eventVersion: '1.11',
    eventID: `00000000-0000-4000-8000-0000000000${minute}`,
    eventTime: `2026-03-11T02:${minute}:00Z`,
    eventSource: 'sts.amazonaws.com',
    eventName,
    eventCategory: 'Management',
    awsRegion: 'us-east-1',
    recipientAccountId: account,
    sourceIPAddress: '203.0.113.9',
    userIdentity: { type: 'IAMUser', arn: `arn:aws:iam::${account}:user/ana`, accountId: account, userName: 'ana' },
    ...more,
  }
}

const assumed = (minute: number, name: string, accessKeyId: string, request: object) =>
  call(minute, 'AssumeRole', {
    requestParameters: { roleArn: role, roleSessionName: name, ...request },
    responseElements: {
      credentials: { accessKeyId, expiration: 'Mar 11, 2026, 3:10:00 AM' },
      assumedRoleUser: { arn: `arn:aws:sts::${account}:assumed-role/admin/${name}`, assumedRoleId: `AROA:${name}` },
    },
  })

const onlyLists = JSON.stringify({ Statement: { Effect: 'Allow', Action: 's3:List*', Resource: '*' } })
const records = [
  assumed(10, 'narrow', key(1), { policy: onlyLists }),
  assumed(11, 'wide', key(2), {}),
  assumed(12, 'twice', key(3), {}),
  assumed(13, 'twice', key(4), {}),
  call(20, 'DescribeInstances', {
    eventSource: 'ec2.amazonaws.com',
    userIdentity: {
      type: 'AssumedRole',
      arn: `arn:aws:sts::${account}:assumed-role/admin/earlier`,
      accountId: account,
      accessKeyId: key(5),
      sessionContext: { sessionIssuer: { type: 'Role', arn: role, accountId: account, userName: 'admin' } },
    },
  }),
]

const details = {
  UserDetailList: [],
  GroupDetailList: [],
  Policies: [],
  RoleDetailList: [
    {
      Path: '/team/',
      RoleName: 'admin',
      RoleId: 'AROAEXAMPLE',
      Arn: role,
      CreateDate: '2026-01-01T00:00:00Z',
      AssumeRolePolicyDocument: all,
      InstanceProfileList: [],
      RolePolicyList: [{ PolicyName: 'all', PolicyDocument: all }],
      AttachedManagedPolicies: [],
      Tags: [],
    },
  ],
}

const { api } = identityCase({ 'details-20260310T000000Z.json': details, 'trail.json': { Records: records } })

const actions = async (principal: string) =>
  (await api.iamPermissions({ principal, search: 's3:', offset: 0, limit: 1000 })).rows.map(({ action }) => action)

describe('a session', () => {
  test.each([
    ['its key', key(1)],
    ['its ARN', session],
  ])('is asked for by %s, and may do what the policy that it was given leaves', async (_, principal) => {
    const page = await api.iamIdentity({ principal })
    expect(page.identity).toMatchObject({ principal: role, isAdmin: false })
    expect(page.session).toMatchObject({
      key: key(1),
      session,
      begun: { time: '2026-03-11T02:10:00.000Z', action: 'sts:AssumeRole', sourceIp: '203.0.113.9' },
      policies: [{ name: 'session policy', text: expect.stringContaining('s3:List*') }],
      remarks: [],
    })
    const found = await actions(principal)
    expect(found.length).toBeGreaterThan(3)
    expect(found.filter((action) => !action.startsWith('s3:List'))).toEqual([])
  })

  test('that was given none may do what its role may, and the role itself is no session', async () => {
    expect((await api.iamIdentity({ principal: key(2) })).session).toMatchObject({ policies: [], remarks: [] })
    const ofRole = await actions(role)
    expect(ofRole).toContain('s3:PutObject')
    expect(await actions(key(2))).toEqual(ofRole)
    expect((await api.iamIdentity({ principal: role })).session).toBeNull()
  })

  test('whose beginning nobody logged says so', async () => {
    const { identity, session: found } = await api.iamIdentity({ principal: key(5) })
    expect(identity).toMatchObject({ principal: role, isAdmin: true })
    expect(found).toMatchObject({ key: key(5), begun: null, remarks: [expect.stringContaining('not in the evidence')] })
  })

  test('that cannot be told from another, or was never seen, is refused with what to do', async () => {
    const twice = api.iamIdentity({ principal: `arn:aws:sts::${account}:assumed-role/admin/twice` })
    await expect(twice).rejects.toThrow(`2 sessions are called`)
    await expect(twice).rejects.toThrow(key(4))
    await expect(api.iamIdentity({ principal: key(9) })).rejects.toThrow('no call in the case')
  })
})
