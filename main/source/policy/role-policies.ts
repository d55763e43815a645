import type { Role } from '../../../shared/source.ts'
import type { Statement } from './statement.ts'

/** What a principal needs to assume a role. */
export function assumeStatement(role: Role): Statement {
  return { Sid: 'AssumeRole', Effect: 'Allow', Action: 'sts:AssumeRole', Resource: role.arn }
}

/**
 * The trust policy of a role: one principal, with the external id, and with MFA where its code is asked for.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-user_externalid.html
 */
export function trustStatement(role: Role, principal: string): Statement {
  const condition = {
    ...(role.externalId === null ? {} : { StringEquals: { 'sts:ExternalId': role.externalId } }),
    ...(role.mfaSerial === null ? {} : { Bool: { 'aws:MultiFactorAuthPresent': 'true' } }),
  }
  return {
    Sid: 'LetColdtrailIn',
    Effect: 'Allow',
    Principal: { AWS: principal },
    Action: 'sts:AssumeRole',
    ...(Object.keys(condition).length > 0 ? { Condition: condition } : {}),
  }
}
