import { accounts } from '../cast.ts'

const columns = [
  'user',
  'arn',
  'user_creation_time',
  'password_enabled',
  'password_last_used',
  'password_last_changed',
  'password_next_rotation',
  'mfa_active',
  'access_key_1_active',
  'access_key_1_last_rotated',
  'access_key_1_last_used_date',
  'access_key_1_last_used_region',
  'access_key_1_last_used_service',
  'access_key_2_active',
  'access_key_2_last_rotated',
  'access_key_2_last_used_date',
  'access_key_2_last_used_region',
  'access_key_2_last_used_service',
  'cert_1_active',
  'cert_1_last_rotated',
  'cert_2_active',
  'cert_2_last_rotated',
]

type Cells = Readonly<Record<string, string>>

/** The credential report of an account, from before the intrusion. */
export function reportOf(account: string): string {
  const rows = [root(account), ...(users[account] ?? [])]
  return `${[columns, ...rows.map((row) => columns.map((name) => row[name] ?? 'N/A'))].map((cells) => cells.join()).join('\n')}\n`
}

function root(account: string): Cells {
  return {
    ...nothing,
    user: '<root_account>',
    arn: `arn:aws:iam::${account}:root`,
    user_creation_time: '2020-09-01T08:00:00+00:00',
    password_enabled: 'not_supported',
    password_last_used: '2025-01-15T10:02:11+00:00',
    password_last_changed: 'not_supported',
    password_next_rotation: 'not_supported',
    mfa_active: 'true',
  }
}

const nothing: Cells = {
  password_enabled: 'false',
  mfa_active: 'false',
  access_key_1_active: 'false',
  access_key_2_active: 'false',
  cert_1_active: 'false',
  cert_2_active: 'false',
}

const users: Readonly<Record<string, readonly Cells[]>> = {
  [accounts.prod]: [
    {
      ...nothing,
      user: 'break-glass',
      arn: `arn:aws:iam::${accounts.prod}:user/break-glass`,
      user_creation_time: '2021-03-01T08:00:00+00:00',
      password_enabled: 'true',
      password_last_used: '2026-01-19T14:20:31+00:00',
      password_last_changed: '2026-01-12T09:00:02+00:00',
      mfa_active: 'true',
    },
  ],
  [accounts.staging]: [
    {
      ...nothing,
      user: 'ci-deploy',
      arn: `arn:aws:iam::${accounts.staging}:user/ci-deploy`,
      user_creation_time: '2024-05-14T09:12:40+00:00',
      access_key_1_active: 'true',
      access_key_1_last_rotated: '2024-05-14T09:15:02+00:00',
      access_key_1_last_used_date: '2026-03-06T16:40:00+00:00',
      access_key_1_last_used_region: 'eu-west-1',
      access_key_1_last_used_service: 'lambda',
    },
    {
      ...nothing,
      user: 'svc-backup',
      arn: `arn:aws:iam::${accounts.staging}:user/svc-backup`,
      user_creation_time: '2022-11-02T13:40:05+00:00',
      access_key_1_active: 'true',
      access_key_1_last_rotated: '2022-11-02T13:41:30+00:00',
      access_key_1_last_used_date: '2026-03-09T02:00:00+00:00',
      access_key_1_last_used_region: 'us-east-1',
      access_key_1_last_used_service: 'sts',
    },
  ],
}
