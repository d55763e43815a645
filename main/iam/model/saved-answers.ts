import { isObject } from '../policy/document.ts'
import type { Item } from './inventory.ts'
import { arnIn } from './resource-policy.ts'

type Fields = Readonly<Record<string, unknown>>

/** What answers of commands say of accounts and sharing, as items of AWS Config would; null where they say nothing of it. */
export function readAnswer(given: Fields, name: string): readonly Item[] | null {
  const account = /(?<!\d)\d{12}(?!\d)/.exec(name)?.[0] ?? ''
  const item = (type: string, arn: string, facts: unknown): Item => ({
    type,
    arn,
    account: /^\d{12}$/.test(arn.split(':')[4] ?? '') ? (arn.split(':')[4] ?? '') : account,
    at: null,
    facts: isObject(facts) ? facts : {},
  })
  for (const [field, [type, id]] of Object.entries(lists)) {
    const list = given[field]
    if (!Array.isArray(list)) continue
    const all = list.filter(isObject).map((each) => item(type, text(each[id]) ?? `${type} ${account}`, each))
    return [item(`${type}s`, `${type} ${account}`, { count: all.length }), ...all]
  }
  for (const [field, type] of Object.entries(objects))
    if (isObject(given[field])) return [item(type, `${type} ${account}`, given[field])]
  if (Array.isArray(given.EnabledFeatures))
    return [item('AWS::Organizations::Features', 'AWS::Organizations::Features', given)]
  if (typeof given.AccessPointArn === 'string') return [item('AWS::S3::AccessPoint', given.AccessPointArn, given)]
  const bucket = arnIn(name)
  if (isObject(given.PublicAccessBlockConfiguration) || given.PublicAccessBlockConfiguration === null) {
    // Null is what `iam collect` saves where nobody ever set one: all of it is off.
    const PublicAccessBlockConfiguration = given.PublicAccessBlockConfiguration ?? {}
    if (bucket !== null) return [item('AWS::S3::Bucket', bucket, { PublicAccessBlockConfiguration })]
    return [item('AWS::S3::AccountPublicAccessBlock', account, PublicAccessBlockConfiguration)]
  }
  if (Array.isArray(given.Grants) && isObject(given.Owner)) {
    if (bucket === null)
      throw new Error('the access list does not say of which bucket it is: put the ARN into the name of the file')
    return [item('AWS::S3::Bucket', bucket, { AccessControlList: given })]
  }
  if (typeof given.FunctionUrl === 'string')
    return [item('AWS::Lambda::Url', text(given.FunctionArn) ?? given.FunctionUrl, given)]
  if (Array.isArray(given.CreateVolumePermissions))
    return [item('AWS::EC2::Snapshot', text(given.SnapshotId) ?? 'snapshot', given)]
  if (isObject(given.DBSnapshotAttributesResult))
    return [
      item(
        'AWS::RDS::DBSnapshot',
        text(given.DBSnapshotAttributesResult.DBSnapshotIdentifier) ?? 'snapshot',
        given.DBSnapshotAttributesResult,
      ),
    ]
  return null
}

/** Fields that hold a list, the type of what is in it, and which of its fields names it. */
const lists: Readonly<Record<string, readonly [string, string]>> = {
  VirtualMFADevices: ['AWS::IAM::VirtualMFADevice', 'SerialNumber'],
  ServerCertificateMetadataList: ['AWS::IAM::ServerCertificate', 'Arn'],
  SAMLProviderList: ['AWS::IAM::SAMLProvider', 'Arn'],
  analyzers: ['AWS::AccessAnalyzer::Analyzer', 'arn'],
  DelegatedAdministrators: ['AWS::Organizations::DelegatedAdministrator', 'Arn'],
  Images: ['AWS::EC2::Image', 'ImageId'],
  Functions: ['AWS::Lambda::Function', 'FunctionArn'],
  FunctionUrlConfigs: ['AWS::Lambda::Url', 'FunctionArn'],
}

const objects: Readonly<Record<string, string>> = {
  PasswordPolicy: 'AWS::IAM::AccountPasswordPolicy',
  SummaryMap: 'AWS::IAM::AccountSummary',
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}
