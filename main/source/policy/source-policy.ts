import type { ApiSource, ListedSource, QueueSource, Source } from '../../../shared/source.ts'
import type { PolicyFacts, PolicyText, SourcePolicy } from '../../../shared/source-policy.ts'
import { bucketStatements } from './bucket-statements.ts'
import { identityStatements } from './identity-statements.ts'
import { keyStatements } from './key-statements.ts'
import { type Where, whereOf } from './place.ts'
import { announcedIn, queueStatements, unknownBucket } from './queue-statements.ts'
import { assumeStatement, trustStatement } from './role-policies.ts'
import { serviceStatements } from './service-statements.ts'
import { policyJson, type Statement } from './statement.ts'

/** The policies with which a source can be collected and nothing else be done, with its names filled in. */
export function sourcePolicy(source: Source, facts: PolicyFacts): SourcePolicy {
  const where = whereOf(source)
  const principal = facts.principal ?? `arn:${where.partition}:iam::${unknownAccount}:user/${unknownUser}`
  const reader = source.access.roles.at(-1)
  const { permissions, buckets } = neededBy(source, facts, where)
  const who = reader ? `the role ${nameOf(reader.arn)}` : 'the user or role whose credentials Coldtrail uses'
  const removes = 'deleteAfter' in source && source.deleteAfter
  const documents: PolicyText[] = [
    {
      kind: 'permissions',
      title: titleOf(source, removes),
      attach: `a permissions policy of ${who}`,
      json: policyJson(permissions),
    },
  ]
  if (buckets.length > 0) {
    documents.push({
      kind: 'key',
      title: 'Decrypt the logs, where a KMS key of your own encrypts them',
      attach: `a permissions policy of ${who}; the policy of the key has to let it in too`,
      json: policyJson(keyStatements(buckets, 'queue' in source, facts.keys, where)),
    })
  }
  return { documents: [...documents, ...rolesOf(source, principal)], notes: notesOn(source, facts, where, buckets) }
}

const unknownAccount = '111122223333'
const unknownUser = 'NAME-OF-THE-USER'
const nameOf = (arn: string) => arn.split('/').at(-1) ?? arn

function titleOf({ kind }: Source, removes: boolean): string {
  if (kind === 'api-iam') return 'Read identities and policies'
  return removes ? 'Read the logs, and delete what was collected' : 'Read the logs'
}

interface Needed {
  readonly permissions: readonly Statement[]
  /** Buckets that are read. */
  readonly buckets: readonly string[]
}

function neededBy(source: Source, { buckets }: PolicyFacts, where: Where): Needed {
  switch (source.kind) {
    case 's3-bucket':
    case 'security-lake-listing':
      return { permissions: bucketStatements(source satisfies ListedSource, where), buckets: [source.bucket] }
    case 'security-lake-queue':
    case 'sqs-notifications': {
      const permissions = queueStatements(source satisfies QueueSource, buckets, where)
      return { permissions, buckets: announcedIn(source, buckets, where) }
    }
    case 'api-iam':
      return { permissions: identityStatements(), buckets: [] }
    default:
      return { permissions: serviceStatements(source satisfies ApiSource, where), buckets: [] }
  }
}

/** Each role of the chain trusts the one before it; the first trusts the person. */
function rolesOf(source: Source, principal: string): readonly PolicyText[] {
  return source.access.roles.flatMap((role, place): PolicyText[] => {
    const before = source.access.roles[place - 1]?.arn ?? principal
    return [
      {
        kind: 'assume',
        title: `Assume the role ${nameOf(role.arn)}`,
        attach: `a permissions policy of ${before}`,
        json: policyJson([assumeStatement(role)]),
      },
      {
        kind: 'trust',
        title: `Let it into the role ${nameOf(role.arn)}`,
        attach: `the trust policy of ${role.arn}`,
        json: policyJson([trustStatement(role, before)]),
      },
    ]
  })
}

function notesOn(source: Source, facts: PolicyFacts, where: Where, buckets: readonly string[]): readonly string[] {
  const isQueue = 'queue' in source
  const notes: (string | false)[] = [
    facts.principal === null &&
      source.access.roles.length > 0 &&
      `write the ARN of whoever runs Coldtrail in place of ${unknownAccount} and ${unknownUser}`,
    buckets.includes(unknownBucket) &&
      `write the bucket that the queue announces objects of in place of ${unknownBucket}`,
    isQueue && where.region === '*' && 'the region of the queue is not known: write it in place of the *',
    isQueue && where.account === '*' && 'the account of the queue is not known: write it in place of the *',
    buckets.length > 0 &&
      facts.keys.length === 0 &&
      'no KMS key is named: the decryption is bound to the buckets instead',
    'bucket' in source &&
      'ListLogs and ReadLogs alone are enough to collect: what the other statements would add is then left out, and said',
    source.access.requesterPays && 'you pay for the requests and the transfer',
  ]
  return notes.filter((note) => note !== false)
}
