import { isIP } from 'node:net'
import { oneAddress } from './one-address.ts'

/** A part of a text: as it is, or a value that a pseudonym stands for. */
export type Piece = string | { readonly original: string; readonly kind: PseudonymKind }
export type PseudonymKind = 'account' | 'address' | 'key' | 'name' | 'place' | 'text' | 'question'

/**
 * A value of a log as pieces. What is not known to be public is hidden, so nothing slips through that nobody thought of:
 * ARNs and ids keep their shape and lose every name in them, and text of several words is hidden whole.
 */
export function closedPieces(text: string, isPublic: (word: string) => boolean): readonly Piece[] {
  if (text === '' || isPublic(text)) return [text]
  if (isIP(oneAddress(text)) !== 0) return [{ original: text, kind: 'address' }]
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) return [{ original: text, kind: 'place' }]
  if (/[\s{}[\]()"'`<>\\%&]/.test(text) || text.length > 300) return [{ original: text, kind: 'text' }]
  // An address of IPv6 has colons, which part the pieces of everything else.
  const network = /^([0-9a-f:.]+)(\/\d{1,3})$/i.exec(text)
  if (network?.[1] && isIP(network[1]) !== 0) return [{ original: network[1], kind: 'address' }, network[2] ?? '']
  return text
    .split(/([:/@,=|;]+)/)
    .map((part, at): Piece => (at % 2 === 1 || part === '' || isPublic(part) || words.has(part) ? part : hidden(part)))
}

function hidden(part: string): Piece {
  if (/^\d{12}$/.test(part)) return { original: part, kind: 'account' }
  if (isIP(part) !== 0) return { original: part, kind: 'address' }
  if (/^A[A-Z]{3}[A-Z0-9]{12,}$/.test(part)) return { original: part, kind: 'key' }
  return { original: part, kind: 'name' }
}

/** Words of ARNs that say what kind of thing it is. */
const words: ReadonlySet<string> = new Set(
  [
    ['arn', 'aws', 'aws-cn', 'aws-us-gov', '*', 'root', 'user', 'role', 'assumed-role', 'federated-user', 'group'],
    [
      'policy',
      'instance-profile',
      'aws-service-role',
      'service-role',
      'instance',
      'volume',
      'snapshot',
      'image',
      'vpc',
    ],
    ['subnet', 'security-group', 'network-interface', 'key', 'alias', 'function', 'layer', 'table', 'secret', 'db'],
    ['cluster', 'trail', 'parameter', 'log-group', 'log-stream', 'detector', 'saml-provider', 'oidc-provider', 'mfa'],
    [
      'distribution',
      'repository',
      'stack',
      'rule',
      'stateMachine',
      'topic',
      'queue',
      'domain',
      'session',
      'sts',
      'iam',
    ],
    [
      's3',
      'ec2',
      'lambda',
      'kms',
      'sqs',
      'sns',
      'rds',
      'dynamodb',
      'ssm',
      'secretsmanager',
      'logs',
      'cloudtrail',
      'eks',
    ],
  ].flat(),
)
