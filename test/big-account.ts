import { random } from '../main/sample/random.ts'

const account = '111122223333'
const services = ['s3', 'ec2', 'lambda', 'dynamodb', 'sqs', 'sns', 'logs', 'kms', 'ssm', 'glue', 'ecs', 'states']
const trusted = ['ec2', 'lambda', 'ecs-tasks', 'glue', 'codebuild', 'states', 'cloudformation', 'sagemaker']

/** 500 roles and 44 users: most do their work, some can pass, take on or rewrite others. The same with every run. */
export function bigAccount(): object {
  const dice = random(20_261_101)
  const pick = dice.pick
  const arn = (kind: string, name: string) => `arn:aws:iam::${account}:${kind}/${name}`
  const allow = (Action: unknown, Resource: unknown, more: object = {}) => ({
    Effect: 'Allow',
    Action,
    Resource,
    ...more,
  })
  const statements = (): readonly object[] => {
    const service = pick(services)
    const all = [
      allow([`${service}:Get*`, `${service}:List*`, `${service}:Describe*`], '*'),
      allow(`${service}:*`, `arn:aws:${service}:*:${account}:app-${Math.floor(dice.next() * 40)}*`),
    ]
    const kind = dice.next()
    if (kind < 0.04) all.push(allow('sts:AssumeRole', arn('role', `role-${Math.floor(dice.next() * 50)}*`)))
    else if (kind < 0.08) all.push(allow(['iam:PassRole', 'lambda:*'], '*'))
    else if (kind < 0.1)
      all.push(
        allow(['iam:PassRole', 'ec2:RunInstances'], '*', {
          Condition: { StringEquals: { 'iam:PassedToService': 'ec2.amazonaws.com' } },
        }),
      )
    else if (kind < 0.12) all.push(allow(['iam:Attach*', 'iam:Put*Policy'], arn('role', 'role-1*')))
    else if (kind < 0.14) all.push(allow('iam:CreateAccessKey', arn('user', '*')))
    else if (kind < 0.16) all.push(allow('*', '*'), { Effect: 'Deny', Action: 'iam:*', Resource: '*' })
    else if (kind < 0.18) all.push(allow('*', '*'))
    else if (kind < 0.2)
      all.push(
        allow('s3:GetObject', 'arn:aws:s3:::backup/*', {
          Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } },
        }),
      )
    return all
  }
  const policy = () => [{ PolicyName: 'work', PolicyDocument: { Version: '2012-10-17', Statement: statements() } }]
  const trust = () => {
    const kind = dice.next()
    const Principal =
      kind < 0.6
        ? { Service: `${pick(trusted)}.amazonaws.com` }
        : kind < 0.8
          ? { AWS: arn('role', `role-${Math.floor(dice.next() * 500)}`) }
          : { AWS: `arn:aws:iam::${account}:root` }
    return { Version: '2012-10-17', Statement: { Effect: 'Allow', Principal, Action: 'sts:AssumeRole' } }
  }
  const named = (count: number, name: string) => Array.from({ length: count }, (_, i) => `${name}-${i}`)
  return {
    GroupDetailList: named(8, 'group').map((GroupName) => ({
      GroupName,
      Arn: arn('group', GroupName),
      GroupPolicyList: policy(),
    })),
    UserDetailList: named(44, 'user').map((UserName, i) => ({
      UserName,
      Arn: arn('user', UserName),
      UserPolicyList: policy(),
      GroupList: [`group-${i % 8}`],
    })),
    RoleDetailList: named(500, 'role').map((RoleName) => ({
      RoleName,
      Arn: arn('role', RoleName),
      AssumeRolePolicyDocument: trust(),
      RolePolicyList: policy(),
      InstanceProfileList: dice.next() < 0.3 ? [{ Arn: arn('instance-profile', RoleName) }] : [],
    })),
  }
}
