/** What a test says to the AWS of this machine, and what it hears back. `startFakeAws` in index.ts builds one. */
export interface FakeAws {
  /** Endpoint of every service, on 127.0.0.1; S3 in path style. */
  readonly url: string
  /** Account that owns buckets, queues and roles unless said otherwise. */
  readonly account: string
  /** A user without limits, for the test itself. */
  readonly admin: Keys
  /** Every user by name. */
  readonly users: ReadonlyMap<string, Keys>
  /** Adds a user with keys. Without a policy everything is allowed; without an account it is of the owner's. */
  user(
    name: string,
    options?: { readonly policy?: PolicyDocument; readonly account?: string; readonly mfaCode?: string },
  ): Keys
  /** Adds a role (or replaces it) and answers its ARN. */
  role(name: string, options: RoleOptions): string
  /** A session of a role, as a machine gets it that runs with it. */
  session(role: string): Session
  bucket(name: string, options?: BucketOptions): void
  /** Stores an object as its owner would; announces it where the bucket notifies. */
  put(bucket: string, key: string, bytes: Uint8Array | string, options?: PutOptions): Promise<Stored>
  /** Deletes an object: for good, or with a delete marker where the bucket keeps versions. */
  remove(bucket: string, key: string): void
  /** Keys that a listing would show now, in its order. */
  keys(bucket: string): readonly string[]
  queue(name: string, options?: QueueOptions): Promise<FakeQueue>
  /** The body of a notification about objects, for sending by hand. */
  announcement(shape: Shape, objects: readonly Announced[]): string
  readonly trail: { readonly publicKeys: PublicKey[]; readonly events: LookedUp[] }
  /** Findings by region, as the service's own API spells them. A region without an entry has no detector. */
  readonly findings: Readonly<Record<'guardduty' | 'macie' | 'securityhub', Map<string, readonly Finding[]>>>
  /** Identities of the account, and what stands around them. */
  readonly identities: AccountState
  /** What carries policies beside buckets and queues. */
  readonly resources: Resources
  readonly faults: Faults
  /** Its clock runs ahead of this machine's by so many milliseconds. */
  readonly clock: { offsetMs: number }
  /** Every request in the order of arrival. */
  readonly log: LogEntry[]
  /** From now on every role session is expired, whatever its holder believes. */
  expireSessions(): void
  stop(): Promise<void>
}

/** What IAM, Organizations and Access Analyzer tell. */
export interface AccountState {
  /** Pages of GetAccountAuthorizationDetails; documents as URL-encoded JSON. */
  details: readonly Readonly<Record<string, unknown>>[]
  /** The credential report as CSV. */
  report: string
  passwordPolicy: Readonly<Record<string, unknown>> | null
  organization: {
    readonly about: object
    readonly roots: readonly object[]
    readonly units: readonly { readonly ParentId: string }[]
    readonly accounts: readonly { readonly ParentId: string }[]
    readonly policies: readonly {
      readonly PolicySummary: { readonly Id: string; readonly Type: string }
      readonly Content: string
      readonly Targets: readonly object[]
    }[]
  } | null
  analyzers: readonly { readonly arn: string; readonly findings: readonly object[] }[]
}

/** Each lies in the region of its ARN; policies are JSON text, null where there is none. */
export interface Resources {
  keys: readonly { readonly arn: string; readonly policy: string; readonly grants?: readonly object[] }[]
  topics: readonly WithPolicy[]
  functions: readonly (WithPolicy & {
    readonly role: string
    readonly layers?: readonly string[]
    /** Policies of aliases, by name. */
    readonly aliases?: Readonly<Record<string, string | null>>
    /** AuthType of its address, where it has one. */
    readonly url?: 'NONE' | 'AWS_IAM'
  })[]
  /** Policies of the versions, from 1. */
  layers: readonly { readonly arn: string; readonly versions: readonly (string | null)[] }[]
  secrets: readonly WithPolicy[]
  repositories: readonly WithPolicy[]
  accessPoints: readonly (WithPolicy & {
    readonly bucket: string
    readonly publicAccessBlock: Readonly<Record<string, boolean>>
  })[]
  /** Of the account. */
  publicAccessBlock: Readonly<Record<string, boolean>> | null
}

interface WithPolicy {
  readonly arn: string
  readonly policy: string | null
}

export interface Keys {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly arn: string
}

export interface Session {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken: string
  readonly expiration: Date
}

/** An IAM policy as JSON: Allow and Deny, wildcards, and the conditions that policy.ts lists. */
export interface PolicyDocument {
  readonly Version?: string
  readonly Statement: readonly Statement[]
}

export interface Statement {
  readonly Sid?: string
  readonly Effect: 'Allow' | 'Deny'
  readonly Principal?: '*' | Readonly<Record<string, string | readonly string[]>>
  readonly Action: string | readonly string[]
  readonly Resource?: string | readonly string[]
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>
}

export interface RoleOptions {
  readonly trust: PolicyDocument
  /** Without one the session may do everything. */
  readonly policy?: PolicyDocument
  readonly maxSeconds?: number
  readonly account?: string
  /** Tokens of a web identity provider that this role accepts. */
  readonly webIdentityTokens?: readonly string[]
  /** Tokens of people who have signed in at the SSO portal and may have this role. */
  readonly portalTokens?: readonly string[]
}

export interface BucketOptions {
  readonly region?: string
  readonly owner?: string
  readonly versioning?: boolean
  readonly requesterPays?: boolean
  readonly lifecycle?: readonly { readonly prefix: string; readonly expireDays: number }[]
  readonly notify?: readonly Notify[]
  /** Bucket policy as JSON, and its public access block. */
  readonly policy?: string
  readonly publicAccessBlock?: Readonly<Record<string, boolean>>
  /** How a request signed for another region is answered: S3 does either, by endpoint. */
  readonly wrongRegion?: 'redirect' | 'malformed'
}

export interface Notify {
  readonly queue: string
  readonly shape: Shape
  readonly prefix?: string
}

/** Bodies that announce objects; `-in-sns` is the same inside the envelope of an SNS topic. */
export type Shape = 'security-lake' | 'eventbridge' | 's3' | 'security-lake-in-sns' | 'eventbridge-in-sns' | 's3-in-sns'

export interface Announced {
  readonly bucket: string
  readonly key: string
  readonly bytes: number
  readonly etag: string
  readonly region: string
  readonly versionId: string | null
}

export interface PutOptions {
  /** User metadata, without the `x-amz-meta-` of the header. */
  readonly metadata?: Readonly<Record<string, string>>
  readonly contentType?: string
  readonly contentEncoding?: string
  readonly modifiedAt?: Date
  readonly storageClass?: string
  /** ARN of the KMS key it is encrypted with: readers need kms:Decrypt on it. */
  readonly kmsKey?: string
  /** Keep a SHA-256 that S3 gives out to readers who ask for checksums. */
  readonly checksum?: boolean
  /** Say nothing to the queue. */
  readonly silent?: boolean
}

export interface Stored {
  readonly etag: string
  readonly versionId: string | null
}

export interface QueueOptions {
  readonly region?: string
  readonly account?: string
  readonly visibilitySeconds?: number
  /** After so many receipts a message goes to that queue. */
  readonly deadLetter?: { readonly queue: FakeQueue; readonly after: number }
}

export interface FakeQueue {
  readonly name: string
  readonly url: string
  readonly arn: string
  send(body: string): Promise<void>
  /** Messages still in the queue, hidden ones too. */
  bodies(): Promise<readonly string[]>
  /** As if the time had passed for which messages are hidden from others. */
  lapse(): Promise<void>
}

export interface PublicKey {
  /** Base64 of the DER of an RSA key (PKCS #1). */
  readonly value: string
  readonly fingerprint: string
  readonly from: Date
  readonly to: Date
}

export interface LookedUp {
  readonly at: Date
  readonly region: string
  /** The CloudTrail record as JSON text. */
  readonly record: string
}

export type Finding = Readonly<Record<string, unknown>>

export interface Faults {
  add(fault: Fault): void
  clear(): void
}

/** Something that goes wrong with the next matching requests. */
export type Fault = FaultTarget &
  (
    | { readonly kind: 'error'; readonly status: number; readonly code: string; readonly message?: string }
    | { readonly kind: 'slow-down' | 'reset' | 'hang' | 'flip' | 'expire' }
    /** Waits before it answers. */
    | { readonly kind: 'delay'; readonly ms: number }
    /** Sends the first `at` bytes of the body (half of it unless said) and then closes, or says nothing more. */
    | { readonly kind: 'cut' | 'stall'; readonly at?: number }
    /** Sends the body in pieces of `bytes` every `ms`. */
    | { readonly kind: 'drip'; readonly bytes: number; readonly ms: number }
  )

export interface FaultTarget {
  /** IAM action or API operation, `*` allowed: `s3:GetObject`, `ListObjects*`. */
  readonly action?: string
  readonly key?: RegExp
  /** How many requests it hits; 1 unless said. */
  readonly times?: number
  /** How many matching requests it lets pass first. */
  readonly after?: number
}

export interface LogEntry {
  readonly at: Date
  readonly method: string
  readonly service: string
  readonly region: string
  /** API operation, such as ListObjectsV2. */
  operation: string
  /** IAM permission that it needs, such as s3:ListBucket. */
  action: string
  readonly bucket: string | null
  readonly key: string | null
  readonly versionId: string | null
  readonly range: string | null
  /** ARN of the caller, null while unknown. */
  identity: string | null
  status: number
  fault: Fault['kind'] | null
}
