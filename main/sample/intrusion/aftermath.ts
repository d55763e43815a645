import * as cast from '../cast.ts'
import { accounts, agents, hour, minute } from '../cast.ts'
import type { Call } from '../record.ts'
import { first, support } from './attacker.ts'

/** The responders close the known ways in the next morning; the attacker comes back by the one they did not see. */
export function* afterContainment(at: number): Iterable<Call> {
  const admin = cast.session(
    accounts.prod,
    'AWSReservedSSO_AdministratorAccess_1a2b3c4d5e6f7081',
    'maria.lopez@example.com',
    'ASIAEXAMPLERESPONDER',
    at,
    true,
  )
  const by = {
    by: admin,
    account: accounts.prod,
    region: 'us-east-1',
    from: cast.offices[0] ?? '',
    agent: agents.browser,
    console: true,
  }
  yield {
    ...by,
    at,
    call: 'iam:UpdateAccessKey',
    request: { userName: 'aws-support-sync', accessKeyId: cast.keys.support, status: 'Inactive' },
  }
  yield { ...by, at: at + minute, call: 'iam:DeleteLoginProfile', request: { userName: 'aws-support-sync' } }
  yield {
    ...by,
    at: at + 2 * minute,
    call: 'iam:DetachUserPolicy',
    request: { userName: 'aws-support-sync', policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' },
  }
  yield {
    ...by,
    account: accounts.staging,
    at: at + 6 * minute,
    by: { ...admin, accountId: accounts.staging },
    call: 'iam:UpdateAccessKey',
    request: { userName: 'ci-deploy', accessKeyId: cast.keys.ciDeploy, status: 'Inactive' },
  }
  const late = at + 7 * hour
  for (let i = 0; i < 6; i++) {
    yield {
      ...support(),
      at: late + i * 20_000,
      region: 'us-east-1',
      call: 'sts:GetCallerIdentity',
      error: ['InvalidClientTokenId', 'The security token included in the request is invalid.'],
    }
  }
  yield {
    at: late + 5 * minute,
    account: accounts.prod,
    region: 'us-east-1',
    call: 'sts:AssumeRole',
    from: first,
    agent: agents.kali,
    by: { type: 'AWSAccount', principalId: 'AIDAEXAMPLEFOREIGNER', accountId: cast.attackerAccount },
    request: { roleArn: `arn:aws:iam::${accounts.prod}:role/BackupOperator`, roleSessionName: 'nightly-3' },
    response: {
      credentials: { accessKeyId: 'ASIAEXAMPLERETURNED7', sessionToken: '***', expiration: cast.stamp(late + hour) },
    },
    resources: [
      { accountId: accounts.prod, type: 'AWS::IAM::Role', ARN: `arn:aws:iam::${accounts.prod}:role/BackupOperator` },
    ],
  }
}
