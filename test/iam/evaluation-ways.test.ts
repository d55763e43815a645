import { describe, expect, test } from 'vitest'
import { escalations } from '../../main/iam/escalation/paths.ts'
import type { Source } from '../../main/iam/model/build.ts'
import { inTurns } from '../../main/iam/turns.ts'
import { account, allow, config } from './check-evidence.ts'
import { arn, deny, methods, role, taking, trusting, user, when, world } from './small-account.ts'

describe('ways to every right', () => {
  const making = (Condition: object) =>
    user([allow(['iam:CreateRole', 'iam:AttachRolePolicy', 'iam:PutRolePolicy'], '*', { Condition })])
  const ways = async (...sources: readonly Source[]) => {
    const { paths } = await inTurns(escalations(world(...sources), methods))
    return paths.map(({ steps }) => steps.map(({ method }) => method.id).join())
  }

  test.each<[string, readonly Source[], readonly string[]]>([
    ['nothing binds what is made', [making({})], ['iam-create-role-admin']],
    [
      'what is made carries a boundary',
      [making({ StringEquals: { 'iam:PermissionsBoundary': arn('policy', 'limit') } })],
      [],
    ],
    [
      'the boundary may be any',
      [making({ StringLike: { 'iam:PermissionsBoundary': 'arn:aws:iam::*:policy/*' } })],
      ['iam-create-role-admin'],
    ],
    [
      'what has no boundary is refused',
      [
        user([
          allow('iam:*'),
          deny('iam:*', '*', when('StringNotEquals', 'iam:PermissionsBoundary', arn('policy', 'limit'))),
        ]),
      ],
      [],
    ],
    [
      'a role is passed to the service that is allowed, and trusts another',
      [
        user([
          allow('iam:PassRole', '*', when('StringEquals', 'iam:PassedToService', 'ecs-tasks.amazonaws.com')),
          allow('lambda:*'),
        ]),
        role('strong', trusting({ Service: 'lambda.amazonaws.com' }), allow('*')),
      ],
      [],
    ],
  ])('%s', async (_, sources, expected) => {
    expect(await ways(...sources)).toEqual(expected)
  })

  const instance = config('AWS::EC2::Instance', `arn:aws:ec2:eu-west-1:${account}:instance/i-1`, {
    iamInstanceProfile: { arn: arn('instance-profile', 'x') },
  })
  const code = `arn:aws:lambda:eu-west-1:${account}:function:code`
  const strong = role(
    'strong',
    { ...trusting({ Service: 'ec2.amazonaws.com' }), InstanceProfileList: [{ Arn: arn('instance-profile', 'x') }] },
    allow('*'),
  )
  const lambdas = ['lambda:UpdateFunctionCode', 'lambda:InvokeFunction']
  test.each<[string, readonly Source[], readonly string[]]>([
    ['nobody says which instance there is', [user([allow('ssm:SendCommand')]), strong], []],
    ['an instance runs with it', [user([allow('ssm:SendCommand')]), strong, instance], ['ssm-send-command']],
    [
      'an instance that is not the one',
      [user([allow('ssm:SendCommand', 'arn:aws:ec2:*:*:instance/i-2')]), strong, instance],
      [],
    ],
    [
      'a function runs with it',
      [user([allow(lambdas, code)]), strong, config('AWS::Lambda::Function', code, { role: arn('role', 'strong') })],
      ['lambda-update-code-invoke'],
    ],
  ])('%s', async (_, sources, expected) => {
    expect(await ways(...sources)).toEqual(expected)
  })

  test('are found in China, where services have other names, and lead to no other partition', async () => {
    const china = (text: Source) => ({ ...text, text: text.text.replaceAll('arn:aws:iam', 'arn:aws-cn:iam') })
    const strong = role(
      'strong',
      {
        ...trusting({ Service: 'ec2.amazonaws.com.cn' }),
        InstanceProfileList: [{ Arn: arn('instance-profile', 'x') }],
      },
      allow('*'),
    )
    const passing = allow('iam:PassRole', '*', when('StringEquals', 'iam:PassedToService', 'ec2.amazonaws.com.cn'))
    const open = role('open', trusting('*'), allow('*'))
    const sources = [user([passing, allow(['ec2:RunInstances', taking])]), strong].map(china)
    expect(await ways(...sources, { ...open, name: 'elsewhere.json' })).toEqual(['ec2-run-instances'])
  })
})
