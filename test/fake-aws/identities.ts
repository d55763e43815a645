import { randomBytes } from 'node:crypto'
import type { Keys, PolicyDocument, RoleOptions, Session } from './contract.ts'
import { allows, trusts } from './policy.ts'
import { denied, escapeXml, Refusal } from './refusal.ts'
import type { Signed } from './signature.ts'

/** Who is asking, once the signature has told. */
export interface Identity {
  readonly arn: string
  readonly account: string
  readonly accessKeyId: string
  readonly secret: string
  readonly policy: PolicyDocument | null
  readonly mfaCode: string | null
  /** Set for a role session: the token that goes with its keys, and when it ends (ms since 1970). */
  session: { readonly token: string; expires: number } | null
}

interface Role {
  readonly arn: string
  readonly account: string
  readonly options: RoleOptions
}

/** Users, roles and sessions, and the STS that makes the latter. */
export class Identities {
  readonly #byKey = new Map<string, Identity>()
  readonly #roles = new Map<string, Role>()
  readonly #now: () => number

  constructor(now: () => number) {
    this.#now = now
  }

  addUser(name: string, account: string, policy: PolicyDocument | null, mfaCode: string | null): Keys {
    const arn = `arn:aws:iam::${account}:user/${name}`
    const keys = { accessKeyId: `AKIA${name.toUpperCase().padEnd(16, 'X')}`, secretAccessKey: `secret-of-${name}`, arn }
    const known = { arn, account, policy, mfaCode, session: null }
    this.#byKey.set(keys.accessKeyId, { ...known, accessKeyId: keys.accessKeyId, secret: keys.secretAccessKey })
    return keys
  }

  addRole(name: string, account: string, options: RoleOptions): string {
    const arn = `arn:aws:iam::${account}:role/${name}`
    this.#roles.set(arn, { arn, account, options })
    return arn
  }

  expireSessions(): void {
    for (const { session } of this.#byKey.values()) if (session) session.expires = 0
  }

  /** The holder of the keys that a request is signed with. S3 and the others name the same mistakes differently. */
  holder(signed: Signed): Identity {
    const s3 = signed.service === 's3'
    const found = this.#byKey.get(signed.accessKeyId)
    if (!found || (found.session === null && signed.token !== null)) {
      if (!s3)
        throw new Refusal('UnrecognizedClientException', 'The security token included in the request is invalid.', 403)
      throw new Refusal('InvalidAccessKeyId', 'The AWS Access Key Id you provided does not exist in our records.', 403)
    }
    if (found.session && found.session.token !== signed.token) {
      const why = 'The provided token is malformed or otherwise invalid.'
      throw s3 ? new Refusal('InvalidToken', why) : new Refusal('UnrecognizedClientException', why, 403)
    }
    if (found.session && found.session.expires <= this.#now()) {
      throw s3
        ? new Refusal('ExpiredToken', 'The provided token has expired.')
        : new Refusal('ExpiredTokenException', 'The security token included in the request is expired', 403)
    }
    return found
  }

  /** Answers an STS request; `caller` is null for the actions that need no signature. */
  sts(form: URLSearchParams, caller: Identity | null): string {
    const action = form.get('Action') ?? ''
    if (action === 'GetCallerIdentity' && caller) {
      const names = `<Arn>${escapeXml(caller.arn)}</Arn><UserId>AIDAFAKE</UserId><Account>${caller.account}</Account>`
      return answer(action, names)
    }
    if (action === 'AssumeRole' && caller) return answer(action, this.#granted(this.#assumed(form, caller), form))
    if (action === 'AssumeRoleWithWebIdentity') return answer(action, this.#granted(this.#federated(form), form))
    throw new Refusal('InvalidAction', `Could not find operation ${action}`)
  }

  #assumed(form: URLSearchParams, caller: Identity): Role {
    const arn = form.get('RoleArn') ?? ''
    const role = this.#roles.get(arn)
    const context = {
      'sts:ExternalId': form.get('ExternalId') ?? undefined,
      'aws:MultiFactorAuthPresent': String(caller.mfaCode !== null && caller.mfaCode === form.get('TokenCode')),
    }
    if (form.has('TokenCode') && form.get('TokenCode') !== caller.mfaCode) {
      throw new Refusal('AccessDenied', 'MultiFactorAuthentication failed with invalid MFA one time pass code. ', 403)
    }
    const may =
      role &&
      allows(caller.policy, 'sts:AssumeRole', arn) &&
      trusts(role.options.trust, 'sts:AssumeRole', caller.arn, context)
    if (!may) throw denied('sts', caller.arn, 'sts:AssumeRole', arn)
    if (caller.session && seconds(form) > 3600) {
      const why = 'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.'
      throw new Refusal('ValidationError', why)
    }
    return role
  }

  #federated(form: URLSearchParams): Role {
    const role = this.#roles.get(form.get('RoleArn') ?? '')
    if (role?.options.webIdentityTokens?.includes(form.get('WebIdentityToken') ?? '')) return role
    throw new Refusal('AccessDenied', 'Not authorized to perform sts:AssumeRoleWithWebIdentity', 403)
  }

  /** What the SSO portal gives to one who has signed in there. */
  portal(token: string, query: URLSearchParams): string {
    const name = query.get('role_name') ?? ''
    const role = this.#roles.get(`arn:aws:iam::${query.get('account_id')}:role/${name}`)
    if (!role?.options.portalTokens) throw new Refusal('ForbiddenException', 'No access', 403)
    if (!role.options.portalTokens.includes(token)) {
      throw new Refusal('UnauthorizedException', 'Session token not found or invalid', 401)
    }
    const { expiration, ...keys } = this.session(role.arn)
    return JSON.stringify({ roleCredentials: { ...keys, expiration: expiration.getTime() } })
  }

  /** An hour with a role. */
  session(arn: string, name = 'session', length = 3600): Session {
    const role = this.#roles.get(arn)
    if (!role) throw new Error(`there is no role ${arn}`)
    const until = this.#now() + length * 1000
    const token = randomBytes(90).toString('base64')
    const made: Identity = {
      arn: `${role.arn.replace(':iam:', ':sts:').replace(':role/', ':assumed-role/')}/${name}`,
      account: role.account,
      accessKeyId: `ASIA${randomBytes(8).toString('hex').toUpperCase()}`,
      secret: randomBytes(30).toString('base64'),
      policy: role.options.policy ?? null,
      mfaCode: null,
      session: { token, expires: until },
    }
    this.#byKey.set(made.accessKeyId, made)
    const { accessKeyId, secret: secretAccessKey } = made
    return { accessKeyId, secretAccessKey, sessionToken: token, expiration: new Date(until) }
  }

  #granted(role: Role, form: URLSearchParams): string {
    const name = form.get('RoleSessionName') ?? ''
    if (!/^[\w+=,.@-]{2,64}$/.test(name)) throw invalid('roleSessionName', name)
    const length = seconds(form)
    if (!(length >= 900 && length <= 43_200)) throw invalid('durationSeconds', String(length))
    if (length > (role.options.maxSeconds ?? 3600)) {
      throw new Refusal(
        'ValidationError',
        'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
      )
    }
    const made = this.session(role.arn, name, length)
    const arn = `${role.arn.replace(':iam:', ':sts:').replace(':role/', ':assumed-role/')}/${name}`
    const user = `<AssumedRoleUser><AssumedRoleId>AROAFAKE:${escapeXml(name)}</AssumedRoleId><Arn>${escapeXml(arn)}</Arn></AssumedRoleUser>`
    const keys = `<AccessKeyId>${made.accessKeyId}</AccessKeyId><SecretAccessKey>${made.secretAccessKey}</SecretAccessKey>`
    return `${user}<Credentials>${keys}<SessionToken>${made.sessionToken}</SessionToken><Expiration>${made.expiration.toISOString()}</Expiration></Credentials>`
  }
}

const seconds = (form: URLSearchParams) => Number(form.get('DurationSeconds') ?? 3600)

function invalid(name: string, value: string): Refusal {
  const why = `1 validation error detected: Value '${value}' at '${name}' failed to satisfy constraint`
  return new Refusal('ValidationError', why)
}

function answer(action: string, result: string): string {
  const space = 'https://sts.amazonaws.com/doc/2011-06-15/'
  const meta = '<ResponseMetadata><RequestId>FAKEAWS000000000</RequestId></ResponseMetadata>'
  return `<${action}Response xmlns="${space}"><${action}Result>${result}</${action}Result>${meta}</${action}Response>`
}
