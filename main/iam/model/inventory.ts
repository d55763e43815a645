import type { ExternalFinding } from '../../../shared/iam.ts'
import type { PolicyDocument } from '../policy/document.ts'
import type { Policy } from '../policy/statement.ts'
import type { CredentialRow } from './credential-report.ts'

/** A user or role with everything that decides what it may do. */
export interface Principal {
  readonly kind: 'user' | 'role'
  readonly arn: string
  readonly account: string
  readonly name: string
  /** AIDA… or AROA…. */
  readonly id: string | null
  readonly createdAt: string | null
  /** Of roles: RoleLastUsed. */
  readonly usedAt: string | null
  readonly inline: readonly Policy[]
  /** Managed policies that hang on it directly. */
  readonly attached: readonly Policy[]
  readonly groups: readonly Group[]
  readonly boundary: Policy | null
  /** Who may take a role on; null of users. */
  readonly trust: PolicyDocument | null
  readonly instanceProfiles: readonly string[]
  readonly tags: Readonly<Record<string, string>>
}

export interface Group {
  readonly arn: string
  readonly account: string
  readonly name: string
  readonly inline: readonly Policy[]
  readonly attached: readonly Policy[]
}

/** A managed policy with all its versions. */
export interface Managed {
  readonly arn: string
  readonly name: string
  readonly attachments: number | null
  readonly versions: readonly { readonly id: string; readonly isDefault: boolean; readonly document: PolicyDocument }[]
}

/** A control policy of the organization. */
export interface ControlPolicy {
  readonly policy: Policy
  readonly kind: 'scp' | 'rcp'
  /** Accounts, units and roots that it hangs on; null when the evidence does not say. */
  readonly targets: readonly string[] | null
}

/** How something was configured that is neither an identity nor a policy, in the words of AWS Config. */
export interface Item {
  /** AWS::S3::Bucket */
  readonly type: string
  /** Its ARN, or its id where it has none. */
  readonly arn: string
  /** Empty where the evidence does not say. */
  readonly account: string
  /** When it was so, ISO 8601 UTC; null where the evidence does not say. */
  readonly at: string | null
  /** Configuration and supplementary configuration; texts that hold JSON are read. */
  readonly facts: Readonly<Record<string, unknown>>
}

/** Identities and policies as the evidence shows them. */
export interface Inventory {
  readonly principals: readonly Principal[]
  readonly groups: readonly Group[]
  readonly managed: readonly Managed[]
  readonly credentials: readonly CredentialRow[]
  readonly controls: readonly ControlPolicy[]
  /** Policies on resources, by ARN. */
  readonly resources: ReadonlyMap<string, readonly Policy[]>
  /** Accounts of resources whose ARN does not say it (buckets), where the evidence does. */
  readonly owners: ReadonlyMap<string, string>
  /** Buckets where Block Public Access keeps everybody out whom only a public policy lets in. */
  readonly restricted: ReadonlySet<string>
  readonly items: readonly Item[]
  readonly external: readonly ExternalFinding[]
  readonly organization: string | null
  readonly management: string | null
  readonly members: readonly string[]
  /** What stands above an account or unit of the organization, by its id: a unit or the root. */
  readonly parents: ReadonlyMap<string, string>
  /** What is missing or could not be read, as sentences: every answer rests on it. */
  readonly remarks: readonly string[]
}

/** All policies that give a principal its rights: inline, attached, and those of its groups. */
export function identityPolicies(principal: Principal): readonly Policy[] {
  const known = identities.get(principal)
  if (known !== undefined) return known
  const all = [principal, ...principal.groups].flatMap(({ inline, attached }) => [...inline, ...attached])
  identities.set(principal, all)
  return all
}

const identities = new WeakMap<Principal, readonly Policy[]>()
