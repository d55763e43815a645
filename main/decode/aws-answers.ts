import type { Format } from './format.ts'

const holders = [
  'PasswordPolicy',
  'SummaryMap',
  'VirtualMFADevices',
  'ServerCertificateMetadataList',
  'SAMLProviderList',
  'analyzers',
  'DelegatedAdministrators',
  'EnabledFeatures',
  'Grants',
  'FunctionUrl',
  'FunctionUrlConfigs',
  'Functions',
  'AccessPointArn',
  'Images',
  'CreateVolumePermissions',
  'DBSnapshotAttributesResult',
]

/** Answers of AWS commands that say how an account protects itself, and what it shares. They hold no events. */
export const awsAnswers: Format = {
  id: 'aws-answers',
  title: 'AWS account settings',
  idField: null,
  eventless: true,
  matches: ({ names }) => names.size <= 10 && holders.some((name) => names.has(name)),
  columns: {},
  select: {},
}
