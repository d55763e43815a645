import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Account } from './account.ts'
import type { LogEntry } from './contract.ts'
import { beforeAnswer, type FaultList, send } from './faults.ts'
import type { Identities, Identity } from './identities.ts'
import type { Buckets } from './objects.ts'
import { allows } from './policy.ts'
import type { Queues } from './queues.ts'
import { denied, Refusal, refusalBody } from './refusal.ts'
import { controlAction, type ResourcePolicies } from './resources.ts'
import { answerS3, KmsDenied, type May, type Reply, s3Request } from './s3.ts'
import { type Services, serviceOperation, serviceResource } from './services.ts'
import { type Signed, signedBy, verify, type Wire } from './signature.ts'

/** What the front leads to. */
export interface Behind {
  readonly identities: Identities
  readonly buckets: Buckets
  readonly queues: Queues
  readonly services: Services
  readonly account: Account
  readonly resources: ResourcePolicies
  readonly faults: FaultList
  readonly log: LogEntry[]
  readonly now: () => number
  readonly put: Parameters<typeof answerS3>[4]
}

/** The one door: every request is logged, identified, checked, made to fail if a test wants so, and answered. */
export function front(behind: Behind): Server {
  return createServer((request, response) => {
    response.setHeader('date', new Date(behind.now()).toUTCString())
    response.on('error', () => undefined)
    whole(request)
      .then((wire) => handle(wire, response, behind))
      .catch(() => response.destroy())
  })
}

async function handle(wire: Wire, response: ServerResponse, behind: Behind): Promise<void> {
  const signed = signedBy(wire)
  const form = new URLSearchParams(wire.body.length < 100_000 ? wire.body.toString('latin1') : '')
  const service = serviceOf(wire, signed, form)
  const asked = service === 's3' ? s3Request(wire) : null
  const operation =
    asked?.operation ??
    (/^(?:sts|iam|sns)$/.test(service) ? (form.get('Action') ?? '') : serviceOperation(service, wire))
  const entry: LogEntry = {
    at: new Date(behind.now()),
    method: wire.method,
    service,
    region: signed?.region ?? '',
    operation,
    // Batches need the permission of the single call.
    action:
      asked?.action ??
      (service === 's3-control'
        ? controlAction(operation)
        : `${service}:${operation.replace(/^(.+Message\w*)Batch$/, '$1')}`),
    bucket: asked?.bucket ?? null,
    key: asked?.key ?? null,
    versionId: asked?.versionId ?? null,
    range: wire.headers.range ?? null,
    identity: null,
    status: 0,
    fault: null,
  }
  behind.log.push(entry)
  response.on('finish', () => {
    entry.status = response.statusCode
  })
  try {
    const caller = identify(wire, signed, service, operation, behind)
    entry.identity = caller?.arn ?? null
    const fault = behind.faults.take(entry.action, operation, entry.key)
    entry.fault = fault?.kind ?? null
    if (fault?.kind === 'expire' && caller?.session) caller.session.expires = 0
    if (fault?.kind === 'expire' && signed) behind.identities.holder(signed)
    if (await beforeAnswer(fault, response)) return
    await send(fault, response, await answer(wire, caller, entry, form, behind))
  } catch (error) {
    const refusal = error instanceof Refusal ? error : new Refusal('InternalError', String(error), 500)
    const { type, body } = refusalBody(service, refusal)
    const headers = { 'content-type': type, 'x-amzn-errortype': refusal.code, ...refusal.headers }
    await send(null, response, { status: refusal.status, headers, body })
  }
}

/** S3 Control signs as S3 does. */
function serviceOf(wire: Wire, signed: Signed | null, form: URLSearchParams): string {
  if (signed?.service === 's3' && wire.path.startsWith('/v20180820/')) return 's3-control'
  return signed?.service ?? unsigned(wire, form)
}

function unsigned(wire: Wire, form: URLSearchParams): string {
  if (form.has('Action')) return 'sts'
  return wire.headers['x-amz-sso_bearer_token'] === undefined ? 's3' : 'sso'
}

/** Who asks. Null only for what needs no signature. */
function identify(
  wire: Wire,
  signed: Signed | null,
  service: string,
  operation: string,
  behind: Behind,
): Identity | null {
  if ((service === 'sts' && operation === 'AssumeRoleWithWebIdentity') || service === 'sso') return null
  if (signed === null) {
    if (service === 's3') throw new Refusal('AccessDenied', 'Access Denied', 403)
    throw new Refusal('MissingAuthenticationToken', 'Request is missing Authentication Token', 403)
  }
  const caller = behind.identities.holder(signed)
  const at = Date.parse(signed.at.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'))
  if (signed.expires !== null && at + signed.expires * 1000 < behind.now()) {
    throw new Refusal('AccessDenied', 'Request has expired', 403)
  }
  if (signed.expires === null && !(Math.abs(at - behind.now()) < 15 * 60_000)) {
    const why = 'The difference between the request time and the current time is too large.'
    if (service === 's3') throw new Refusal('RequestTimeTooSkewed', why, 403)
    throw new Refusal('InvalidSignatureException', `Signature expired: ${why}`, 403)
  }
  verify(wire, signed, caller.secret)
  return caller
}

async function answer(
  wire: Wire,
  caller: Identity | null,
  entry: LogEntry,
  form: URLSearchParams,
  behind: Behind,
): Promise<Reply> {
  if (entry.service === 'sts') {
    return { status: 200, headers: { 'content-type': 'text/xml' }, body: behind.identities.sts(form, caller) }
  }
  if (entry.service === 'sso') {
    const token = String(wire.headers['x-amz-sso_bearer_token'])
    const body = behind.identities.portal(token, new URLSearchParams(wire.query))
    return { status: 200, headers: { 'content-type': 'application/json' }, body }
  }
  if (!caller) throw new Refusal('AccessDenied', 'Access Denied', 403)
  const may: May = (action, resource, context) =>
    allows(caller.policy, action, resource, { 'aws:RequestedRegion': entry.region, ...context })
  if (entry.service === 's3') return s3(wire, caller, may, behind)
  const queue = entry.service === 'sqs' && entry.operation !== 'ListQueues'
  const resource = queue
    ? behind.queues.arnOf(wire.body, entry.region, caller.account)
    : serviceResource(entry.service, wire, entry.region, caller.account)
  if (!may(entry.action, resource)) throw denied(entry.service, caller.arn, entry.action, resource)
  if (entry.service === 'sqs') return behind.queues.answer(entry.operation, entry.region, wire.body, caller.account)
  if (entry.service === 'iam') return behind.account.iam(entry.operation, form)
  const answered =
    behind.account.json(entry.service, entry.operation, wire.body) ??
    behind.resources.answer(entry.service, entry.operation, entry.region, wire)
  if (answered !== null) return answered
  return behind.services.answer(entry.service, entry.operation, entry.region, wire)
}

async function s3(wire: Wire, caller: Identity, may: May, behind: Behind): Promise<Reply> {
  const asked = s3Request(wire)
  // A folder is asked for with its prefix, which policies may demand.
  const context = asked.key === null ? { 's3:prefix': asked.query.get('prefix') ?? '' } : {}
  if (asked.operation !== 'DeleteObjects' && !may(asked.action, asked.resource, context)) {
    throw denied('s3', caller.arn, asked.action, asked.resource)
  }
  const bucket = asked.bucket === null || asked.operation === 'CreateBucket' ? null : behind.buckets.get(asked.bucket)
  const region = signedBy(wire)?.region ?? ''
  if (bucket && bucket.region !== region && asked.operation !== 'GetBucketLocation') throw elsewhere(bucket, region)
  const foreign = bucket?.options.requesterPays && bucket.options.owner !== caller.account
  if (foreign && wire.headers['x-amz-request-payer'] !== 'requester')
    throw new Refusal('AccessDenied', 'Access Denied', 403)
  try {
    const reply = await answerS3(wire, asked, behind.buckets, may, behind.put)
    return foreign ? { ...reply, headers: { ...reply.headers, 'x-amz-request-charged': 'requester' } } : reply
  } catch (error) {
    if (error instanceof KmsDenied) throw keyDenied(caller.arn, error.kmsKey)
    throw error
  }
}

function elsewhere(
  bucket: { readonly name: string; readonly region: string; readonly options: { readonly wrongRegion?: string } },
  region: string,
) {
  const headers = { 'x-amz-bucket-region': bucket.region }
  if (bucket.options.wrongRegion === 'malformed') {
    const why = `The authorization header is malformed; the region '${region}' is wrong; expecting '${bucket.region}'`
    return new Refusal('AuthorizationHeaderMalformed', why, 400, { headers, details: { Region: bucket.region } })
  }
  const why =
    'The bucket you are attempting to access must be addressed using the specified endpoint. Please send all future requests to this endpoint.'
  const details = { Endpoint: `s3.${bucket.region}.amazonaws.com`, Bucket: bucket.name }
  return new Refusal('PermanentRedirect', why, 301, { headers, details })
}

function keyDenied(arn: string, key: string): Refusal {
  const text = `User: ${arn} is not authorized to perform: kms:Decrypt on resource: ${key} because no identity-based policy allows the kms:Decrypt action`
  return new Refusal('AccessDenied', text, 403)
}

async function whole(request: IncomingMessage): Promise<Wire> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  const [path = '/', ...query] = (request.url ?? '/').split('?')
  return {
    method: request.method ?? '',
    path,
    query: query.join('?'),
    headers: request.headers,
    body: Buffer.concat(parts),
  }
}
