import type { Credentials, Source, SourceKind } from '../../../shared/source.ts'

/** A source while a person writes it: every field of every kind as text or a switch, so that changing the kind loses nothing. */
export interface Draft {
  readonly kind: SourceKind
  readonly name: string
  readonly bucket: string
  readonly layout: string
  readonly path: string
  readonly pathSuffix: string
  readonly queue: string
  readonly visibility: string
  readonly acknowledge: boolean
  readonly accounts: string
  readonly organizations: string
  readonly regions: string
  readonly lakeSources: string
  readonly from: string
  readonly until: string
  readonly lookBackDays: string
  readonly keyPattern: string
  readonly versions: boolean
  readonly digests: boolean
  readonly deleteAfter: boolean
  readonly credentials: Credentials['kind']
  readonly profile: string
  readonly ssoStartUrl: string
  readonly ssoRegion: string
  readonly ssoAccount: string
  readonly ssoRole: string
  readonly tokenFile: string
  readonly tokenRole: string
  readonly accessKeyId: string
  readonly roles: readonly RoleDraft[]
  readonly region: string
  readonly endpoint: string
  readonly stsEndpoint: string
  readonly serviceEndpoint: string
  readonly pathStyle: boolean
  readonly fips: boolean
  readonly dualStack: boolean
  readonly requesterPays: boolean
  readonly skipOnError: boolean
  readonly disabled: boolean
  readonly everyMinutes: string
  readonly runOnStart: boolean
}

export interface RoleDraft {
  readonly arn: string
  readonly externalId: string
  readonly sessionName: string
  readonly duration: string
  readonly mfaSerial: string
}

/** Fields of a draft that are text. */
export type TextField = { [K in keyof Draft]: string extends Draft[K] ? K : never }[keyof Draft]
/** Fields of a draft that are switches. */
export type SwitchField = { [K in keyof Draft]: Draft[K] extends boolean ? K : never }[keyof Draft]

export const newRole: RoleDraft = { arn: '', externalId: '', sessionName: 'coldtrail', duration: '3600', mfaSerial: '' }

/** An empty source of a kind. */
export function newDraft(kind: SourceKind): Draft {
  return {
    kind,
    name: '',
    bucket: '',
    layout: 'cloudtrail',
    path: '',
    pathSuffix: '',
    queue: '',
    visibility: '300',
    acknowledge: false,
    accounts: '',
    organizations: '',
    regions: '',
    lakeSources: '',
    from: '',
    until: '',
    lookBackDays: '1',
    keyPattern: '',
    versions: true,
    digests: true,
    deleteAfter: false,
    credentials: 'default',
    profile: '',
    ssoStartUrl: '',
    ssoRegion: '',
    ssoAccount: '',
    ssoRole: '',
    tokenFile: '',
    tokenRole: '',
    accessKeyId: '',
    roles: [],
    region: '',
    endpoint: '',
    stsEndpoint: '',
    serviceEndpoint: '',
    pathStyle: false,
    fips: false,
    dualStack: false,
    requesterPays: false,
    skipOnError: true,
    disabled: false,
    everyMinutes: '',
    runOnStart: false,
  }
}

/** A saved source, for changing it. */
export function draftOf(source: Source): Draft {
  const { access, kind, ...own } = source
  const { credentials, roles, ...way } = access
  const texts = Object.entries({ ...own, ...way }).map(([name, value]) => [
    name,
    typeof value === 'boolean' ? value : Array.isArray(value) ? value.join(', ') : value === null ? '' : String(value),
  ])
  return {
    ...newDraft(kind),
    ...Object.fromEntries(texts),
    ...credentialFields(credentials),
    credentials: credentials.kind,
    roles: roles.map(({ arn, externalId, sessionName, duration, mfaSerial }) => {
      return { arn, externalId: externalId ?? '', sessionName, duration: String(duration), mfaSerial: mfaSerial ?? '' }
    }),
  }
}

function credentialFields(credentials: Credentials): Partial<Draft> {
  if (credentials.kind === 'profile') return { profile: credentials.profile }
  if (credentials.kind === 'keys') return { accessKeyId: credentials.accessKeyId ?? '' }
  if (credentials.kind === 'web-identity') return { tokenFile: credentials.tokenFile, tokenRole: credentials.role }
  if (credentials.kind !== 'sso') return {}
  const { startUrl, region, account, role } = credentials
  return { ssoStartUrl: startUrl, ssoRegion: region, ssoAccount: account, ssoRole: role }
}

/** What is sent to be checked and saved: only what a source of the kind says. */
export function sourceOf(draft: Draft): Readonly<Record<string, unknown>> {
  const { kind } = draft
  return {
    kind,
    name: draft.name.trim(),
    access: accessOf(draft),
    skipOnError: draft.skipOnError,
    disabled: draft.disabled,
    everyMinutes: numberOrNull(draft.everyMinutes),
    runOnStart: draft.runOnStart,
    ...ownOf(draft),
  }
}

function ownOf(draft: Draft): Readonly<Record<string, unknown>> {
  const days = { from: orNull(draft.from), until: orNull(draft.until) }
  const regions = listOf(draft.regions)
  const listed = {
    bucket: draft.bucket.trim(),
    accounts: listOf(draft.accounts),
    regions,
    ...days,
    lookBackDays: numberOrNull(draft.lookBackDays),
    keyPattern: orNull(draft.keyPattern),
  }
  switch (draft.kind) {
    case 's3-bucket': {
      const { layout, versions, digests, deleteAfter } = draft
      const organizations = listOf(draft.organizations)
      const [path, pathSuffix] = [draft.path.trim(), draft.pathSuffix.trim()]
      return { ...listed, layout, path, pathSuffix, organizations, versions, digests, deleteAfter }
    }
    case 'security-lake-listing':
      return { ...listed, lakeSources: listOf(draft.lakeSources) }
    case 'security-lake-queue':
    case 'sqs-notifications':
      return {
        queue: draft.queue.trim(),
        acknowledge: draft.acknowledge,
        visibility: numberOrNull(draft.visibility),
      }
    case 'api-iam':
      return { regions }
    default:
      return { regions, ...days }
  }
}

function accessOf(draft: Draft): Readonly<Record<string, unknown>> {
  const { pathStyle, fips, dualStack, requesterPays } = draft
  return {
    credentials: credentialsOf(draft),
    roles: draft.roles.map(({ arn, externalId, sessionName, duration, mfaSerial }) => ({
      arn: arn.trim(),
      externalId: orNull(externalId),
      sessionName: sessionName.trim(),
      duration: numberOrNull(duration),
      mfaSerial: orNull(mfaSerial),
    })),
    region: orNull(draft.region),
    endpoint: orNull(draft.endpoint),
    stsEndpoint: orNull(draft.stsEndpoint),
    serviceEndpoint: orNull(draft.serviceEndpoint),
    pathStyle,
    fips,
    dualStack,
    requesterPays,
  }
}

function credentialsOf(draft: Draft): Readonly<Record<string, unknown>> {
  const kind = draft.credentials
  switch (kind) {
    case 'profile':
      return { kind, profile: draft.profile.trim() }
    case 'sso': {
      const [startUrl, region] = [draft.ssoStartUrl.trim(), draft.ssoRegion.trim()]
      return { kind, startUrl, region, account: draft.ssoAccount.trim(), role: draft.ssoRole.trim() }
    }
    case 'web-identity':
      return { kind, tokenFile: draft.tokenFile.trim(), role: draft.tokenRole.trim() }
    case 'keys':
      return { kind, accessKeyId: orNull(draft.accessKeyId) }
    default:
      return { kind }
  }
}

const orNull = (text: string) => text.trim() || null
/** Values apart by commas, spaces or lines, as they come out of a spreadsheet or a ticket. */
const listOf = (text: string) => text.split(/[\s,;]+/).filter((part) => part !== '')

/** A text that is no number stays one, so that the check says so. */
function numberOrNull(text: string): number | string | null {
  const trimmed = text.trim()
  if (trimmed === '') return null
  return /^-?\d+(\.\d+)?$/.test(trimmed) ? Number(trimmed) : trimmed
}
