import type { ExternalFinding, IamSeverity } from '../../../../shared/iam.ts'
import { isObject } from '../../policy/document.ts'

type Fields = Readonly<Record<string, unknown>>

/** Findings of IAM Access Analyzer, of both versions of its API: list-findings, list-findings-v2, get-finding(-v2). */
export function readAnalyzerFindings(given: Fields): readonly ExternalFinding[] {
  const { findings, finding } = given
  const list = Array.isArray(findings) ? findings : isObject(finding) ? [finding] : [given]
  return list.filter(isObject).map(read)
}

function read(given: Fields): ExternalFinding {
  const kind = text(given.findingType) || 'ExternalAccess'
  const isPublic = given.isPublic === true
  const status = text(given.status)
  const actions = Array.isArray(given.action) ? given.action.map(String).join(', ') : ''
  const principal = isObject(given.principal) ? Object.values(given.principal).map(String).join(', ') : ''
  const details = Array.isArray(given.findingDetails) ? JSON.stringify(given.findingDetails) : ''
  return {
    source: 'IAM Access Analyzer',
    check: kind,
    title: isPublic ? 'Open to everybody' : (titles[kind] ?? kind),
    severity: isPublic ? 'high' : (severities[kind] ?? 'info'),
    status: status === 'ACTIVE' ? 'fail' : status === 'RESOLVED' ? 'pass' : 'other',
    account: text(given.resourceOwnerAccount),
    resource: text(given.resource),
    text: [principal, actions, text(given.error), details].filter((each) => each !== '').join(': '),
    time: text(given.updatedAt) || text(given.analyzedAt) || null,
    ours: [],
  }
}

const titles: Readonly<Record<string, string>> = {
  ExternalAccess: 'Open to somebody outside',
  InternalAccess: 'Open to somebody inside',
  UnusedIAMRole: 'Role that is not used',
  UnusedIAMUserAccessKey: 'Access key that is not used',
  UnusedIAMUserPassword: 'Password that is not used',
  UnusedPermission: 'Rights that are not used',
}

const severities: Readonly<Record<string, IamSeverity>> = { ExternalAccess: 'medium', UnusedIAMUserAccessKey: 'medium' }

function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
