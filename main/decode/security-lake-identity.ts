import { sql } from '../../shared/sql.ts'
import { type Columns, isNothing, nothing } from './columns.ts'
import { asJson, isoOf, objectOf } from './security-lake-row.ts'

/**
 * userIdentity from `actor`, and from what of it was flattened. OCSF 1.0.0-rc.2 keeps the ARN as uuid and the principal
 * id as uid, 1.1 the ARN as uid and the principal id as uid_alt: an ARN tells itself.
 */
export function cloudtrailIdentity({ text, time, has }: Columns, flattened: string): string {
  const uid = text(...who('user.uid'))
  const isArn = sql`starts_with(${uid}, 'arn:')`
  const arn = first(
    text(...who('user.uuid')),
    who('user.uid').some(has) ? sql`CASE WHEN ${isArn} THEN ${uid} END` : nothing('VARCHAR'),
  )
  const principalId = first(
    text(...who('user.uid_alt')),
    who('user.uid').some(has) ? sql`CASE WHEN NOT ${isArn} THEN ${uid} END` : nothing('VARCHAR'),
  )
  const created = time(...who('session.created_time'), ...who('session.created_time_dt'))
  const session = objectOf({
    sessionIssuer: objectOf({ arn: asJson(text(...who('session.issuer'))) }),
    attributes: objectOf({
      creationDate: isNothing(created) ? nothing('JSON') : asJson(isoOf(created)),
      mfaAuthenticated: asJson(text(...who('session.mfa'), ...who('session.is_mfa'))),
    }),
  })
  const identity = objectOf({
    type: asJson(text(...who('user.type'))),
    principalId: asJson(principalId),
    arn: asJson(arn),
    accountId: asJson(text(...who('user.account_uid'), ...who('user.account.uid'))),
    accessKeyId: asJson(text(...who('user.credential_uid'), ...who('session.credential_uid'))),
    userName: asJson(text(...who('user.name'))),
    sessionContext: session,
    invokedBy: asJson(text(...who('invoked_by'))),
    identityProvider: asJson(text(...who('idp.name'))),
  })
  if (isNothing(identity)) return flattened
  return sql`CASE WHEN ${flattened} IS NULL THEN ${identity} ELSE json_merge_patch(${flattened}, ${identity}) END`
}

/** `identity` is what the preview of Security Lake called it. */
const who = (path: string) => [`actor.${path}`, `identity.${path}`]

function first(...values: readonly string[]): string {
  const some = values.filter((value) => !isNothing(value))
  return some.length === 0 ? nothing('VARCHAR') : `coalesce(${some.join(', ')})`
}
