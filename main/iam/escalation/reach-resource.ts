import { mayDoTo, type World } from '../ability.ts'
import type { Principal } from '../model/inventory.ts'
import { readDocument } from '../policy/document.ts'
import { arnParts } from '../policy/wildcard.ts'
import type { Method } from './method.ts'
import type { Step } from './steps.ts'

/**
 * What reaches a thing of a service: its content is read, it runs what the caller wants, or its own policy lets the caller
 * in afterwards. `*` is put behind the ARN where the content has an ARN of its own. Service Authorization Reference.
 */
const reaching: Readonly<Record<string, readonly (readonly [action: string, below: string])[]>> = {
  s3: [
    ['s3:GetObject', '/*'],
    ['s3:PutObject', '/*'],
    ['s3:ListBucket', ''],
    ['s3:PutBucketPolicy', ''],
  ],
  kms: [
    ['kms:Decrypt', ''],
    ['kms:CreateGrant', ''],
    ['kms:PutKeyPolicy', ''],
  ],
  secretsmanager: [
    ['secretsmanager:GetSecretValue', ''],
    ['secretsmanager:PutResourcePolicy', ''],
  ],
  ssm: [
    ['ssm:GetParameter', ''],
    ['ssm:StartSession', ''],
    ['ssm:SendCommand', ''],
  ],
  dynamodb: [
    ['dynamodb:GetItem', ''],
    ['dynamodb:Scan', ''],
    ['dynamodb:PutResourcePolicy', ''],
  ],
  sqs: [
    ['sqs:ReceiveMessage', ''],
    ['sqs:SetQueueAttributes', ''],
  ],
  sns: [
    ['sns:Subscribe', ''],
    ['sns:SetTopicAttributes', ''],
  ],
  lambda: [
    ['lambda:UpdateFunctionCode', ''],
    ['lambda:GetFunction', ''],
    ['lambda:AddPermission', ''],
  ],
  rds: [
    ['rds:CreateDBSnapshot', ''],
    ['rds:ModifyDBInstance', ''],
  ],
  'rds-db': [['rds-db:connect', '']],
  ecr: [
    ['ecr:BatchGetImage', ''],
    ['ecr:PutImage', ''],
    ['ecr:SetRepositoryPolicy', ''],
  ],
  ec2: [
    ['ec2:CreateSnapshot', ''],
    ['ec2:ModifySnapshotAttribute', ''],
    ['ec2:ModifyInstanceAttribute', ''],
  ],
  logs: [
    ['logs:GetLogEvents', ''],
    ['logs:FilterLogEvents', ''],
  ],
  codecommit: [['codecommit:GitPull', '']],
  iam: [
    ['iam:CreatePolicyVersion', ''],
    ['iam:AddUserToGroup', ''],
  ],
}

/** Whether anything is known that reaches such a thing. */
export function isReachable(resource: string): boolean {
  return Object.hasOwn(reaching, arnParts(resource)[2] ?? '')
}

/** The surest way in which a principal reaches a resource by its own rights; null when there is none. */
export function reachOf(world: World, principal: Principal, resource: string): Step | null {
  const service = arnParts(resource)[2] ?? ''
  const isObject = service === 's3' && resource.includes('/')
  let best: Step | null = null
  for (const [action, below] of reaching[service] ?? []) {
    if (isObject && below === '') continue
    const concrete = below === '' || isObject ? resource : `${resource}${below.replace('*', 'coldtrail-example')}`
    const decision = mayDoTo(world, principal, action, concrete)
    if (decision.result === 'denied') continue
    const step: Step = {
      method: methodOf(action),
      from: principal,
      to: null,
      resource,
      isAdmin: false,
      value: decision.result === 'allowed' ? 'confirmed' : 'conditional',
      when: decision.when,
      statements: decision.statements,
    }
    if (step.value === 'confirmed') return step
    best ??= step
  }
  return best
}

const everything = readDocument({ Version: '2012-10-17', Statement: { Effect: 'Allow', Action: '*', Resource: '*' } })

/** The same when the principal has given itself every right: what the organization or the resource forbids stays forbidden. */
export function reachAsAdmin(world: World, principal: Principal, resource: string): Step | null {
  const admin: Principal = {
    ...principal,
    inline: [{ name: 'every right', arn: null, holder: principal.arn, document: everything }],
    attached: [],
    groups: [],
  }
  const use = reachOf(world, admin, resource)
  return use === null ? null : { ...use, from: principal, statements: [] }
}

function methodOf(action: string): Method {
  return {
    id: `use-${action.toLowerCase().replace(':', '-')}`,
    class: 'use',
    actions: [[action]],
    sources: [],
    year: 0,
  }
}
