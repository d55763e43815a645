import {
  DescribeOrganizationCommand,
  DescribePolicyCommand,
  ListAccountsForParentCommand,
  ListDelegatedAdministratorsCommand,
  ListOrganizationalUnitsForParentCommand,
  ListPoliciesCommand,
  ListRootsCommand,
  ListTargetsForPolicyCommand,
  OrganizationsClient,
  type PolicyType,
} from '@aws-sdk/client-organizations'
import { note } from '../source.ts'
import { type Asking, all, isCalled, type Step, saved } from './step.ts'

/**
 * The organization: its units and accounts, its control policies and what they hang on. Only its management account and
 * delegated administrators may ask for all of it.
 */
export const organization: Step = {
  sid: 'ReadOrganization',
  what: 'the organization and its control policies',
  actions: [
    'organizations:DescribeOrganization',
    'organizations:DescribePolicy',
    'organizations:ListAccountsForParent',
    'organizations:ListDelegatedAdministrators',
    'organizations:ListOrganizationalUnitsForParent',
    'organizations:ListPolicies',
    'organizations:ListRoots',
    'organizations:ListTargetsForPolicy',
  ],
  async *run(asking) {
    const { clients, signal, said } = asking
    try {
      const { Organization } = await clients
        .of(OrganizationsClient)
        .send(new DescribeOrganizationCommand({}), { abortSignal: signal })
      yield saved('organization.json', { Organization })
    } catch (error) {
      signal.throwIfAborted()
      yield isCalled(error, 'AWSOrganizationsNotInUseException')
        ? note('the account is in no organization')
        : said(error, 'DescribeOrganization', 'the organization')
      return
    }
    for (const [operation, file, ask] of parts) {
      try {
        yield saved(file, await ask(asking))
      } catch (error) {
        signal.throwIfAborted()
        yield said(error, operation, 'the organization, as its management account or a delegated administrator')
      }
    }
  },
}

const parts: readonly (readonly [operation: string, file: string, ask: (asking: Asking) => Promise<object>])[] = [
  ['ListRoots', 'organization-units.json', units],
  ['ListPolicies', 'control-policies.json', controls],
  ['ListDelegatedAdministrators', 'delegated-administrators.json', delegated],
]

async function units({ clients, signal }: Asking): Promise<object> {
  const client = clients.of(OrganizationsClient)
  const abort = { abortSignal: signal }
  const Roots = await all(async (NextToken) => {
    const page = await client.send(new ListRootsCommand({ NextToken }), abort)
    return { items: page.Roots, next: page.NextToken }
  })
  const OrganizationalUnits: object[] = []
  const Accounts: object[] = []
  const parents = Roots.map(({ Id }) => Id)
  // Units are added while they are found.
  for (const ParentId of parents) {
    const below = await all(async (NextToken) => {
      const page = await client.send(new ListOrganizationalUnitsForParentCommand({ ParentId, NextToken }), abort)
      return { items: page.OrganizationalUnits, next: page.NextToken }
    })
    const accounts = await all(async (NextToken) => {
      const page = await client.send(new ListAccountsForParentCommand({ ParentId, NextToken }), abort)
      return { items: page.Accounts, next: page.NextToken }
    })
    OrganizationalUnits.push(...below.map((unit) => ({ ...unit, ParentId })))
    Accounts.push(...accounts.map((account) => ({ ...account, ParentId })))
    parents.push(...below.map(({ Id }) => Id))
  }
  return { Roots, OrganizationalUnits, Accounts }
}

const kinds: readonly PolicyType[] = ['SERVICE_CONTROL_POLICY', 'RESOURCE_CONTROL_POLICY']

async function controls({ clients, signal }: Asking): Promise<object> {
  const client = clients.of(OrganizationsClient)
  const abort = { abortSignal: signal }
  const Policies: object[] = []
  for (const Filter of kinds) {
    const listed = await all(async (NextToken) => {
      const page = await client.send(new ListPoliciesCommand({ Filter, NextToken }), abort)
      return { items: page.Policies, next: page.NextToken }
    })
    for (const { Id: PolicyId } of listed) {
      const { Policy } = await client.send(new DescribePolicyCommand({ PolicyId }), abort)
      const Targets = await all(async (NextToken) => {
        const page = await client.send(new ListTargetsForPolicyCommand({ PolicyId, NextToken }), abort)
        return { items: page.Targets, next: page.NextToken }
      })
      Policies.push({ ...Policy, Targets })
    }
  }
  return { Policies }
}

async function delegated({ clients, signal }: Asking): Promise<object> {
  const DelegatedAdministrators = await all(async (NextToken) => {
    const page = await clients
      .of(OrganizationsClient)
      .send(new ListDelegatedAdministratorsCommand({ NextToken }), { abortSignal: signal })
    return { items: page.DelegatedAdministrators, next: page.NextToken }
  })
  return { DelegatedAdministrators }
}
