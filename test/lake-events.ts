/**
 * What Security Lake writes of an AWS event, column by column, after the mappings of ocsf/examples and files that it
 * wrote itself: the types of source version 1 (OCSF 1.0.0-rc.2) and 2 (1.1.0), and a CloudTrail record as a row of each.
 * Written apart from the decoder, which undoes it.
 */
type Types = Readonly<Record<string, string>>

const classTypes: Types = {
  class_name: 'VARCHAR',
  class_uid: 'INTEGER',
  category_name: 'VARCHAR',
  category_uid: 'INTEGER',
  severity_id: 'INTEGER',
  severity: 'VARCHAR',
  activity_name: 'VARCHAR',
  activity_id: 'INTEGER',
  type_name: 'VARCHAR',
  unmapped: 'MAP(VARCHAR, VARCHAR)',
}
const product = 'STRUCT("version" VARCHAR, "name" VARCHAR, vendor_name VARCHAR, feature STRUCT("name" VARCHAR))'

export const cloudtrailV1: Types = {
  metadata: `STRUCT(product ${product}, uid VARCHAR, profiles VARCHAR[], "version" VARCHAR)`,
  time: 'BIGINT',
  cloud: 'STRUCT(region VARCHAR, provider VARCHAR)',
  api: 'STRUCT(response STRUCT("error" VARCHAR, message VARCHAR), operation VARCHAR, "version" VARCHAR, service STRUCT("name" VARCHAR), request STRUCT(uid VARCHAR))',
  actor:
    'STRUCT("user" STRUCT("type" VARCHAR, "name" VARCHAR, uid VARCHAR, uuid VARCHAR, account_uid VARCHAR, credential_uid VARCHAR), "session" STRUCT(created_time BIGINT, mfa BOOLEAN, issuer VARCHAR), invoked_by VARCHAR, idp STRUCT("name" VARCHAR))',
  http_request: 'STRUCT(user_agent VARCHAR)',
  src_endpoint: 'STRUCT(uid VARCHAR, ip VARCHAR, "domain" VARCHAR)',
  resources: 'STRUCT(uid VARCHAR, account_uid VARCHAR, "type" VARCHAR)[]',
  ...classTypes,
  type_uid: 'INTEGER',
  status: 'VARCHAR',
  status_id: 'INTEGER',
}

export const cloudtrailV2: Types = {
  metadata: `STRUCT(product ${product}, event_code VARCHAR, uid VARCHAR, profiles VARCHAR[], "version" VARCHAR)`,
  time: 'BIGINT',
  time_dt: 'TIMESTAMP',
  cloud: 'STRUCT(region VARCHAR, provider VARCHAR)',
  api: 'STRUCT(response STRUCT("error" VARCHAR, message VARCHAR, "data" VARCHAR), operation VARCHAR, "version" VARCHAR, service STRUCT("name" VARCHAR), request STRUCT("data" VARCHAR, uid VARCHAR))',
  actor:
    'STRUCT("user" STRUCT("type" VARCHAR, "name" VARCHAR, uid_alt VARCHAR, uid VARCHAR, account STRUCT(uid VARCHAR), credential_uid VARCHAR), "session" STRUCT(created_time_dt TIMESTAMP, is_mfa BOOLEAN, issuer VARCHAR), invoked_by VARCHAR, idp STRUCT("name" VARCHAR))',
  http_request: 'STRUCT(user_agent VARCHAR)',
  src_endpoint: 'STRUCT(uid VARCHAR, ip VARCHAR, "domain" VARCHAR)',
  resources: 'STRUCT(uid VARCHAR, "owner" STRUCT(account STRUCT(uid VARCHAR)), "type" VARCHAR)[]',
  ...classTypes,
  type_uid: 'BIGINT',
  status: 'VARCHAR',
  observables: 'STRUCT("name" VARCHAR, "value" VARCHAR, "type" VARCHAR, type_id INTEGER)[]',
}

// biome-ignore lint/suspicious/noExplicitAny: a record as CloudTrail logged it
export type Logged = Readonly<Record<string, any>>

/** A CloudTrail record as a row of source version 1. */
export function rowV1(event: Logged): object {
  const { user, session, rest } = shared(event)
  return {
    ...rest,
    metadata: { ...rest.metadata, profiles: ['cloud'], version: '1.0.0-rc.2' },
    class_uid: 3005,
    category_uid: 3,
    type_uid: 300500,
    api: { ...rest.api, request: { uid: event.requestID } },
    actor: {
      ...rest.actor,
      user: {
        ...user,
        uid: event.userIdentity?.principalId,
        uuid: event.userIdentity?.arn,
        account_uid: event.userIdentity?.accountId,
      },
      session: { ...session.plain, created_time: session.created && Date.parse(session.created), mfa: session.mfa },
    },
    resources: event.resources?.map(({ ARN, accountId, type }: Logged) => ({ uid: ARN, account_uid: accountId, type })),
    unmapped: flattened(event, ['requestParameters', 'responseElements']),
  }
}

/** The same as a row of source version 2, which keeps request and response whole as JSON text. */
export function rowV2(event: Logged): object {
  const { user, session, rest } = shared(event)
  return {
    ...rest,
    metadata: { ...rest.metadata, event_code: event.eventType, profiles: ['cloud', 'datetime'], version: '1.1.0' },
    time_dt: event.eventTime.slice(0, -1),
    class_uid: 6003,
    category_uid: 6,
    type_uid: 600300,
    api: {
      ...rest.api,
      request: { uid: event.requestID, data: event.requestParameters && JSON.stringify(event.requestParameters) },
      response: { ...rest.api.response, data: event.responseElements && JSON.stringify(event.responseElements) },
    },
    actor: {
      ...rest.actor,
      user: {
        ...user,
        uid: event.userIdentity?.arn,
        uid_alt: event.userIdentity?.principalId,
        account: { uid: event.userIdentity?.accountId },
      },
      session: { ...session.plain, created_time_dt: session.created?.slice(0, -1), is_mfa: session.mfa },
    },
    resources: event.resources?.map(({ ARN, accountId, type }: Logged) => ({
      uid: ARN,
      owner: { account: { uid: accountId } },
      type,
    })),
    unmapped: flattened(event, []),
  }
}

function shared(event: Logged) {
  const identity = event.userIdentity ?? {}
  const { attributes, sessionIssuer } = identity.sessionContext ?? {}
  const isAddress = /^[\d.]+$|:/.test(event.sourceIPAddress ?? '')
  return {
    user: { type: identity.type, name: identity.userName, credential_uid: identity.accessKeyId },
    session: {
      created: attributes?.creationDate,
      mfa: attributes && attributes.mfaAuthenticated === 'true',
      plain: { issuer: sessionIssuer?.arn },
    },
    rest: {
      metadata: {
        product: {
          version: event.eventVersion,
          name: 'CloudTrail',
          vendor_name: 'AWS',
          feature: { name: event.eventCategory },
        },
        uid: event.eventID,
      },
      time: Date.parse(event.eventTime),
      cloud: { region: event.awsRegion, provider: 'AWS' },
      api: {
        response: { error: event.errorCode, message: event.errorMessage },
        operation: event.eventName,
        version: event.apiVersion,
        service: { name: event.eventSource },
      },
      actor: { invoked_by: identity.invokedBy },
      http_request: { user_agent: event.userAgent },
      src_endpoint: {
        uid: event.vpcEndpointId,
        ip: isAddress ? event.sourceIPAddress : undefined,
        domain: isAddress ? undefined : event.sourceIPAddress,
      },
      status: event.errorCode ? 'Failure' : 'Success',
      severity: 'Informational',
      severity_id: 1,
    },
  }
}

const alwaysUnmapped = [
  'additionalEventData',
  'recipientAccountId',
  'readOnly',
  'eventType',
  'managementEvent',
  'sharedEventID',
  'tlsDetails',
]

function flattened(event: Logged, more: readonly string[]): Record<string, string> {
  const flat = new Map<string, string[]>()
  const add = (path: string, value: unknown): void => {
    if (value === null || value === undefined) return
    if (Array.isArray(value)) for (const item of value) add(`${path}[]`, item)
    else if (typeof value === 'object') for (const [key, inner] of Object.entries(value)) add(`${path}.${key}`, inner)
    else flat.set(path, [...(flat.get(path) ?? []), String(value)])
  }
  for (const name of [...alwaysUnmapped, ...more]) add(name, event[name])
  const issuer = event.userIdentity?.sessionContext?.sessionIssuer ?? {}
  for (const name of ['type', 'principalId', 'accountId', 'userName'])
    add(`userIdentity.sessionContext.sessionIssuer.${name}`, issuer[name])
  return Object.fromEntries([...flat].map(([key, values]) => [key, values.join(',')]))
}
