import { isObject, type PolicyDocument, readDocument, unknownDocument } from '../policy/document.ts'
import type { Policy } from '../policy/statement.ts'
import { arnParts } from '../policy/wildcard.ts'
import type { Group, Managed, Principal } from './inventory.ts'
import { type ManagedPolicies, saidOf } from './managed-policies.ts'

type Fields = Readonly<Record<string, unknown>>

/** What answers of get-account-authorization-details hold together; pages and accounts in any order. */
export interface Details {
  readonly principals: readonly Principal[]
  readonly groups: readonly Group[]
  readonly managed: readonly Managed[]
  readonly remarks: readonly string[]
}

export interface Page {
  /** Where it came from, for remarks. */
  readonly name: string
  readonly given: Fields
}

/** Joins the pages: groups and managed policies may stand on another page than who has them. */
export function readDetails(pages: readonly Page[], library: ManagedPolicies | null = null): Details {
  const remarks: string[] = []
  const documents = new Documents(remarks)
  const managed = new Map(
    pages
      .flatMap(({ given }) => listIn(given, 'Policies'))
      .map((each) => {
        const policy = readManaged(each, documents)
        return [policy.arn, policy] as const
      }),
  )
  const reader: Reader = { documents, managed, library, missing: new Set(), bundled: new Set() }
  const groups = new Map<string, Group>()
  for (const each of pages.flatMap(({ given }) => listIn(given, 'GroupDetailList'))) {
    const group = readGroup(each, reader)
    groups.set(`${group.account}/${group.name}`, group)
  }
  const principals = new Map<string, Principal>()
  for (const { given } of pages) {
    for (const each of listIn(given, 'UserDetailList')) keep(readUser(each, reader, groups, remarks), 'a user', each)
    for (const each of listIn(given, 'RoleDetailList')) keep(readRole(each, reader), 'a role', each)
  }
  for (const arn of reader.missing)
    remarks.push(
      `the document of ${arn} is not in the evidence: what it allows is not counted, and what it bounds depends on it`,
    )
  if (reader.bundled.size > 0)
    remarks.push(
      `the evidence names these policies of AWS without their documents, which come from this version instead, as they were known on ${library?.reach.slice(0, 10)}: ${[...reader.bundled].sort().join(', ')}`,
    )
  return { principals: [...principals.values()], groups: [...groups.values()], managed: [...managed.values()], remarks }

  function keep(principal: Principal | null, what: string, given: Fields): void {
    if (principal !== null) principals.set(principal.arn, principal)
    else remarks.push(`${what} is left out, which has no name or ARN: ${JSON.stringify(given).slice(0, 100)}`)
  }
}

/** Accounts of which a page says that more follow, while none says that it is the last. */
export function unfinished(pages: readonly Page[]): readonly string[] {
  const isCut = ({ given }: Page) => given.IsTruncated === true || given.IsTruncated === 'true'
  const last = new Set(pages.filter((page) => !isCut(page)).map(accountOf))
  return pages
    .filter((page) => isCut(page) && !last.has(accountOf(page)))
    .map(({ name }) =>
      pages.length === 1
        ? `${name} is only the first page of its account: fetch the others`
        : `${name} says that more pages follow it, and the last one of its account is not in the case: fetch the others`,
    )
}

function accountOf({ given }: Page): string {
  const lists = ['UserDetailList', 'RoleDetailList', 'GroupDetailList', 'Policies']
  const arns = lists.flatMap((name) => listIn(given, name)).map((each) => arnParts(text(each, 'Arn') ?? '')[4] ?? '')
  return arns.find((account) => /^\d{12}$/.test(account)) ?? ''
}

interface Reader {
  readonly documents: Documents
  readonly managed: ReadonlyMap<string, Managed>
  readonly library: ManagedPolicies | null
  readonly missing: Set<string>
  /** Policies of AWS that the evidence names without their documents, as they are said to a person. */
  readonly bundled: Set<string>
}

/** Reads documents and remembers what was wrong with them. */
class Documents {
  readonly #remarks: string[]
  constructor(remarks: string[]) {
    this.#remarks = remarks
  }

  read(given: unknown, name: string): PolicyDocument {
    try {
      const document = readDocument(given)
      for (const problem of document.problems) this.#remarks.push(`${name}: ${problem}; it is not counted`)
      return document
    } catch (error) {
      this.#remarks.push(`${name}: ${error instanceof Error ? error.message : String(error)}`)
      return unknownDocument('the document could not be read')
    }
  }
}

function readUser(
  each: Fields,
  reader: Reader,
  groups: ReadonlyMap<string, Group>,
  remarks: string[],
): Principal | null {
  const base = readPrincipal(each, 'user', text(each, 'UserName'), 'UserPolicyList', reader)
  if (base === null) return null
  const names = Array.isArray(each.GroupList) ? each.GroupList.map(String) : []
  const found = names.flatMap((name) => {
    const group = groups.get(`${base.account}/${name}`)
    if (group === undefined) remarks.push(`group ${name} of ${base.arn} is not in the evidence`)
    return group ?? []
  })
  return { ...base, id: text(each, 'UserId'), groups: found }
}

function readRole(each: Fields, reader: Reader): Principal | null {
  const base = readPrincipal(each, 'role', text(each, 'RoleName'), 'RolePolicyList', reader)
  if (base === null) return null
  const used = isObject(each.RoleLastUsed) ? text(each.RoleLastUsed, 'LastUsedDate') : null
  return {
    ...base,
    id: text(each, 'RoleId'),
    usedAt: used,
    trust:
      each.AssumeRolePolicyDocument === undefined
        ? null
        : reader.documents.read(each.AssumeRolePolicyDocument, `trust of ${base.arn}`),
    instanceProfiles: listIn(each, 'InstanceProfileList').map((profile) => text(profile, 'Arn') ?? ''),
  }
}

function readPrincipal(
  each: Fields,
  kind: 'user' | 'role',
  name: string | null,
  inlineList: string,
  reader: Reader,
): Principal | null {
  const arn = text(each, 'Arn')
  if (arn === null || name === null) return null
  const boundary = isObject(each.PermissionsBoundary) ? text(each.PermissionsBoundary, 'PermissionsBoundaryArn') : null
  const tags = listIn(each, 'Tags').map((tag) => [text(tag, 'Key') ?? '', text(tag, 'Value') ?? ''] as const)
  return {
    kind,
    arn,
    account: arnParts(arn)[4] ?? '',
    name,
    id: null,
    createdAt: text(each, 'CreateDate'),
    usedAt: null,
    inline: inlineOf(each, inlineList, arn, reader),
    attached: attachedOf(each, reader),
    groups: [],
    boundary: boundary === null ? null : policyAt(boundary, reader),
    trust: null,
    instanceProfiles: [],
    tags: Object.fromEntries(tags),
  }
}

function readGroup(each: Fields, reader: Reader): Group {
  const arn = text(each, 'Arn') ?? ''
  return {
    arn,
    account: arnParts(arn)[4] ?? '',
    name: text(each, 'GroupName') ?? '',
    inline: inlineOf(each, 'GroupPolicyList', arn, reader),
    attached: attachedOf(each, reader),
  }
}

function inlineOf(each: Fields, list: string, arn: string, { documents }: Reader): readonly Policy[] {
  return listIn(each, list).map((policy) => {
    const name = text(policy, 'PolicyName') ?? 'inline'
    return { name, arn: null, holder: arn, document: documents.read(policy.PolicyDocument, `${name} of ${arn}`) }
  })
}

function attachedOf(each: Fields, reader: Reader): readonly Policy[] {
  return listIn(each, 'AttachedManagedPolicies').map((policy) => policyAt(text(policy, 'PolicyArn') ?? '', reader))
}

function policyAt(arn: string, { managed, library, missing, bundled }: Reader): Policy {
  const found = managed.get(arn)
  const version = found?.versions.find(({ isDefault }) => isDefault)
  const own = version === undefined ? library?.at(arn, null) : null
  if (own) bundled.add(saidOf(arn.slice(arn.lastIndexOf('/') + 1), own))
  else if (version === undefined) missing.add(arn)
  const document = version?.document ?? own?.document ?? unknownDocument('document not in the evidence')
  return { name: found?.name ?? arn.slice(arn.lastIndexOf('/') + 1), arn, document }
}

function readManaged(each: Fields, documents: Documents): Managed {
  const arn = text(each, 'Arn') ?? ''
  const current = text(each, 'DefaultVersionId')
  return {
    arn,
    name: text(each, 'PolicyName') ?? arn,
    attachments: typeof each.AttachmentCount === 'number' ? each.AttachmentCount : null,
    versions: listIn(each, 'PolicyVersionList')
      .filter(({ Document }) => Document !== undefined)
      .map((version) => ({
        id: text(version, 'VersionId') ?? '',
        isDefault:
          version.IsDefaultVersion === true ||
          (version.IsDefaultVersion === undefined && version.VersionId === current),
        document: documents.read(version.Document, arn),
      })),
  }
}

function listIn(given: Fields, name: string): readonly Fields[] {
  const list = given[name]
  return (Array.isArray(list) ? list : isObject(list) ? [list] : []).filter(isObject)
}

function text(given: Fields, name: string): string | null {
  const value = given[name]
  return typeof value === 'string' ? value : null
}
