/**
 * The event model: one row per record, whatever the format. The table, the search language, the column chooser, the
 * documentation and the exports are all derived from this one list; adding a column is one line here and a migration.
 */
export interface EventColumn {
  /** DuckDB type. Text is VARCHAR, never an enum: a log may hold anything. */
  readonly type: 'VARCHAR' | 'TIMESTAMP' | 'BOOLEAN' | 'UINTEGER' | 'JSON'
  /** What a responder calls it: the header of the column. */
  readonly title: string
  /** One sentence: what it holds and where CloudTrail keeps it. */
  readonly meaning: string
  /** Counted in the facet bar: few distinct values, or values worth ranking. */
  readonly facet?: true
}

export const eventColumns = {
  time: {
    type: 'TIMESTAMP',
    title: 'Time',
    meaning:
      'When it happened, or began, UTC: eventTime of CloudTrail, start of a flow, first sight of a finding. NULL when the record holds no usable time.',
  },
  format: {
    type: 'VARCHAR',
    title: 'Format',
    meaning: 'Which log format the record was read as: the id of a decoder.',
    facet: true,
  },
  id: {
    type: 'VARCHAR',
    title: 'Event id',
    meaning:
      'The id as logged (eventID; of a finding with the time of its version); sha256:… of the record where the format has none.',
  },
  shared_id: {
    type: 'VARCHAR',
    title: 'Shared event id',
    meaning:
      'What belongs together: sharedEventID of a call delivered to another account, all versions of a finding, the trace of a request.',
  },
  account: {
    type: 'VARCHAR',
    title: 'Account',
    meaning:
      'The account that it happened in (recipientAccountId, else userIdentity.accountId; of other logs their own field, else the key of the object). Always text: ids may begin with 0.',
    facet: true,
  },
  region: {
    type: 'VARCHAR',
    title: 'Region',
    meaning: 'awsRegion; of other logs their own field, else the key of the object.',
    facet: true,
  },
  service: {
    type: 'VARCHAR',
    title: 'Service',
    meaning: 'eventSource without .amazonaws.com; of other logs the service that wrote them: vpc, s3, guardduty, …',
    facet: true,
  },
  action: {
    type: 'VARCHAR',
    title: 'Action',
    meaning: 'eventName; ACCEPT or REJECT of a flow, the operation or method of a request, the type of a finding.',
    facet: true,
  },
  category: {
    type: 'VARCHAR',
    title: 'Category',
    meaning: 'management, data, insight, network, finding or aggregated.',
    facet: true,
  },
  kind: {
    type: 'VARCHAR',
    title: 'Event type',
    meaning:
      'eventType: AwsApiCall, AwsServiceEvent, AwsConsoleSignIn, …; the direction of a flow, the protocol of a request.',
    facet: true,
  },
  outcome: {
    type: 'VARCHAR',
    title: 'Outcome',
    meaning:
      'success, denied or failed: a console login by its response element, a flow by its action, a request by its status.',
    facet: true,
  },
  error_code: {
    type: 'VARCHAR',
    title: 'Error code',
    meaning: 'errorCode; status or reason of a request or flow that did not succeed.',
    facet: true,
  },
  error_message: { type: 'VARCHAR', title: 'Error message', meaning: 'errorMessage.' },
  read_only: {
    type: 'BOOLEAN',
    title: 'Read only',
    meaning: 'readOnly; of other logs whether the operation only reads.',
    facet: true,
  },
  actor: {
    type: 'VARCHAR',
    title: 'Principal',
    meaning:
      'Who did it: userIdentity.arn; the calling service, principal id or name where there is no ARN. Requester, user or instance in other logs.',
    facet: true,
  },
  actor_type: {
    type: 'VARCHAR',
    title: 'Principal type',
    meaning:
      'userIdentity.type: Root, IAMUser, AssumedRole, AWSService, …; Anonymous, Instance, Certificate in other logs.',
    facet: true,
  },
  actor_name: {
    type: 'VARCHAR',
    title: 'Principal name',
    meaning: 'userIdentity.userName, else the role (issuer) name.',
    facet: true,
  },
  actor_account: {
    type: 'VARCHAR',
    title: 'Principal account',
    meaning: 'userIdentity.accountId: whose principal called.',
    facet: true,
  },
  actor_id: { type: 'VARCHAR', title: 'Principal id', meaning: 'userIdentity.principalId.' },
  role: {
    type: 'VARCHAR',
    title: 'Role',
    meaning: 'ARN of the role whose session called (sessionContext.sessionIssuer.arn).',
    facet: true,
  },
  session_name: {
    type: 'VARCHAR',
    title: 'Session name',
    meaning: 'What follows the last / of an assumed-role ARN.',
    facet: true,
  },
  session_start: { type: 'TIMESTAMP', title: 'Session start', meaning: 'sessionContext.attributes.creationDate, UTC.' },
  access_key: {
    type: 'VARCHAR',
    title: 'Access key',
    meaning: 'userIdentity.accessKeyId: AKIA… long-term, ASIA… temporary.',
    facet: true,
  },
  mfa: {
    type: 'BOOLEAN',
    title: 'MFA',
    meaning: 'mfaAuthenticated of the session; MFAUsed of a console login.',
    facet: true,
  },
  invoked_by: {
    type: 'VARCHAR',
    title: 'Invoked by',
    meaning: 'userIdentity.invokedBy: the AWS service that called for the principal.',
    facet: true,
  },
  source_ip: {
    type: 'VARCHAR',
    title: 'Source IP',
    meaning:
      'Where it came from, if that is an IPv4 or IPv6 address: sourceIPAddress, the client of a request, the source of a flow.',
    facet: true,
  },
  source_service: {
    type: 'VARCHAR',
    title: 'Source service',
    meaning: 'sourceIPAddress where it is not an address: a service name, AWS Internal, a host name.',
    facet: true,
  },
  user_agent: { type: 'VARCHAR', title: 'User agent', meaning: 'userAgent, as the client called itself.', facet: true },
  vpc_endpoint: { type: 'VARCHAR', title: 'VPC endpoint', meaning: 'vpcEndpointId.' },
  target: {
    type: 'VARCHAR',
    title: 'Target',
    meaning:
      'What was acted on: resources[0].ARN, else the name or id found in the request; the object, load balancer or address in other logs.',
    facet: true,
  },
  target_type: { type: 'VARCHAR', title: 'Target type', meaning: 'resources[0].type where it is logged.' },
  severity: {
    type: 'VARCHAR',
    title: 'Severity',
    meaning: 'Findings only: critical, high, medium, low or informational.',
    facet: true,
  },
  title: {
    type: 'VARCHAR',
    title: 'Title',
    meaning: 'What it is about in a line: title of a finding or insight, request line, addresses and ports of a flow.',
  },
  identity: { type: 'JSON', title: 'Identity', meaning: 'userIdentity, whole.' },
  request: { type: 'JSON', title: 'Request', meaning: 'requestParameters, whole.' },
  response: { type: 'JSON', title: 'Response', meaning: 'responseElements, whole.' },
  extra: {
    type: 'JSON',
    title: 'Other fields',
    meaning: 'Every other top-level field under its own name, known to us or not.',
  },
  fidelity: {
    type: 'VARCHAR',
    title: 'Fidelity',
    meaning:
      'full; flattened where a lake rewrote request and response, or a query left things out; bare where what stood around the record, and named the account, is lost.',
  },
  flags: {
    type: 'VARCHAR',
    title: 'Flags',
    meaning: 'What was odd about the record, space-separated: duplicate-keys, lone-surrogates, bad-time, damaged, ….',
    facet: true,
  },
  object_id: { type: 'UINTEGER', title: 'Object', meaning: 'The object that holds the record: object.object_id.' },
  ordinal: {
    type: 'UINTEGER',
    title: 'Ordinal',
    meaning: 'Position of the record in its object, from 0: with object_id the way back to the bytes.',
  },
} as const satisfies Record<string, EventColumn>

export type EventColumnName = keyof typeof eventColumns
export const eventColumnNames = Object.keys(eventColumns) as readonly EventColumnName[]

/** Columns that the facet bar can count. */
export const facetNames = eventColumnNames.filter((name) => 'facet' in eventColumns[name])

/** What events can be counted by: titles too, such as requests and signatures, which are too many for the facet bar. */
export const countedNames = [...facetNames, 'title'] as const satisfies readonly EventColumnName[]

/** What events can be counted by beside their columns: what the rules say that found them. */
export const ruleFacets = ['rule', 'group', 'tactic', 'level'] as const
export type RuleFacet = (typeof ruleFacets)[number]
/** What a facet is called over a list of its values. */
export function facetTitle(facet: FacetName): string {
  return facet in ofRules ? ofRules[facet as RuleFacet] : eventColumns[facet as EventColumnName].title
}

const ofRules: Readonly<Record<RuleFacet, string>> = {
  rule: 'Rule',
  group: 'Rule group',
  tactic: 'Tactic of rules',
  level: 'Level of rules',
}
export type FacetName = EventColumnName | RuleFacet

export const outcomes = ['success', 'denied', 'failed'] as const
export const severities = ['critical', 'high', 'medium', 'low', 'informational'] as const
