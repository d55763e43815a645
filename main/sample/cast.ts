import { type Random, upper } from './random.ts'

/** The accounts and regions of the sample. The archive's id begins with 0, as real ones may. */
export const accounts = { prod: '111122223333', staging: '444455556666', archive: '012345678901' } as const
export const attackerAccount = '999988887777'
export const regions = ['us-east-1', 'us-west-2', 'eu-west-1', 'eu-central-1', 'ap-southeast-1', 'sa-east-1'] as const
export const home = 'eu-west-1'

export const start = Date.UTC(2026, 2, 2)
export const days = 14
export const day = 86_400_000
export const hour = 3_600_000
export const minute = 60_000

/** Addresses of documentation networks (RFC 5737, RFC 3849): nobody's. */
export const offices = ['192.0.2.17', '192.0.2.18', '192.0.2.44', '2001:db8:51::17']
export const buildRunners = ['192.0.2.130', '192.0.2.131', '192.0.2.132']
export const scannerAddress = '198.51.100.77'
export const attackerAddresses = ['203.0.113.50', '203.0.113.51', '203.0.113.9']

export const agents = {
  console: 'AWS Internal',
  browser:
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/145.0.0.0 Safari/537.36',
  terraform: 'APN/1.0 HashiCorp/1.0 Terraform/1.11.4 (+https://www.terraform.io) terraform-provider-aws/5.94.1',
  cli: 'aws-cli/2.27.11 md/awscrt#0.26.1 ua/2.1 os/linux#6.8.0-1024-aws md/arch#x86_64 lang/python#3.13.3 md/pyimpl#CPython cfg/retry-mode#standard md/installer#exe md/command#s3.sync',
  boto: 'Boto3/1.38.4 md/Botocore#1.38.4 ua/2.1 os/linux#5.10.235-227.919.amzn2.x86_64 md/arch#x86_64 lang/python#3.12.10',
  java: 'aws-sdk-java/2.31.30 Linux/5.10.235 OpenJDK_64-Bit_Server_VM/21.0.7+6-LTS io/async http/NettyNio',
  kali: 'aws-cli/2.23.6 md/awscrt#0.23.8 ua/2.1 os/linux#6.11.2-amd64 md/arch#x86_64 lang/python#3.12.8 md/distrib#kali.2025 cfg/retry-mode#standard',
  scanner: 'TruffleHog',
  python: 'python-requests/2.32.3',
} as const

/** One identity as CloudTrail writes it. */
export type Identity = Readonly<Record<string, unknown>>

export const people = ['maria.lopez', 'jonas.weber', 'aiko.tanaka', 'sam.okafor', 'lena.novak', 'omar.haddad']

export const keys = {
  ciDeploy: 'AKIAEXAMPLECIDEPLOY2',
  backup: 'AKIAEXAMPLEBACKUPOLD',
  stolen: 'AKIAEXAMPLEBACKUPNEW',
  support: 'AKIAEXAMPLESUPPORT77',
}

export function iamUser(account: string, name: string, accessKeyId: string): Identity {
  return {
    type: 'IAMUser',
    principalId: principalId('AIDA', account, name),
    arn: `arn:aws:iam::${account}:user/${name}`,
    accountId: account,
    accessKeyId,
    userName: name,
  }
}

/** A session of a role. `began` is when it was assumed, in milliseconds. */
export function session(
  account: string,
  role: string,
  name: string,
  accessKeyId: string,
  began: number,
  mfa = false,
): Identity {
  const path = role.startsWith('AWSReservedSSO_') ? `aws-reserved/sso.amazonaws.com/${home}/` : ''
  return {
    type: 'AssumedRole',
    principalId: `${principalId('AROA', account, role)}:${name}`,
    arn: `arn:aws:sts::${account}:assumed-role/${role}/${name}`,
    accountId: account,
    accessKeyId,
    sessionContext: {
      sessionIssuer: {
        type: 'Role',
        principalId: principalId('AROA', account, role),
        arn: `arn:aws:iam::${account}:role/${path}${role}`,
        accountId: account,
        userName: role,
      },
      attributes: { creationDate: stamp(began), mfaAuthenticated: String(mfa) },
    },
  }
}

/** The id that AWS gave a user (AIDA) or role (AROA). */
export function principalId(kind: 'AIDA' | 'AROA', account: string, name: string): string {
  return `${kind}${digest(account + name)}`
}

export function service(name: string): Identity {
  return { type: 'AWSService', invokedBy: `${name}.amazonaws.com` }
}

export function temporaryKey(random: Random): string {
  return `ASIA${random.text(16, upper)}`
}

/** CloudTrail's time: whole seconds, UTC. */
export function stamp(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19)}Z`
}

/** Seventeen characters that are always the same for the same name. */
function digest(name: string): string {
  let state = 2166136261
  let out = ''
  for (let i = 0; out.length < 17; i++) {
    state = Math.imul(state ^ name.charCodeAt(i % name.length), 16777619) >>> 0
    out += upper[state % upper.length]
  }
  return out
}
