import * as z from 'zod'

/**
 * Where logs are collected from, as it is kept in the case, exported as YAML and sent through a door. No secret has a
 * place here: keys, MFA codes and session tokens are asked for when they are needed (shared/question.ts).
 */
const text = (most: number) => z.string().min(1).max(most)
const day = z.iso.date()
const account = z.string().regex(/^\d{12}$/, 'an AWS account id has 12 digits')
/** By shape only: new regions and other partitions (us-gov-west-1, cn-north-1, us-iso-east-1) need no release of ours. */
const region = z.string().regex(/^[a-z]{2,4}(-[a-z]+)+-\d{1,2}$/, 'a region looks like eu-west-1')
/** A host or a URL; without a scheme https is meant. */
const endpoint = z
  .string()
  .max(2048)
  .regex(
    /^(https?:\/\/)?[\w.-]+(:\d{1,5})?(\/[\w./-]*)?$/,
    'an endpoint is a host or a URL, such as https://vpce-1.s3.eu-west-1.vpce.amazonaws.com',
  )
const arn = z
  .string()
  .regex(/^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/, 'a role looks like arn:aws:iam::111122223333:role/name')

/** A role to assume with the credentials before it; several are a chain. */
const role = z.strictObject({
  arn,
  externalId: z
    .string()
    .regex(/^[\w+=,.@:/-]{2,1224}$/, 'an external id has 2 to 1224 letters, digits and + = , . @ : / -')
    .nullable()
    .default(null),
  sessionName: z
    .string()
    .regex(/^[\w+=,.@-]{2,64}$/, 'a session name has 2 to 64 letters, digits and + = , . @ -')
    .default('coldtrail'),
  /** Seconds; a role that another role assumes gets 3,600 at most. */
  duration: z.int().min(900).max(43_200).default(3600),
  /** Serial number or ARN of the MFA device: then its code is asked for. */
  mfaSerial: text(256).nullable().default(null),
})
export type Role = z.infer<typeof role>

/** Where the first credentials come from; what is behind them stays where every AWS tool keeps it. */
const credentials = z.discriminatedUnion('kind', [
  /** Whatever the AWS SDK finds: environment, SSO, profile `default`, web identity, container, instance. */
  z.strictObject({ kind: z.literal('default') }),
  z.strictObject({ kind: z.literal('profile'), profile: text(200) }),
  z.strictObject({ kind: z.literal('environment') }),
  z.strictObject({
    kind: z.literal('sso'),
    startUrl: z.url().max(2048),
    region,
    account,
    role: text(200),
  }),
  z.strictObject({ kind: z.literal('web-identity'), tokenFile: text(4096), role: arn }),
  /** Of the EC2 instance or the container that Coldtrail runs on. */
  z.strictObject({ kind: z.literal('instance') }),
  /** Typed in by the person; only the id, which is no secret, may be remembered. */
  z.strictObject({
    kind: z.literal('keys'),
    accessKeyId: z
      .string()
      .regex(/^\w{4,128}$/, 'an access key id looks like AKIAIOSFODNN7EXAMPLE')
      .nullable()
      .default(null),
  }),
])
export type Credentials = z.infer<typeof credentials>

/** Who asks, and which way. */
export const Access = z.strictObject({
  credentials: credentials.default({ kind: 'default' }),
  roles: z.array(role).max(5).default([]),
  region: region.nullable().default(null),
  /** Of S3; a VPC endpoint or an S3-compatible store. */
  endpoint: endpoint.nullable().default(null),
  stsEndpoint: endpoint.nullable().default(null),
  /** Of SQS, CloudTrail, GuardDuty, Macie, Security Hub, IAM and Organizations. */
  serviceEndpoint: endpoint.nullable().default(null),
  pathStyle: z.boolean().default(false),
  fips: z.boolean().default(false),
  dualStack: z.boolean().default(false),
  requesterPays: z.boolean().default(false),
})
export type Access = z.infer<typeof Access>

/** What every source says. */
const common = {
  name: z
    .string()
    .regex(/^[\p{L}\p{N}][\p{L}\p{N} ._@/-]{0,99}$/u, 'a name has up to 100 letters, digits, spaces and . _ @ / -'),
  access: Access.default(Access.parse({})),
  /** An object that fails is listed and tried again next time; false also stops the run there. */
  skipOnError: z.boolean().default(true),
  disabled: z.boolean().default(false),
  /** Minutes between two runs in the background while the case is open; null: only when asked. */
  everyMinutes: z.int().min(1).max(525_600).nullable().default(null),
  /** Begin a run as soon as the case is opened. */
  runOnStart: z.boolean().default(false),
}

/** What of a bucket is wanted. Days are UTC days as they stand in the keys, both inclusive. */
const filters = {
  accounts: z.array(account).max(10_000).default([]),
  regions: z.array(region).max(100).default([]),
  from: day.nullable().default(null),
  until: day.nullable().default(null),
  /** Folders of this many days before `from` and after `until` are read too: logs are delivered late, and folders may follow another clock. */
  lookBackDays: z.int().min(0).max(400).default(1),
  /** Wildcards over the whole key: * any text, ? one character. */
  keyPattern: text(1024).nullable().default(null),
}
const bucketName = z
  .string()
  .regex(
    /^(?!xn--)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
    'a bucket name has 3 to 63 lower-case letters, digits, dots and dashes',
  )

export const bucketLayouts = [
  'cloudtrail',
  'guardduty',
  'macie',
  'config',
  'vpcflow',
  'elb',
  'waf',
  'server-access',
  'firehose',
  'any',
] as const
export type BucketLayout = (typeof bucketLayouts)[number]

const bucket = z.strictObject({
  kind: z.literal('s3-bucket'),
  ...common,
  bucket: bucketName,
  layout: z.enum(bucketLayouts),
  /** Folder before AWSLogs/, or of a delivery stream; without a leading slash. */
  path: z.string().max(1024).default(''),
  /** Folder between AWSLogs/ and the accounts. */
  pathSuffix: z.string().max(1024).default(''),
  organizations: z
    .array(z.string().regex(/^o-[a-z0-9]{3,32}$/, 'an organization id looks like o-a1b2c3d4e5'))
    .max(100)
    .default([]),
  ...filters,
  /** Collect noncurrent versions, and list delete markers: logs that somebody overwrote or deleted. */
  versions: z.boolean().default(true),
  /** Also the digest files and the public keys that prove CloudTrail logs. */
  digests: z.boolean().default(true),
  /** Delete an object once it is committed and its hash verified. Off unless the person turned it on and confirmed it. */
  deleteAfter: z.boolean().default(false),
})

const queue = {
  ...common,
  /** Name, URL or ARN. */
  queue: text(2048),
  /** Delete a message once its objects are committed. Off at first: other consumers of the queue would miss them. */
  acknowledge: z.boolean().default(false),
  /** Seconds a received message stays invisible to others; extended while work on it goes on. */
  visibility: z.int().min(30).max(43_200).default(300),
}

const api = {
  ...common,
  regions: z.array(region).max(100).default([]),
  from: day.nullable().default(null),
  until: day.nullable().default(null),
}

export const Source = z.discriminatedUnion('kind', [
  bucket,
  z.strictObject({ kind: z.literal('security-lake-queue'), ...queue }),
  z.strictObject({ kind: z.literal('sqs-notifications'), ...queue }),
  z.strictObject({
    kind: z.literal('security-lake-listing'),
    ...common,
    bucket: bucketName,
    /** Names as they stand in the keys: CLOUD_TRAIL_MGMT, ROUTE53, …; custom ones by their own name. Empty: all. */
    lakeSources: z.array(text(200)).max(200).default([]),
    ...filters,
  }),
  z.strictObject({ kind: z.literal('api-cloudtrail'), ...api }),
  z.strictObject({ kind: z.literal('api-guardduty'), ...api }),
  z.strictObject({ kind: z.literal('api-macie'), ...api }),
  z.strictObject({ kind: z.literal('api-securityhub'), ...api }),
  /** Identities and policies as they are when they are asked for; in `regions` also keys, functions, queues and what else has policies. */
  z.strictObject({ kind: z.literal('api-iam'), ...common, regions: z.array(region).max(100).default([]) }),
])
export type Source = z.infer<typeof Source>
export type SourceInput = z.input<typeof Source>
export type SourceKind = Source['kind']
export type SourceOf<K extends SourceKind> = Extract<Source, { kind: K }>
export type QueueSource = SourceOf<'security-lake-queue' | 'sqs-notifications'>
export type ApiSource = SourceOf<'api-cloudtrail' | 'api-guardduty' | 'api-macie' | 'api-securityhub'>
/** What the walk over a bucket needs. */
export type ListedSource = SourceOf<'s3-bucket' | 'security-lake-listing'>
