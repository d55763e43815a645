/** One line of a credential report. Times are as AWS writes them; null where there is none. */
export interface CredentialRow {
  readonly user: string
  readonly arn: string
  readonly isRoot: boolean
  readonly createdAt: string | null
  /** Null where AWS does not say: of the root user. */
  readonly hasPassword: boolean | null
  readonly passwordUsedAt: string | null
  readonly passwordChangedAt: string | null
  readonly hasMfa: boolean
  readonly keys: readonly Key[]
  readonly activeCertificates: number
}

export interface Key {
  readonly slot: 1 | 2
  readonly isActive: boolean
  readonly rotatedAt: string | null
  readonly usedAt: string | null
  /** Prefix of the service that it was last used with: s3. */
  readonly usedFor: string | null
}

/** Reads a credential report, which AWS writes without quotes; the columns are found by their names, new ones are passed over. */
export function readCredentialReport(text: string): readonly CredentialRow[] {
  const [heading = '', ...lines] = text.replace(/^\ufeff/, '').split(/\r?\n/)
  const names = heading.split(',').map((name) => name.trim())
  return lines
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const cells = line.split(',')
      const cell = (name: string) => cells[names.indexOf(name)] ?? 'N/A'
      const is = (name: string) => cell(name).toLowerCase() === 'true'
      const keys = ([1, 2] as const).map((slot) => ({
        slot,
        isActive: is(`access_key_${slot}_active`),
        rotatedAt: time(cell(`access_key_${slot}_last_rotated`)),
        usedAt: time(cell(`access_key_${slot}_last_used_date`)),
        usedFor: word(cell(`access_key_${slot}_last_used_service`)),
      }))
      return {
        user: cell('user'),
        arn: cell('arn'),
        isRoot: cell('user') === '<root_account>',
        createdAt: time(cell('user_creation_time')),
        hasPassword: /^(?:true|false)$/i.test(cell('password_enabled')) ? is('password_enabled') : null,
        passwordUsedAt: time(cell('password_last_used')),
        passwordChangedAt: time(cell('password_last_changed')),
        hasMfa: is('mfa_active'),
        keys,
        activeCertificates: [1, 2].filter((slot) => is(`cert_${slot}_active`)).length,
      }
    })
}

/** N/A, no_information and not_supported are no times. */
function time(cell: string): string | null {
  return /^\d{4}-\d\d-\d\dT/.test(cell) && !Number.isNaN(Date.parse(cell)) ? new Date(cell).toISOString() : null
}

function word(cell: string): string | null {
  return /^(?:N\/A|no_information|not_supported|)$/i.test(cell) ? null : cell
}
