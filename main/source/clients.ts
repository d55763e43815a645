import { AccessAnalyzerClient } from '@aws-sdk/client-accessanalyzer'
import { CloudTrailClient } from '@aws-sdk/client-cloudtrail'
import { ECRClient } from '@aws-sdk/client-ecr'
import { GuardDutyClient } from '@aws-sdk/client-guardduty'
import { IAMClient } from '@aws-sdk/client-iam'
import { KMSClient } from '@aws-sdk/client-kms'
import { LambdaClient } from '@aws-sdk/client-lambda'
import { Macie2Client } from '@aws-sdk/client-macie2'
import { OrganizationsClient } from '@aws-sdk/client-organizations'
import { S3Client } from '@aws-sdk/client-s3'
import { S3ControlClient } from '@aws-sdk/client-s3-control'
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { SecurityHubClient } from '@aws-sdk/client-securityhub'
import { SNSClient } from '@aws-sdk/client-sns'
import { SQSClient } from '@aws-sdk/client-sqs'
import { STSClient } from '@aws-sdk/client-sts'
import type { Access } from '../../shared/source.ts'
import { asUrl, credentialsOf, homeRegion, type Renewable } from './credentials.ts'
import { beginCall, recordCalls } from './record-calls.ts'
import { Secrets } from './secrets.ts'
import type { Ground } from './source.ts'

/**
 * The SDK's clients of one source, made when they are needed, one a service and region. All of them share credentials
 * and connections that are kept open, and every answer they get is recorded.
 */
export class Clients {
  readonly secrets = new Secrets()
  readonly #access: Access
  readonly #ground: Ground
  readonly #credentials: Renewable
  #made = new Map<string, { destroy(): void }>()

  constructor(access: Access, ground: Ground) {
    this.#access = access
    this.#ground = ground
    this.#credentials = credentialsOf(access, ground, this.secrets)
  }

  get access(): Access {
    return this.#access
  }

  /** The region of the source, else the partition's first. */
  get region(): string {
    return this.#access.region ?? homeRegion(this.#access)
  }

  /** `patient` clients repeat a call by themselves; downloads do not, their pace is set by what they meet. */
  s3(region: string, patient: boolean): S3Client {
    const { endpoint, pathStyle } = this.#access
    return this.#one(`s3 ${region} ${patient}`, () => {
      const config = {
        ...this.#common(region, endpoint),
        forcePathStyle: pathStyle,
        maxAttempts: patient ? patientAttempts : 1,
        // We verify what S3 gives; a range has no checksum of its own.
        responseChecksumValidation: 'WHEN_REQUIRED' as const,
      }
      return new S3Client(config)
    })
  }

  sqs(region: string): SQSClient {
    return this.#service('sqs', region, SQSClient)
  }
  cloudtrail(region: string): CloudTrailClient {
    return this.#service('cloudtrail', region, CloudTrailClient)
  }
  guardduty(region: string): GuardDutyClient {
    return this.#service('guardduty', region, GuardDutyClient)
  }
  macie(region: string): Macie2Client {
    return this.#service('macie', region, Macie2Client)
  }
  securityhub(region: string): SecurityHubClient {
    return this.#service('securityhub', region, SecurityHubClient)
  }
  accessAnalyzer(region: string): AccessAnalyzerClient {
    return this.#service('access-analyzer', region, AccessAnalyzerClient)
  }
  ecr(region: string): ECRClient {
    return this.#service('ecr', region, ECRClient)
  }
  kms(region: string): KMSClient {
    return this.#service('kms', region, KMSClient)
  }
  lambda(region: string): LambdaClient {
    return this.#service('lambda', region, LambdaClient)
  }
  secretsManager(region: string): SecretsManagerClient {
    return this.#service('secretsmanager', region, SecretsManagerClient)
  }
  sns(region: string): SNSClient {
    return this.#service('sns', region, SNSClient)
  }
  /** It writes the account in front of the host, which is no name any more where an endpoint is an address. */
  s3Control(region: string): S3ControlClient {
    const { serviceEndpoint } = this.#access
    return this.#one(`s3-control ${region}`, () => {
      const config = { ...this.#common(region, serviceEndpoint), maxAttempts: patientAttempts }
      if (serviceEndpoint === null) return new S3ControlClient(config)
      const url = new URL(asUrl(serviceEndpoint))
      return new S3ControlClient({ ...config, endpointProvider: () => ({ url }) })
    })
  }
  iam(): IAMClient {
    return this.#service('iam', this.region, IAMClient)
  }
  organizations(): OrganizationsClient {
    return this.#service('organizations', this.region, OrganizationsClient)
  }
  sts(): STSClient {
    const { stsEndpoint } = this.#access
    return this.#one(
      'sts',
      () => new STSClient({ ...this.#common(this.region, stsEndpoint), maxAttempts: patientAttempts }),
    )
  }

  /** For a call that no client's layers see; tells the end of it to the audit log. */
  begin(operation: string, input: object): ReturnType<typeof beginCall> {
    return beginCall(this.#ground, this.secrets, operation, input as Readonly<Record<string, unknown>>)
  }

  /** After AWS has refused the session: new credentials, and clients that know of no old ones. */
  renew(): void {
    this.#credentials.renew()
    this.close()
  }

  close(): void {
    for (const client of this.#made.values()) client.destroy()
    this.#made = new Map()
  }

  #service<C extends { destroy(): void }>(name: string, region: string, Client: new (config: PatientConfig) => C): C {
    return this.#one(`${name} ${region}`, () => {
      const common = this.#common(region, this.#access.serviceEndpoint)
      return new Client({ ...common, maxAttempts: patientAttempts })
    })
  }

  #common(region: string, endpoint: string | null): CommonConfig {
    return {
      region,
      credentials: this.#credentials.provide,
      useFipsEndpoint: this.#access.fips,
      useDualstackEndpoint: this.#access.dualStack,
      ...(endpoint === null ? {} : { endpoint: asUrl(endpoint) }),
      customUserAgent: 'coldtrail',
      requestHandler: { connectionTimeout: 10_000, socketTimeout: 40_000, httpAgent: kept, httpsAgent: kept },
    }
  }

  #one<C extends { destroy(): void }>(key: string, make: () => C): C {
    const there = this.#made.get(key) as C | undefined
    if (there) return there
    const client = make()
    recordCalls(client as never, this.#ground, this.secrets)
    this.#made.set(key, client)
    return client
  }
}

interface CommonConfig {
  readonly region: string
  readonly credentials: Renewable['provide']
  readonly useFipsEndpoint: boolean
  readonly useDualstackEndpoint: boolean
  readonly endpoint?: string
  readonly customUserAgent: string
  readonly requestHandler: {
    readonly connectionTimeout: number
    readonly socketTimeout: number
    readonly httpAgent: object
    readonly httpsAgent: object
  }
}
type PatientConfig = CommonConfig & { readonly maxAttempts: number }

const patientAttempts = 6
/** Connections are kept and reused; a new one costs three round trips. */
const kept = { keepAlive: true, maxSockets: 256 }
