import { isObject, type PolicyDocument, readDocument, unknownDocument } from './policy/document.ts'
import type { Policy } from './policy/statement.ts'

/** What limits a session beside the identity that it is of. */
export interface SessionLimits {
  /** Null: nothing does. A session may do what its identity may and one of these allows. */
  readonly policies: readonly Policy[] | null
  readonly remarks: readonly string[]
}

/**
 * What the call that began a session says of it. `request`: its parameters, null where the log has none. `managed`: the
 * document of a managed policy at that time. IAM User Guide, "Session policies", and for what STS refuses to sessions
 * without a role, STS API Reference, GetFederationToken and GetSessionToken.
 */
export function sessionLimits(
  action: string,
  request: Readonly<Record<string, unknown>> | null,
  managed: (arn: string) => PolicyDocument | null,
): SessionLimits {
  if (request === null)
    return {
      policies: [unread('the session policy', 'its request is not in the log')],
      remarks: [
        'the log has no parameters of the call that began the session: a policy that it was given is not known',
      ],
    }
  if (action === 'GetSessionToken') {
    const hasMfa = typeof request.serialNumber === 'string'
    return { policies: [given('GetSessionToken', ofSessionToken(hasMfa))], remarks: [] }
  }
  const policies = [...inline(request.policy), ...arnsIn(request.policyArns).map((arn) => attached(arn, managed))]
  const remarks = policies.flatMap(({ name, document }) => document.problems.map((each) => `${name}: ${each}`))
  if (action !== 'GetFederationToken') return { policies: policies.length === 0 ? null : policies, remarks }
  // Without a policy of its own a federated user may do nothing but what resources allow to it by name.
  return { policies: [...policies, given('GetFederationToken', forFederated)], remarks }
}

const everything = { Effect: 'Allow', Action: '*', Resource: '*' }

const forFederated = { Statement: [{ Effect: 'Deny', Action: ['iam:*', 'sts:*'], Resource: '*' }] }

function ofSessionToken(hasMfa: boolean): object {
  const forbidden = ['sts:AssumeRoot', 'sts:Decode*', 'sts:Get*']
  return {
    Statement: [everything, { Effect: 'Deny', Action: hasMfa ? forbidden : [...forbidden, 'iam:*'], Resource: '*' }],
  }
}

function inline(policy: unknown): readonly Policy[] {
  if (policy === undefined || policy === null || policy === '') return []
  try {
    return [given('session policy', policy)]
  } catch (error) {
    return [unread('session policy', error instanceof Error ? error.message : String(error))]
  }
}

function arnsIn(list: unknown): readonly string[] {
  return (Array.isArray(list) ? list : []).flatMap((each) => {
    const arn = isObject(each) ? (each.arn ?? each.Arn) : each
    return typeof arn === 'string' ? [arn] : []
  })
}

function attached(arn: string, managed: (arn: string) => PolicyDocument | null): Policy {
  const document = managed(arn)
  return document === null
    ? { ...unread(arn, 'its document is not in the evidence'), arn }
    : { name: arn, arn, document }
}

function given(name: string, policy: unknown): Policy {
  return { name, arn: null, document: readDocument(policy) }
}

function unread(name: string, problem: string): Policy {
  return { name, arn: null, document: unknownDocument(problem) }
}
