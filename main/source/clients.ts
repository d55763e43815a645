import { S3Client } from '@aws-sdk/client-s3'
import { STSClient } from '@aws-sdk/client-sts'
import type { Access } from '../../shared/source.ts'
import { doubtsKeys, hasExpired } from './aws-problem.ts'
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
  #made = new Map<string, Client>()
  #sends = new Map<string, Client['send']>()
  #renewals = 0

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

  /**
   * `patient` clients repeat a call by themselves, and with new credentials; downloads do not, their pace is set by what
   * they meet.
   */
  s3(region: string, patient: boolean): S3Client {
    const { endpoint, pathStyle } = this.#access
    const make = () => {
      const config = {
        ...this.#common(region, endpoint),
        forcePathStyle: pathStyle,
        maxAttempts: patient ? patientAttempts : 1,
        // We verify what S3 gives; a range has no checksum of its own.
        responseChecksumValidation: 'WHEN_REQUIRED' as const,
      }
      return new S3Client(config)
    }
    const key = `s3 ${region} ${patient}`
    return patient ? this.#patientOne(key, make) : this.#one(key, make)
  }

  /** The client of another service. Its class comes with who asks, so that nobody loads services that are not asked. */
  of<C extends Client>(Service: new (config: ServiceConfig) => C, region = this.region): C {
    const { serviceEndpoint } = this.#access
    return this.#patientOne(`${Service.name} ${region}`, () => new Service(this.#patient(region, serviceEndpoint)))
  }

  sts(): STSClient {
    return this.#patientOne('sts', () => new STSClient(this.#patient(this.region, this.#access.stsEndpoint)))
  }

  /** For a call that no client's layers see; tells the end of it to the audit log. */
  begin(operation: string, input: object): ReturnType<typeof beginCall> {
    return beginCall(this.#ground, this.secrets, operation, input as Readonly<Record<string, unknown>>)
  }

  /**
   * A call, and once more with new credentials where AWS says that the session has ended. Of many calls that meet that at
   * once the first renews for all: a person is asked for one code.
   */
  async renewing<T>(call: () => Promise<T>): Promise<T> {
    const before = this.#renewals
    try {
      return await call()
    } catch (error) {
      if (!hasExpired(error)) throw error
      if (before === this.#renewals) this.#renew()
      return call()
    }
  }

  /** What was typed in is asked for again by the next run, if this is why it failed. */
  doubt(error: unknown): void {
    if (doubtsKeys(error)) this.#renew()
  }

  /** New credentials, and clients that know of no old ones. */
  #renew(): void {
    this.#renewals++
    this.#credentials.renew()
    this.close()
  }

  close(): void {
    for (const client of this.#made.values()) client.destroy()
    this.#made = new Map()
    this.#sends = new Map()
  }

  #patient(region: string, endpoint: string | null): ServiceConfig {
    return { ...this.#common(region, endpoint), maxAttempts: patientAttempts }
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

  /** A client holds on to its credentials: a call that is made again is sent by the one that came after it. */
  #patientOne<C extends Client>(key: string, make: () => C): C {
    const client = this.#one(key, make)
    if (this.#sends.has(key)) return client
    this.#sends.set(key, client.send.bind(client))
    client.send = (...call) =>
      this.renewing(() => {
        this.#patientOne(key, make)
        return (this.#sends.get(key) as Client['send'])(...call)
      })
    return client
  }

  #one<C extends Client>(key: string, make: () => C): C {
    const there = this.#made.get(key) as C | undefined
    if (there) return there
    const client = make()
    recordCalls(client as never, this.#ground, this.secrets)
    this.#made.set(key, client)
    return client
  }
}

interface Client {
  send(...call: never[]): Promise<unknown>
  destroy(): void
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
export type ServiceConfig = CommonConfig & { readonly maxAttempts: number }

const patientAttempts = 6
/** Connections are kept and reused; a new one costs three round trips. */
const kept = { keepAlive: true, maxSockets: 256 }
