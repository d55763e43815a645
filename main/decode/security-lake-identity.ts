import { sql } from '../../shared/sql.ts'
import type { Columns } from './columns.ts'
import { isoOf, objectOf } from './security-lake-row.ts'

/**
 * userIdentity from `actor`, and from what of it was flattened. OCSF 1.0.0-rc.2 keeps the ARN as uuid and the principal
 * id as uid, 1.1 the ARN as uid and the principal id as uid_alt: an ARN tells itself.
 */
export function cloudtrailIdentity({ text, time, has }: Columns, flattened: string): string {
  const uid = text('actor.user.uid')
  const isArn = sql`starts_with(${uid}, 'arn:')`
  const arn = first(text('actor.user.uuid'), has('actor.user.uid') ? sql`CASE WHEN ${isArn} THEN ${uid} END` : 'NULL')
  const principalId = first(
    text('actor.user.uid_alt'),
    has('actor.user.uid') ? sql`CASE WHEN NOT ${isArn} THEN ${uid} END` : 'NULL',
  )
  const created = time('actor.session.created_time', 'actor.session.created_time_dt')
  const session = objectOf({
    sessionIssuer: objectOf({ arn: asJson(text('actor.session.issuer')) }),
    attributes: objectOf({
      creationDate: created === 'NULL' ? 'NULL' : asJson(isoOf(created)),
      mfaAuthenticated: asJson(text('actor.session.mfa', 'actor.session.is_mfa')),
    }),
  })
  const identity = objectOf({
    type: asJson(text('actor.user.type')),
    principalId: asJson(principalId),
    arn: asJson(arn),
    accountId: asJson(text('actor.user.account_uid', 'actor.user.account.uid')),
    accessKeyId: asJson(text('actor.user.credential_uid', 'actor.session.credential_uid')),
    userName: asJson(text('actor.user.name')),
    sessionContext: session,
    invokedBy: asJson(text('actor.invoked_by')),
    identityProvider: asJson(text('actor.idp.name')),
  })
  if (identity === 'NULL') return flattened
  return sql`CASE WHEN ${flattened} IS NULL THEN ${identity} ELSE json_merge_patch(${flattened}, ${identity}) END`
}

const asJson = (text: string) => (text === 'NULL' ? text : `to_json(${text})`)

function first(...values: readonly string[]): string {
  const some = values.filter((value) => value !== 'NULL')
  return some.length === 0 ? 'NULL' : `coalesce(${some.join(', ')})`
}
