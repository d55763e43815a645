import { getDefaultRoleAssumer, getDefaultRoleAssumerWithWebIdentity } from '@aws-sdk/client-sts'
import {
  fromEnv,
  fromIni,
  fromNodeProviderChain,
  fromSSO,
  fromTemporaryCredentials,
  fromTokenFile,
} from '@aws-sdk/credential-providers'
import { Problem } from '../../shared/problem.ts'
import type { Access } from '../../shared/source.ts'
import { fromMachine } from './machine.ts'
import { recordCalls } from './record-calls.ts'
import type { Secrets } from './secrets.ts'
import type { Ask, Ground, Session } from './source.ts'

type Provided = Session
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
export function credentialsOf(access: Access, ground: Pick<Ground, 'ask' | 'onCall'>, secrets: Secrets): Renewable {
  const { ask } = ground
  const sts = {
    region: access.region ?? homeRegion(access),
    ...(access.stsEndpoint === null ? {} : { endpoint: asUrl(access.stsEndpoint) }),
    useFipsEndpoint: access.fips,
    useDualstackEndpoint: access.dualStack,
  }
  const plugins: Plugins = [
    { applyToStack: (stack) => recordCalls({ middlewareStack: stack as never }, ground, secrets) },
  ]
  const key = (roles: number) => JSON.stringify([access.credentials, access.stsEndpoint, access.roles.slice(0, roles)])
  let provider = remembered(
    access.credentials.kind === 'keys'
      ? typedIn(key(0), ask, access.credentials.accessKeyId)
      : withCodes(key(0), ask, (mfaCode) => first(access, mfaCode, sts, plugins)),
    secrets,
  )
  const renewals = [provider]
  access.roles.forEach((role, place) => {
    const chained = place > 0 || access.credentials.kind === 'web-identity'
    const { provide } = provider
    const assumed = withCodes(key(place + 1), ask, (mfaCode) =>
      fromTemporaryCredentials({
        masterCredentials: provide,
        clientConfig: sts,
        clientPlugins: plugins,
        ...(role.mfaSerial === null ? {} : { mfaCodeProvider: mfaCode }),
        params: {
          RoleArn: role.arn,
          RoleSessionName: role.sessionName,
          DurationSeconds: chained ? Math.min(role.duration, longestChained) : role.duration,
          ...(role.externalId === null ? {} : { ExternalId: role.externalId }),
          ...(role.mfaSerial === null ? {} : { SerialNumber: role.mfaSerial }),
        },
      }),
    )
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

type Plugins = NonNullable<Parameters<typeof getDefaultRoleAssumer>[1]>

function first({ credentials }: Access, mfaCode: MfaCode, sts: StsConfig, plugins: Plugins): Provider {
  // Region and endpoint of the source are for STS alone: an SSO portal, which a profile may lead to, has its own.
  const shared = {
    roleAssumer: getDefaultRoleAssumer(sts, plugins),
    roleAssumerWithWebIdentity: getDefaultRoleAssumerWithWebIdentity(sts, plugins),
    mfaCodeProvider: mfaCode,
  }
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
        roleAssumerWithWebIdentity: shared.roleAssumerWithWebIdentity,
        webIdentityTokenFile: credentials.tokenFile,
        roleArn: credentials.role,
        roleSessionName: 'coldtrail',
      })
    case 'instance':
      return fromMachine()
    case 'keys':
      throw new Error('keys that a person types in are asked for elsewhere')
  }
}

/** Asked for once, and again where AWS has refused them. */
function typedIn(key: string, ask: Ask, wanted: string | null): Renewable {
  const provide = async () => {
    const known = ask.sessions.get(key)
    if (known) return known
    const { accessKeyId, secretAccessKey, sessionToken } = await ask.keys(wanted)
    const typed = { accessKeyId, secretAccessKey, ...(sessionToken === null ? {} : { sessionToken }) }
    ask.sessions.set(key, typed)
    return typed
  }
  return { provide, renew: () => void ask.sessions.delete(key) }
}

type MfaCode = (serial: string) => Promise<string>

/** Codes that AWS may refuse, mistyped or used before, until the source gives up. */
const mostCodes = 3

/**
 * Credentials that may need the code of an MFA device. One that is refused is asked for again, with what AWS said;
 * after the last one nothing more is asked, whatever else is called.
 */
function withCodes(key: string, ask: Ask, make: (mfaCode: MfaCode) => Provider): Renewable {
  let givenUp: Problem | null = null
  const provide = async () => {
    const session = ask.sessions.get(key)
    if (session && lasts(session)) return session
    if (givenUp) throw givenUp
    let refused: string | null = null
    for (let codes = 1; ; codes++) {
      const before = refused
      let typed = false
      const mfaCode: MfaCode = (serial) => {
        typed = true
        return ask.mfaCode(serial, before)
      }
      try {
        const found = await make(mfaCode)()
        if (typed) ask.sessions.set(key, found)
        return found
      } catch (error) {
        refused = error instanceof Error ? error.message.trim() : String(error)
        if (!/MultiFactorAuthentication failed/i.test(refused)) throw error
        if (codes < mostCodes) continue
        givenUp = new Problem('refused', `${mostCodes} MFA codes were refused, the last one with: ${refused}`)
        throw givenUp
      }
    }
  }
  return { provide, renew: () => void ask.sessions.delete(key) }
}

/** New credentials are taken up this long before the old ones end, milliseconds. */
const ahead = 5 * 60_000
const lasts = ({ expiration }: Provided) => expiration === undefined || expiration.getTime() - Date.now() > ahead

function remembered({ provide, renew }: Renewable, secrets: Secrets): Renewable {
  let held: Promise<Provided> | null = null
  const fetch = () => {
    const asked = provide().then((found) => {
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
      return lasts(found) ? found : fetch()
    },
    renew: () => {
      held = null
      renew()
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
