import type { AccountState } from './contract.ts'
import { Refusal } from './refusal.ts'
import type { Reply } from './s3.ts'
import { type Fields, xmlAnswer } from './xml.ts'

/** IAM, Organizations and Access Analyzer, as far as a collection of identities asks them. */
export class Account {
  readonly state: AccountState = {
    details: [{ UserDetailList: [], GroupDetailList: [], RoleDetailList: [], Policies: [] }],
    report: 'user,arn,user_creation_time\n',
    passwordPolicy: null,
    organization: null,
    analyzers: [],
  }
  #reports = 0

  /** IAM speaks XML. */
  iam(operation: string, form: URLSearchParams): Reply {
    return xmlAnswer(operation, 'https://iam.amazonaws.com/doc/2010-05-08/', this.#ofIam(operation, form))
  }

  #ofIam(operation: string, form: URLSearchParams): Fields {
    const { details, report, passwordPolicy } = this.state
    switch (operation) {
      case 'GetAccountAuthorizationDetails': {
        const page = Number(form.get('Marker') ?? 0)
        const isLast = page >= details.length - 1
        return { ...details[page], IsTruncated: !isLast, ...(isLast ? {} : { Marker: String(page + 1) }) }
      }
      case 'GenerateCredentialReport':
        return { State: this.#reports++ === 0 ? 'STARTED' : 'COMPLETE' }
      case 'GetCredentialReport':
        return {
          Content: Buffer.from(report).toString('base64'),
          ReportFormat: 'text/csv',
          GeneratedTime: new Date().toISOString(),
        }
      case 'GetAccountPasswordPolicy':
        if (passwordPolicy === null)
          throw new Refusal('NoSuchEntity', 'The Password Policy with domain name cannot be found.', 404)
        return { PasswordPolicy: passwordPolicy }
      case 'GetAccountSummary':
        return { SummaryMap: new Map([['AccountMFAEnabled', 1]]) }
      case 'ListVirtualMFADevices':
        return { VirtualMFADevices: [], IsTruncated: false }
      case 'ListServerCertificates':
        return { ServerCertificateMetadataList: [], IsTruncated: false }
      case 'ListSAMLProviders':
        return { SAMLProviderList: [] }
      default:
        throw new Refusal('InvalidAction', `iam has no ${operation} here`)
    }
  }

  /** JSON of the other two; null: they have no such operation here. */
  json(service: string, operation: string, body: Buffer): Reply | null {
    if (service !== 'organizations' && service !== 'access-analyzer') return null
    const input = JSON.parse(body.toString() || '{}') as Readonly<Record<string, string | undefined>>
    const found =
      service === 'organizations' ? this.#ofOrganization(operation, input) : this.#ofAnalyzer(operation, input)
    if (found === null) return null
    return { status: 200, headers: { 'content-type': 'application/x-amz-json-1.1' }, body: JSON.stringify(found) }
  }

  #ofOrganization(operation: string, { ParentId, Filter, PolicyId }: Readonly<Record<string, string | undefined>>) {
    const { organization } = this.state
    if (organization === null)
      throw new Refusal('AWSOrganizationsNotInUseException', 'Your account is not a member of an organization.')
    const { about, roots, units, accounts, policies } = organization
    const one = policies.find(({ PolicySummary }) => PolicySummary.Id === PolicyId)
    const below = (all: readonly { readonly ParentId: string }[]) =>
      all.filter((each) => each.ParentId === ParentId).map(({ ParentId: _, ...rest }) => rest)
    switch (operation) {
      case 'DescribeOrganization':
        return { Organization: about }
      case 'ListRoots':
        return { Roots: roots }
      case 'ListOrganizationalUnitsForParent':
        return { OrganizationalUnits: below(units) }
      case 'ListAccountsForParent':
        return { Accounts: below(accounts) }
      case 'ListPolicies':
        return {
          Policies: policies.map(({ PolicySummary }) => PolicySummary).filter(({ Type }) => Type === Filter),
        }
      case 'DescribePolicy':
        return { Policy: { PolicySummary: one?.PolicySummary, Content: one?.Content } }
      case 'ListTargetsForPolicy':
        return { Targets: one?.Targets ?? [] }
      case 'ListDelegatedAdministrators':
        return { DelegatedAdministrators: [] }
      default:
        return null
    }
  }

  #ofAnalyzer(operation: string, { analyzerArn }: Readonly<Record<string, string | undefined>>) {
    const { analyzers } = this.state
    if (operation === 'ListAnalyzers') return { analyzers: analyzers.map(({ findings: _, ...rest }) => rest) }
    if (operation === 'ListFindings')
      return { findings: analyzers.find(({ arn }) => arn === analyzerArn)?.findings ?? [] }
    return null
  }
}
