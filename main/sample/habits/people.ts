import * as cast from '../cast.ts'
import { accounts, agents, home, hour, minute } from '../cast.ts'
import type { Random } from '../random.ts'
import { type Call, denied } from '../record.ts'
import { isWeekend, requestOf } from './requests.ts'

/** People sign in through the company's identity provider and click about; MFAUsed is No because it was asked upstream. */
export function* people(today: number, random: Random): Iterable<Call> {
  for (const name of cast.people) {
    if (isWeekend(today) && !random.chance(0.1)) continue
    const account = random.pick([accounts.prod, accounts.staging, accounts.staging])
    const role = random.chance(0.3)
      ? 'AWSReservedSSO_AdministratorAccess_1a2b3c4d5e6f7081'
      : 'AWSReservedSSO_ReadOnlyAccess_8f7e6d5c4b3a2910'
    const began = today + 7 * hour + random.int(0, 3 * hour)
    const from = random.pick(cast.offices)
    const by = cast.session(account, role, `${name}@example.com`, cast.temporaryKey(random), began)
    yield {
      at: began,
      account,
      region: home,
      call: 'signin:ConsoleLogin',
      by,
      from,
      agent: agents.browser,
      type: 'AwsConsoleSignIn',
      response: { ConsoleLogin: 'Success' },
      additional: {
        LoginTo: `https://console.aws.amazon.com/console/home?region=${home}`,
        MobileVersion: 'No',
        MFAUsed: 'No',
      },
    }
    for (let i = 0; i < 95; i++) {
      const call = random.pick([
        'ec2:DescribeInstances',
        's3:GetBucketLocation',
        'iam:ListUsers',
        'iam:GetUser',
        'cloudwatch:DescribeAlarms',
        'health:DescribeEventAggregates',
        'ce:GetCostAndUsage',
        'lambda:GetFunction20150331v2',
        'logs:FilterLogEvents',
        'kms:ListAliases',
        'ec2:DescribeVpcs',
        'rds:DescribeDBInstances',
      ])
      const at = began + random.int(minute, 9 * hour)
      const error =
        role.includes('ReadOnly') && random.chance(0.02) ? denied(String(by.arn), 'ce:GetCostAndUsage') : undefined
      yield {
        at,
        account,
        region: random.chance(0.85) ? home : 'us-east-1',
        call,
        by,
        from,
        agent: random.chance(0.7) ? agents.browser : agents.console,
        request: requestOf(call, 'web-cart'),
        console: true,
        ...(error && { error }),
      }
    }
    if (role.includes('Administrator') && random.chance(0.5)) {
      const group = `sg-0${random.text(16, '0123456789abcdef')}`
      yield {
        at: began + 2 * hour,
        account,
        region: home,
        call: 'ec2:CreateSecurityGroup',
        by,
        from,
        agent: agents.browser,
        console: true,
        request: { groupName: `temp-${random.int(1, 99)}`, groupDescription: 'test', vpcId: 'vpc-0a1b2c3d4e5f60718' },
        response: { requestId: random.uuid(), _return: true, groupId: group },
      }
      yield {
        at: began + 4 * hour,
        account,
        region: home,
        call: 'ec2:DeleteSecurityGroup',
        by,
        from,
        agent: agents.browser,
        console: true,
        request: { groupId: group },
        response: { requestId: random.uuid(), _return: true },
      }
    }
  }
}

/** Somebody mistypes a password now and then; failed logins carry no errorCode. */
export function* failedLogins(today: number, random: Random): Iterable<Call> {
  for (let i = random.int(0, 2); i > 0; i--) {
    const by = {
      type: 'IAMUser',
      principalId: 'AIDAEXAMPLEBREAKGLASS',
      accountId: accounts.prod,
      accessKeyId: '',
      userName: 'break-glass',
    }
    yield {
      at: today + random.int(8 * hour, 17 * hour),
      account: accounts.prod,
      region: 'us-east-1',
      call: 'signin:ConsoleLogin',
      type: 'AwsConsoleSignIn',
      by,
      from: random.pick(cast.offices),
      agent: agents.browser,
      response: { ConsoleLogin: 'Failure' },
      additional: { LoginTo: 'https://console.aws.amazon.com/console/home', MobileVersion: 'No', MFAUsed: 'No' },
    }
  }
}
