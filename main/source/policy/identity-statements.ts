import { steps } from '../identities/steps.ts'
import type { Statement } from './statement.ts'

/** Asking an account for its identities and policies; most of these actions know no resources. */
export function identityStatements(): readonly Statement[] {
  return steps.map(({ sid, actions }) => ({ Sid: sid, Effect: 'Allow', Action: actions, Resource: '*' }))
}
