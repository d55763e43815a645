import type { Inventory, Item, Principal } from '../model/inventory.ts'
import { fact, itemsOf } from '../model/items-of.ts'
import { isObject } from '../policy/document.ts'

/** Something in the evidence that runs with a role, and so lends it to whoever makes it do something. */
export interface Carrier {
  /** ARN of the instance, function, project, … */
  readonly arn: string
  readonly account: string
  readonly role: Principal
}

interface Use {
  /** Type of what the method uses, in the words of AWS Config. */
  readonly type: string
  /** What has to hold beside its being there; null: nothing. */
  readonly when: string | null
}

const instance = 'AWS::EC2::Instance'
const lambda = 'AWS::Lambda::Function'
const project = 'AWS::CodeBuild::Project'
const stack = 'AWS::CloudFormation::Stack'

/** Methods of the catalogue whose actions all name the thing that they use. Others stay possible wherever there is one. */
const uses: Readonly<Record<string, Use>> = {
  'ssm-send-command': { type: instance, when: 'an SSM agent runs on it' },
  'ssm-start-session': { type: instance, when: 'an SSM agent runs on it' },
  'ec2-instance-connect': { type: instance, when: 'SSH reaches it' },
  'ec2-user-data': { type: instance, when: null },
  'ec2-replace-root-volume': { type: instance, when: null },
  'lambda-update-code': { type: lambda, when: 'something invokes it' },
  'lambda-update-code-invoke': { type: lambda, when: null },
  'lambda-update-code-permission': { type: lambda, when: null },
  'lambda-update-config': { type: lambda, when: 'something invokes it' },
  'codebuild-start': { type: project, when: null },
  'codebuild-start-batch': { type: project, when: 'it builds in batches' },
  'codebuild-sandbox': { type: project, when: null },
  'glue-update-job-existing': { type: 'AWS::Glue::Job', when: 'something starts it' },
  'stepfunctions-update': { type: 'AWS::StepFunctions::StateMachine', when: null },
  'cloudformation-update-stack': { type: stack, when: null },
  'cloudformation-changeset': { type: stack, when: null },
  'sagemaker-presigned-notebook': { type: 'AWS::SageMaker::NotebookInstance', when: null },
}

/** Fields in which items of AWS Config name the role that they run with. */
const fields = ['Role', 'RoleArn', 'RoleARN', 'ServiceRole'] as const

/** What has to hold beside the rights of a method, for a carrier of the evidence to be used. */
export function conditionOf(method: string): string | null {
  return uses[method]?.when ?? null
}

const known = new WeakMap<Inventory, Map<string, readonly Carrier[]>>()

/** What a method can use, as far as the evidence shows resources. */
export function carriersFor(inventory: Inventory, method: string): readonly Carrier[] {
  const type = uses[method]?.type
  if (type === undefined) return []
  const ofType = known.get(inventory) ?? new Map<string, readonly Carrier[]>()
  known.set(inventory, ofType)
  const found = ofType.get(type) ?? itemsOf(inventory, type).flatMap((item) => carrierOf(inventory, item))
  ofType.set(type, found)
  return found
}

function carrierOf({ principals }: Inventory, item: Item): readonly Carrier[] {
  const { arn, account } = item
  const named = fields.map((field) => fact(item, field)).find((value) => typeof value === 'string')
  const profile = fact(item, 'IamInstanceProfile')
  const profileArn = isObject(profile) ? String(profile.arn ?? profile.Arn ?? '') : ''
  const role = principals.find(
    (each) =>
      each.kind === 'role' &&
      each.account === account &&
      (each.arn === named || each.name === named || (profileArn !== '' && each.instanceProfiles.includes(profileArn))),
  )
  return role === undefined ? [] : [{ arn, account, role }]
}
