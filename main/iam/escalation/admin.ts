import { mayDo, partitionOf, type World } from '../ability.ts'
import type { Principal } from '../model/inventory.ts'

const adminsOf = new WeakMap<World, Map<string, boolean>>()

/** Whether a principal may do everything, after every Deny, boundary and control policy: tried on actions far apart. */
export function isAdmin(world: World, principal: Principal): boolean {
  const known = adminsOf.get(world) ?? new Map<string, boolean>()
  adminsOf.set(world, known)
  const before = known.get(principal.arn)
  if (before !== undefined) return before
  const { account } = principal
  const partition = partitionOf(principal)
  const tries = [
    ['iam:PutUserPolicy', `arn:${partition}:iam::${account}:user/coldtrail-example`],
    ['iam:AttachRolePolicy', `arn:${partition}:iam::${account}:role/coldtrail-example`],
    ['iam:CreateUser', `arn:${partition}:iam::${account}:user/coldtrail-example`],
    ['iam:PassRole', `arn:${partition}:iam::${account}:role/coldtrail-example`],
    ['ec2:TerminateInstances', `arn:${partition}:ec2:us-east-1:${account}:instance/i-0`],
    ['lambda:CreateFunction', `arn:${partition}:lambda:us-east-1:${account}:function:coldtrail-example`],
    ['s3:DeleteObject', `arn:${partition}:s3:::coldtrail-example/object`],
    ['secretsmanager:GetSecretValue', `arn:${partition}:secretsmanager:us-east-1:${account}:secret:coldtrail-example`],
    ['cloudtrail:StopLogging', `arn:${partition}:cloudtrail:us-east-1:${account}:trail/coldtrail-example`],
  ] as const
  const is = tries.every(([action, resource]) => mayDo(world, principal, action, resource).result === 'allowed')
  known.set(principal.arn, is)
  return is
}

/** Whether rights that a principal gives itself would count: its boundary, if it has one, must let everything through. */
export function isUnbounded(world: World, principal: Principal): boolean {
  if (principal.boundary === null) return true
  return isAdmin(world, {
    ...principal,
    arn: `${principal.arn}#unbounded`,
    boundary: null,
    inline: [principal.boundary],
    attached: [],
    groups: [],
  })
}
