import { Problem } from '../../shared/problem.ts'
import type { Trouble } from './source.ts'

/** What AWS answered instead of what it was asked for, as far as a program can tell. */
export interface AwsProblem {
  readonly code: string
  readonly status: number | null
  readonly message: string
  /** What would have been needed, when it was refused: `kms:Decrypt`. */
  readonly permission: string | null
  /** Where the bucket really is. */
  readonly region: string | null
}

/** Reads an error of the SDK. `operation`: the command that failed, for refusals that do not name a permission. */
export function awsProblem(error: unknown, operation: string): AwsProblem {
  const e = error as {
    name?: string
    code?: string
    Code?: string
    message?: string
    $metadata?: { httpStatusCode?: number }
    $response?: { headers?: Record<string, string> }
    Region?: string
  }
  const code = [e?.name, e?.Code, e?.code].find((name) => name && name !== 'Error') ?? 'Error'
  const status = e?.$metadata?.httpStatusCode ?? null
  const message = (e?.message ?? String(error)).replace(ofProgrammers, '')
  const refused = /AccessDenied|Unauthorized|Forbidden|AuthorizationError|NotAuthorized/i.test(code) || status === 403
  return {
    code,
    status,
    message,
    permission: refused && !isAboutKeys(code) ? permissionOf(message, operation) : null,
    region: e?.$response?.headers?.['x-amz-bucket-region'] ?? e?.Region ?? null,
  }
}

/** What the SDK adds for whoever debugs a program. */
const ofProgrammers = /\s*Deserialization error: to see the raw response, .*$/s

/** One sentence about it, for people: what was asked, what came back, and what would mend it. */
export function explain(error: unknown, operation: string, target: string): string {
  const { code, status, message, permission } = awsProblem(error, operation)
  if (permission !== null) {
    const key = permission.startsWith('kms:') ? ' on the key that encrypts it' : ''
    return `not permitted: ${target} needs ${permission}${key} (AWS: ${oneLine(message)})`
  }
  // Our own, such as a question that nobody answered, is a sentence already.
  if (error instanceof Problem) return `${target}: ${message}`
  const known = sentences[code]
  return known
    ? `${target}: ${known}`
    : `${target}: ${code}${status === null ? '' : ` (${status})`}: ${oneLine(message)}`
}

const sentences: Readonly<Record<string, string>> = {
  NoSuchBucket: 'there is no bucket of this name',
  NoSuchKey: 'the object is not there (any more)',
  QueueDoesNotExist: 'there is no such queue in this account and region',
  'AWS.SimpleQueueService.NonExistentQueue': 'there is no such queue in this account and region',
  ExpiredToken: 'the session has expired; sign in again (aws sso login, or a new MFA code)',
  ExpiredTokenException: 'the session has expired; sign in again (aws sso login, or a new MFA code)',
  InvalidAccessKeyId: 'AWS does not know this access key',
  SignatureDoesNotMatch: 'the secret access key does not belong to this access key',
  InvalidObjectState: 'the object is archived (Glacier) and must be restored before it can be read',
}

/** What to do about an error of a download. */
export function judgeDownload(error: unknown): Trouble {
  const { code, status, permission, message } = awsProblem(error, 'GetObject')
  const reason = permission === null ? `${code}: ${oneLine(message)}` : explain(error, 'GetObject', 'reading it')
  if (
    /^(SlowDown|Throttling|ThrottlingException|RequestLimitExceeded|TooManyRequests|ServiceUnavailable)$/.test(code) ||
    status === 503 ||
    status === 429
  )
    return { what: 'slow', reason }
  if (code === 'PreconditionFailed' || status === 412 || code === 'InvalidRange' || status === 416)
    return { what: 'changed', reason: 'it was replaced while it was read' }
  if (code === 'OtherPart') return { what: 'changed', reason: message }
  if (
    isNetwork(code, error) ||
    hasExpired(error) ||
    code === 'RequestTimeTooSkewed' ||
    code === 'RequestTimeout' ||
    (status !== null && status >= 500)
  )
    return { what: 'again', reason }
  return { what: 'fail', reason: sentences[code] ?? reason }
}

/** Whether AWS says that the session has ended: the same with new credentials may work. */
export function hasExpired(error: unknown): boolean {
  return /Expired|^TokenRefreshRequired$/.test(awsProblem(error, '').code)
}

/** Whether AWS does not take these credentials at all. */
export function doubtsKeys(error: unknown): boolean {
  const { code } = awsProblem(error, '')
  return isAboutKeys(code) && code !== 'RequestTimeTooSkewed'
}

function isNetwork(code: string, error: unknown): boolean {
  const system = (error as { code?: string })?.code ?? ''
  return (
    /^(ECONNRESET|ECONNREFUSED|ETIMEDOUT|EPIPE|EAI_AGAIN|ENETUNREACH|EHOSTUNREACH|ERR_STREAM_PREMATURE_CLOSE)$/.test(
      system,
    ) ||
    /^(TimeoutError|NetworkingError|AbortError)$/.test(code) ||
    /aborted|socket hang up/i.test(String((error as Error)?.message ?? ''))
  )
}

function isAboutKeys(code: string): boolean {
  return /^(InvalidAccessKeyId|SignatureDoesNotMatch|RequestTimeTooSkewed|Expired|InvalidClientTokenId|UnrecognizedClient|InvalidToken|MissingAuthenticationToken)/.test(
    code,
  )
}

/** AWS names the action where it can; S3 often says no more than "Access Denied". */
function permissionOf(message: string, operation: string): string | null {
  const named = /not authorized to perform:? ([a-z0-9-]+:\w+)/i.exec(message)?.[1]
  // SQS writes them in small letters.
  if (named) return Object.values(permissions).find((one) => one.toLowerCase() === named.toLowerCase()) ?? named
  if (/\bkms\b/i.test(message)) return 'kms:Decrypt'
  return permissions[operation] ?? null
}

const permissions: Readonly<Record<string, string>> = {
  GetObject: 's3:GetObject',
  GetObjectVersion: 's3:GetObjectVersion',
  DeleteObject: 's3:DeleteObject',
  HeadBucket: 's3:ListBucket',
  HeadObject: 's3:GetObject',
  ListObjectsV2: 's3:ListBucket',
  ListObjectVersions: 's3:ListBucketVersions',
  GetBucketVersioning: 's3:GetBucketVersioning',
  GetBucketLifecycleConfiguration: 's3:GetLifecycleConfiguration',
  GetQueueUrl: 'sqs:GetQueueUrl',
  GetQueueAttributes: 'sqs:GetQueueAttributes',
  ReceiveMessage: 'sqs:ReceiveMessage',
  DeleteMessage: 'sqs:DeleteMessage',
  DeleteMessageBatch: 'sqs:DeleteMessage',
  ChangeMessageVisibilityBatch: 'sqs:ChangeMessageVisibility',
  AssumeRole: 'sts:AssumeRole',
  LookupEvents: 'cloudtrail:LookupEvents',
  ListPublicKeys: 'cloudtrail:ListPublicKeys',
  ListDetectors: 'guardduty:ListDetectors',
  ListFindings: 'guardduty:ListFindings',
  GetFindings: 'guardduty:GetFindings',
}

export function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').slice(0, 500)
}
