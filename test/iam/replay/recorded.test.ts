import { describe, expect, test } from 'vitest'
import { pastOf } from '../../../main/iam/replay/evidence.ts'
import { arnOf } from '../../../main/iam/replay/state.ts'
import type { IamEvent } from '../../../main/iam/replay/write.ts'

const account = '111122223333'
const iam = `arn:aws:iam::${account}`
const role = `${iam}:role/team/deploy`

/** An item of AWS Config on a day of March, as the case keeps it. */
function item(day: number, type: string, arn: string, configuration: object | null, status = 'OK') {
  const configurationItemCaptureTime = `2026-03-${String(day).padStart(2, '0')}T00:00:00.000Z`
  const resourceType = `AWS::IAM::${type}`
  return {
    resourceType,
    ARN: arn,
    awsAccountId: account,
    configurationItemCaptureTime,
    configurationItemStatus: status,
    configuration,
  }
}

const deploy = (policies: readonly string[], profiles: readonly string[] = []) => ({
  arn: role,
  path: '/team/',
  roleName: 'deploy',
  roleId: 'AROAEXAMPLE',
  rolePolicyList: policies.map((policyName) => ({ policyName, policyDocument: '%7B%22Statement%22%3A%5B%5D%7D' })),
  instanceProfileList: profiles.map((name) => ({ instanceProfileName: name, arn: `${iam}:instance-profile/${name}` })),
})
const bob = { arn: `${iam}:user/bob`, userName: 'bob', userId: 'AIDABOB' }

const items = [
  item(2, 'Role', role, deploy(['one'], ['web'])),
  item(3, 'User', bob.arn, bob),
  item(4, 'Role', role, deploy(['one', 'two'])),
  item(6, 'User', bob.arn, null, 'ResourceDeleted'),
  item(8, 'Role', role, deploy(['two'])),
  item(9, 'Role', role, null, 'ResourceNotRecorded'),
]

const at = (day: number) => Date.parse(`2026-03-${String(day).padStart(2, '0')}T12:00:00.000Z`)

/** Things by their ARN, with what hung on them. */
function state(past: ReturnType<typeof pastOf>, day: number) {
  return Object.fromEntries(
    past
      .at(at(day))
      .state.things.map((thing) => [
        arnOf(thing),
        ['inline', 'role'].flatMap((facet) => [...(thing.facets.get(facet)?.keys() ?? [])]),
      ]),
  )
}

describe('identities that AWS Config recorded', () => {
  const past = pastOf([], [], null, items)

  test.each([
    [2, { [role]: ['one'], [bob.arn]: [], [`${iam}:instance-profile/web`]: ['deploy'] }],
    [4, { [role]: ['one', 'two'], [bob.arn]: [], [`${iam}:instance-profile/web`]: [] }],
    [6, { [role]: ['one', 'two'], [`${iam}:instance-profile/web`]: [] }],
    [9, { [role]: ['two'], [`${iam}:instance-profile/web`]: [] }],
  ])('are those of the %s March', (day, expected) => {
    expect(state(past, day)).toEqual(expected)
  })

  test('change between items by the calls that the logs have', () => {
    const call: IamEvent = {
      object_id: 1,
      ordinal: 0,
      time: '2026-03-05T00:00:00.000Z',
      account,
      service: 'iam',
      action: 'DeleteRolePolicy',
      actor: bob.arn,
      sourceIp: null,
      caller: 'bob',
      request: { roleName: 'deploy', policyName: 'one' },
      response: {},
    }
    const joined = pastOf([], [call], null, items)
    expect([4, 5, 9].map((day) => state(joined, day)[role])).toEqual([['one', 'two'], ['two'], ['two']])
    expect(joined.history.snapshots).toMatchObject([
      { account, uri: 'AWS Config', takenAt: '2026-03-08T00:00:00.000Z' },
    ])
  })

  test('do not count for an account that authorization details show', () => {
    const details = {
      UserDetailList: [],
      GroupDetailList: [],
      Policies: [],
      RoleDetailList: [{ RoleName: 'x', Arn: `${iam}:role/x` }],
    }
    const source = {
      name: 'details-2026-03-10.json',
      format: 'iam-authorization-details',
      text: JSON.stringify(details),
      modifiedAt: null,
    }
    expect(Object.keys(state(pastOf([source], [], null, items), 4))).toEqual([`${iam}:role/x`])
  })
})
