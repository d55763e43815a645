import { readFileSync } from 'node:fs'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { readActionFacts } from '../../main/iam/actions.ts'
import { runChecks } from '../../main/iam/checks/run.ts'
import { readMethods } from '../../main/iam/escalation/method.ts'
import { escalationReport } from '../../main/iam/escalation/report.ts'
import { buildInventory } from '../../main/iam/model/build.ts'
import { usageOf } from '../../main/iam/usage.ts'
import { random } from '../../main/sample/random.ts'
import { line } from './line.ts'

/** Ways to every right in an account of 544 identities, and the checks; aim: 5 s of processor, and nobody waits meanwhile. */
export async function iamBench(): Promise<void> {
  const actions = readActionFacts(readFileSync('assets/iam-actions.json', 'utf8'))
  const methods = readMethods(readFileSync('assets/escalation-methods.json', 'utf8'))
  const text = JSON.stringify(bigAccount())
  const never = new AbortController().signal
  const read = await measured(async () =>
    buildInventory([{ name: 'bench', format: 'iam-authorization-details', text }]),
  )
  const inventory = read.result
  line(
    'identities read',
    `${read.cpu.toFixed(2)} s`,
    `${inventory.principals.length} principals, ${(text.length / 1e6).toFixed(1)} MB`,
  )
  const world = { inventory, actions, at: '2026-11-01T00:00:00Z' }
  const ways = await measured(() => escalationReport(world, methods, usageOf([]), null, never))
  const ending = ways.result.findings.filter(({ toAdmin }) => toAdmin).length
  line(
    'ways to every right',
    `${ways.cpu.toFixed(2)} s`,
    `of processor; ${methods.length} methods on all targets, ${ways.result.findings.length} findings, ${ending} end with every right; aim 5 s; others waited ${ways.pause.toFixed(0)} ms at most`,
  )
  const target = 'arn:aws:s3:::backup/db.dump'
  const to = await measured(() => escalationReport(world, methods, usageOf([]), target, never))
  line(
    'ways to one object',
    `${to.cpu.toFixed(2)} s`,
    `of processor; ${to.result.findings.length} principals; others waited ${to.pause.toFixed(0)} ms at most`,
  )
  const view = { ...world, ours: [], partners: {}, usage: usageOf([]) }
  const checked = await measured(() => runChecks(view, never))
  line(
    'checks',
    `${checked.cpu.toFixed(2)} s`,
    `of processor; ${checked.result.checks} checks, ${checked.result.findings.length} findings; others waited ${checked.pause.toFixed(0)} ms at most`,
  )
}

/** Seconds of processor (the time on the clock says how busy the machine was), and the longest time that nobody else had a turn. */
async function measured<T>(work: () => Promise<T>): Promise<{ result: T; cpu: number; pause: number }> {
  const delay = monitorEventLoopDelay({ resolution: 5 })
  delay.enable()
  const before = process.cpuUsage()
  const result = await work()
  const { user, system } = process.cpuUsage(before)
  delay.disable()
  return { result, cpu: (user + system) / 1e6, pause: delay.max / 1e6 }
}

const account = '111122223333'
const services = ['s3', 'ec2', 'lambda', 'dynamodb', 'sqs', 'sns', 'logs', 'kms', 'ssm', 'glue', 'ecs', 'states']
const trusted = ['ec2', 'lambda', 'ecs-tasks', 'glue', 'codebuild', 'states', 'cloudformation', 'sagemaker']

/** 500 roles and 44 users: most do their work, some can pass, take on or rewrite others. The same with every run. */
function bigAccount(): object {
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
