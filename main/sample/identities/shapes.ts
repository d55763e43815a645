import { principalId } from '../cast.ts'

/** Users and roles as get-account-authorization-details answers them. */
export interface Shape {
  readonly name: string
  readonly path?: string
  readonly made: string
  readonly inline?: Readonly<Record<string, object>>
  /** ARNs of managed policies. */
  readonly attached?: readonly string[]
  readonly groups?: readonly string[]
  /** Of roles. */
  readonly trust?: object
  /** Whether machines of EC2 run as it: it has an instance profile of its own name. */
  readonly isOnMachines?: boolean
}

export function user(account: string, { name, path = '/', made, inline = {}, attached = [], groups = [] }: Shape) {
  return {
    Path: path,
    UserName: name,
    UserId: principalId('AIDA', account, name),
    Arn: `arn:aws:iam::${account}:user${path}${name}`,
    CreateDate: made,
    UserPolicyList: inlined(inline),
    GroupList: groups,
    AttachedManagedPolicies: attached.map(named),
    Tags: [],
  }
}

export function role(account: string, shape: Shape) {
  const { name, path = '/', made, inline = {}, attached = [], trust } = shape
  const profile = {
    Path: path,
    InstanceProfileName: name,
    Arn: `arn:aws:iam::${account}:instance-profile${path}${name}`,
    CreateDate: made,
  }
  return {
    Path: path,
    RoleName: name,
    RoleId: principalId('AROA', account, name),
    Arn: `arn:aws:iam::${account}:role${path}${name}`,
    CreateDate: made,
    AssumeRolePolicyDocument: trust,
    InstanceProfileList: shape.isOnMachines === true ? [profile] : [],
    RolePolicyList: inlined(inline),
    AttachedManagedPolicies: attached.map(named),
    Tags: [],
  }
}

function inlined(policies: Readonly<Record<string, object>>) {
  return Object.entries(policies).map(([PolicyName, PolicyDocument]) => ({ PolicyName, PolicyDocument }))
}

function named(arn: string) {
  return { PolicyName: arn.slice(arn.lastIndexOf('/') + 1), PolicyArn: arn }
}
