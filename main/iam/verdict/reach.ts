import type { Test } from '../policy/document.ts'
import { shareOfInternet } from '../policy/network.ts'
import { arnParts, hasWildcard } from '../policy/wildcard.ts'
import { judgeAccount } from './accounts.ts'
import { type Judged, judged, mildest, worst } from './classes.ts'
import type { Kind } from './kinds.ts'
import type { Surroundings } from './surroundings.ts'
import { gripOf, livingValues } from './tests.ts'

/** What conditions leave of "everybody": each list holds alternatives, of which the widest counts; the tightest list wins. */
export function reachOfAll(conditions: readonly (readonly Test[])[], kind: Kind, around: Surroundings): Judged | null {
  const limits = conditions.map((alternatives) => {
    const each = alternatives.map((test) => limitOf(test, kind, around))
    return each.some((limit) => limit === null) ? null : (worst(each.filter((limit) => limit !== null)) ?? null)
  })
  return mildest(limits.filter((limit) => limit !== null)) ?? null
}

/** What one test leaves of everybody; null when it leaves everybody. */
function limitOf(test: Test, kind: Kind, around: Surroundings): Judged | null {
  const key = test.key.toLowerCase()
  const grip = gripOf(test)
  if (/^aws:(?:currenttime|epochtime)$/.test(key)) return isOver(test, around) ? dead(`${test.key} is over`) : null
  if (grip === 'not') return null
  // Whoever signs a request has these; only anonymous requests to a resource come without.
  const isAlwaysThere = /^(?:aws:principal(?:arn|account|type)|aws:userid|kms:calleraccount)$/.test(key)
  if (grip === 'loose' && !(isAlwaysThere && (kind === 'trust' || kind === 'key'))) return null
  const limit = limiters.find(([pattern]) => pattern.test(key))?.[1]
  if (limit === undefined) return null
  const values = livingValues(test)
  if (values.length === 0)
    return dead(`${test.operator} takes the wildcard in ${test.values.join(', ')} for a character`)
  return limit(values, { key: test.key, kind, around })
}

interface Asked {
  readonly key: string
  readonly kind: Kind
  readonly around: Surroundings
}

type Limiter = (values: readonly string[], asked: Asked) => Judged | null

/** By the key: what its values leave. A key that is not here limits nobody: the caller chooses it, or it says nothing of who. */
const limiters: readonly (readonly [RegExp, Limiter])[] = [
  [/^aws:principalorg(?:id|paths)$/, (values, { around }) => worstOf(values, (value) => organization(value, around))],
  [
    /^(?:aws:principalaccount|kms:calleraccount|aws:sourceowner|aws:sourceaccount|s3:dataaccesspointaccount)$/,
    accounts,
  ],
  [/^aws:principalarn$/, (values, asked) => worstOf(values, (value) => principal(value, asked))],
  [/^aws:userid$/, (values) => worstOf(values, uniqueId)],
  [/^aws:sourceip$/, networks],
  // Not aws:VpcSourceIp: anybody's VPC may have those addresses.
  [
    /^aws:sourcevpce?$/,
    (values, { kind, key }) =>
      values.some((value) => /^(?:\*|vpce?-\*|vpce?\*)$/.test(value))
        ? null
        : network(kind, `${key} ${values.join(', ')}`),
  ],
  [
    /^aws:(?:vpceaccount|vpceorgid|vpceorgpaths|sourcevpcarn)$/,
    (values, { kind, key }) =>
      values.some((value) => /^(?:o-)?\*/.test(value)) ? null : network(kind, `${key} ${values.join(', ')}`),
  ],
  // As EFS itself counts it: https://docs.aws.amazon.com/efs/latest/ug/access-control-block-public-access.html
  [
    /^elasticfilesystem:accessedviamounttarget$/,
    (values, { kind }) =>
      values.every((value) => value.toLowerCase() === 'true')
        ? network(kind, 'the networks of its mount targets')
        : null,
  ],
  [
    /^(?:sts:externalid|lambda:eventsourcetoken)$/,
    (values) => (values.some(isOpen) ? null : judged('public-shared-secret', 'high', 'whoever knows the external id')),
  ],
  [
    /^(?:aws:sourcearn|s3:dataaccesspointarn)$/,
    (values, { around }) => worstOf(values, (value) => source(value, around)),
  ],
  [/^aws:sourceorg(?:id|paths)$/, (values, { around }) => worstOf(values, (value) => organization(value, around))],
  [
    /^aws:principal(?:isawsservice|servicename|servicenameslist)$/,
    () => judged('service-confused-deputy', 'medium', 'AWS services, for whichever account they act'),
  ],
]

/** Whether a value is a policy variable, which stands for what the request says: no default stands in it. */
function isVariable(value: string, key: string): boolean {
  return value.toLowerCase() === `\${${key.toLowerCase()}}`
}

function isOpen(value: string): boolean {
  return /^[*?]*$/.test(value)
}

function worstOf(values: readonly string[], judge: (value: string) => Judged | null): Judged | null {
  const all = values.map(judge)
  return all.some((each) => each === null) ? null : (worst(all.filter((each) => each !== null)) ?? null)
}

export function organization(value: string, { organization: own }: Surroundings): Judged | null {
  const [id = ''] = value.split('/')
  if (hasWildcard(id)) return null
  if (isVariable(id, 'aws:ResourceOrgID')) return judged('org', 'low', 'the organization that has the resource')
  if (own === null) return judged('external-org', 'high', `organization ${id}; the case does not know its own`)
  return id === own
    ? judged('org', 'low', 'own organization')
    : judged('external-org', 'high', `organization ${id} is not the case's`)
}

function accounts(values: readonly string[], { kind, around }: Asked): Judged | null {
  return worstOf(values, (written) => {
    const value = isVariable(written, 'aws:ResourceAccount') ? around.own : written
    if (value === null) return judged('own-account', 'info', 'the account that has the resource')
    if (!/^\d{12}$/.test(value)) return null
    return value === around.own && kind !== 'trust'
      ? judged('own-account', 'info', 'the own account')
      : judgeAccount(value, null, false, around)
  })
}

function principal(value: string, { around }: Asked): Judged | null {
  const [, , , , account = '', rest = '*'] = arnParts(value)
  if (!/^\d{12}$/.test(account)) return null
  return judgeAccount(account, /^(?:\*|root)$/.test(rest) || hasWildcard(rest) ? null : value, false, around)
}

function uniqueId(value: string): Judged | null {
  return /^(?:A[A-Z]{3}[A-Z0-9]{12,})(?::|$)/.test(value)
    ? judged('single-principal', 'info', `only the unique id ${value}`)
    : null
}

/** More than a quarter of all addresses is everybody. */
function networks(values: readonly string[], { kind, key }: Asked): Judged | null {
  return shareOfInternet(values) > 0.25 ? null : network(kind, `${key} ${values.slice(0, 3).join(', ')}`)
}

function network(kind: Kind, what: string): Judged {
  return kind === 'trust'
    ? judged('public-network-limited', 'high', `anyone with an AWS account, from ${what}`)
    : judged('network-limited', 'low', `anyone, from ${what}`)
}

/** The resource on whose behalf a service calls. ARNs of S3 carry no account: the bucket has to be known. */
export function source(value: string, around: Surroundings): Judged | null {
  const [, , service = '', , account = '', rest = ''] = arnParts(value)
  if (isOpen(value)) return null
  if (/^\d{12}$/.test(account)) {
    return account === around.own || around.own === null
      ? judged('service-bound', 'info', `only for ${value}`)
      : judgeAccount(account, null, false, around)
  }
  const isExact = rest !== '' && !isOpen(rest) && !rest.startsWith('*')
  if (service === 's3' && isExact)
    return judged(
      'service-bound',
      'info',
      `only for ${value}; its account is not in the ARN: make sure that the bucket is ours`,
    )
  return judged('service-confused-deputy', 'medium', `${value} may be in any account`)
}

function isOver({ base, values }: Test, { at }: Surroundings): boolean {
  const ends = values.map((value) => (/^\d{9,11}$/.test(value) ? Number(value) * 1000 : Date.parse(value)))
  return /^(?:date|numeric)lessthan/.test(base) && ends.every((end) => end < Date.parse(at))
}

function dead(why: string): Judged {
  return judged('dead', 'info', why)
}
