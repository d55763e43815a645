import { type Identity, stamp } from './cast.ts'
import type { Random } from './random.ts'

/** One call as the story tells it; what CloudTrail adds to each is put around it by `record`. */
export interface Call {
  readonly at: number
  readonly account: string
  readonly region: string
  /** `service:Action`, such as `iam:CreateUser`. */
  readonly call: string
  readonly by: Identity
  readonly from: string
  readonly agent: string
  readonly request?: unknown
  readonly response?: unknown
  readonly error?: readonly [code: string, message: string]
  readonly resources?: readonly { readonly ARN: string; readonly type?: string; readonly accountId?: string }[]
  readonly additional?: unknown
  readonly readOnly?: boolean
  readonly data?: boolean
  /** AwsApiCall where it is left out. */
  readonly type?: string
  readonly sharedEventID?: string
  readonly console?: boolean
}

/** The record of a call, with its fields in CloudTrail's own order. */
export function record(call: Call, random: Random): Record<string, unknown> {
  const [service = '', action = ''] = call.call.split(':')
  const called = call.type === undefined || call.type === 'AwsApiCall'
  return {
    eventVersion: '1.11',
    userIdentity: call.by,
    eventTime: stamp(call.at),
    eventSource: `${service}.amazonaws.com`,
    eventName: action,
    awsRegion: call.region,
    sourceIPAddress: call.from,
    userAgent: call.agent,
    ...(call.error && { errorCode: call.error[0], errorMessage: call.error[1] }),
    requestParameters: call.request ?? null,
    responseElements: call.error ? null : (call.response ?? null),
    ...(call.additional !== undefined && { additionalEventData: call.additional }),
    ...(called && { requestID: random.uuid() }),
    eventID: random.uuid(),
    readOnly:
      call.readOnly ??
      /^(Get|List|Describe|Head|Lookup|Batch(Get|Describe))|^(Decrypt|AssumeRole|ConsoleLogin)/.test(action),
    ...(call.resources && { resources: call.resources }),
    eventType: call.type ?? 'AwsApiCall',
    managementEvent: !call.data,
    recipientAccountId: call.account,
    ...(call.sharedEventID && { sharedEventID: call.sharedEventID }),
    eventCategory: call.data ? 'Data' : 'Management',
    ...(called &&
      /^\d|:/.test(call.from) && {
        tlsDetails: {
          tlsVersion: 'TLSv1.3',
          cipherSuite: 'TLS_AES_128_GCM_SHA256',
          clientProvidedHostHeader: `${service}.${call.region}.amazonaws.com`,
        },
      }),
    ...(call.console && { sessionCredentialFromConsole: 'true' }),
  }
}

export const denied = (who: string, what: string): readonly [string, string] => [
  'AccessDenied',
  `User: ${who} is not authorized to perform: ${what} because no identity-based policy allows the ${what} action`,
]
