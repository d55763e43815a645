import {
  fromEnv,
  fromIni,
  fromNodeProviderChain,
  fromSSO,
  fromTemporaryCredentials,
  fromTokenFile,
} from '@aws-sdk/credential-providers'
import type { Access } from '../../shared/source.ts'
import { fromMachine } from './machine.ts'
import type { Secrets } from './secrets.ts'
import type { Ask } from './source.ts'

type Provided = Awaited<ReturnType<ReturnType<typeof fromEnv>>>
type Provider = () => Promise<Provided>

/** Credentials that all clients of a source share: a role is assumed once, renewed before it ends, or when AWS says so. */
export interface Renewable {
  readonly provide: Provider
  /** The next use asks anew, whatever the expiry says: AWS ended the session before its time. */
  renew(): void
}

/**
 * The credentials of a source, by the SDK's own providers: the first ones, then role after role. What is asked of the
 * person goes through `ask`; every secret that passes here is known to `secrets`, which keeps it out of all words.
 */
export function credentialsOf(access: Access, ask: Ask, secrets: Secrets): Renewable {
  const sts = {
    region: access.region ?? homeRegion(access),
    ...(access.stsEndpoint === null ? {} : { endpoint: asUrl(access.stsEndpoint) }),
    useFipsEndpoint: access.fips,
    useDualstackEndpoint: access.dualStack,
  }
  let provider = remembered(first(access, ask, sts), secrets)
  const renewals = [provider]
  access.roles.forEach((role, place) => {
    const chained = place > 0 || access.credentials.kind === 'web-identity'
    const assumed = fromTemporaryCredentials({
      masterCredentials: provider.provide,
      clientConfig: sts,
      ...(role.mfaSerial === null ? {} : { mfaCodeProvider: ask.mfaCode }),
      params: {
        RoleArn: role.arn,
        RoleSessionName: role.sessionName,
        DurationSeconds: chained ? Math.min(role.duration, longestChained) : role.duration,
        ...(role.externalId === null ? {} : { ExternalId: role.externalId }),
        ...(role.mfaSerial === null ? {} : { SerialNumber: role.mfaSerial }),
      },
    })
    provider = remembered(assumed, secrets)
    renewals.push(provider)
  })
  return {
    provide: provider.provide,
    renew: () => {
      for (const each of renewals) each.renew()
    },
  }
}

/** A role that a role assumes: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles.html#iam-term-role-chaining */
const longestChained = 3600

interface StsConfig {
  readonly region: string
  readonly endpoint?: string
  readonly useFipsEndpoint: boolean
  readonly useDualstackEndpoint: boolean
}

function first({ credentials }: Access, ask: Ask, sts: StsConfig): Provider {
  const shared = { clientConfig: sts, mfaCodeProvider: ask.mfaCode }
  switch (credentials.kind) {
    case 'default':
      return fromNodeProviderChain(shared)
    case 'profile':
      return fromIni({ ...shared, profile: credentials.profile })
    case 'environment':
      return fromEnv()
    case 'sso':
      return fromSSO({
        ssoStartUrl: credentials.startUrl,
        ssoRegion: credentials.region,
        ssoAccountId: credentials.account,
        ssoRoleName: credentials.role,
      })
    case 'web-identity':
      return fromTokenFile({
        clientConfig: sts,
        webIdentityTokenFile: credentials.tokenFile,
        roleArn: credentials.role,
        roleSessionName: 'coldtrail',
      })
    case 'instance':
      return fromMachine()
    case 'keys':
      return async () => {
        const { accessKeyId, secretAccessKey, sessionToken } = await ask.keys(credentials.accessKeyId)
        return { accessKeyId, secretAccessKey, ...(sessionToken === null ? {} : { sessionToken }) }
      }
  }
}

/** New credentials are taken up this long before the old ones end, milliseconds. */
const ahead = 5 * 60_000

function remembered(provider: Provider, secrets: Secrets): Renewable {
  let held: Promise<Provided> | null = null
  const fetch = () => {
    const asked = provider().then((found) => {
      secrets.learn(found.secretAccessKey, found.sessionToken)
      return found
    })
    asked.catch(() => {
      if (held === asked) held = null
    })
    held = asked
    return asked
  }
  return {
    provide: async () => {
      const found = held === null ? await fetch() : await held
      if (found.expiration === undefined || found.expiration.getTime() - Date.now() > ahead) return found
      return fetch()
    },
    renew: () => {
      held = null
    },
  }
}

/** Where a partition's global calls go when no region is given. */
export function homeRegion({ roles }: Access): string {
  const partition = /^arn:(aws[a-z-]*):/.exec(roles.at(-1)?.arn ?? '')?.[1]
  return partition === 'aws-us-gov' ? 'us-gov-west-1' : partition === 'aws-cn' ? 'cn-north-1' : 'us-east-1'
}

/** An endpoint without a scheme is meant with TLS; the configurations that people bring often lack it. */
export function asUrl(endpoint: string): string {
  return /^https?:\/\//.test(endpoint) ? endpoint : `https://${endpoint}`
}
