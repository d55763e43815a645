import { isObject, type PolicyDocument, readDocument } from '../policy/document.ts'
import type { Policy } from '../policy/statement.ts'
import { arnParts, hasWildcard } from '../policy/wildcard.ts'

type Fields = Readonly<Record<string, unknown>>

/** The policy of a resource and the resource it hangs on. Null when the answer holds no policy; throws where the resource cannot be told. */
export function readResourcePolicy(
  given: Fields,
  name: string,
): { readonly arn: string; readonly policy: Policy } | null {
  const attributes = isObject(given.Attributes) ? given.Attributes : given
  const text = [
    attributes.Policy,
    given.ResourcePolicy,
    given.policyText,
    given.Statement === undefined ? undefined : given,
  ].find((each) => (typeof each === 'string' && each !== '') || isObject(each))
  if (text === undefined) return null
  const document = readDocument(text)
  const arn = statedArn({ ...given, ...attributes }) ?? arnIn(name) ?? onlyResource(document)
  if (arn === null)
    throw new Error(
      'the policy does not say which resource it hangs on: put the ARN of the resource into the name of the file, with _ for : and /',
    )
  return { arn, policy: { name: `policy of ${arn}`, arn: null, holder: arn, document } }
}

function statedArn(given: Fields): string | null {
  const found = [given.QueueArn, given.TopicArn, given.ARN, given.Arn, given.ResourceArn, given.resourceArn].find(
    (each) => typeof each === 'string' && each.startsWith('arn:'),
  )
  return typeof found === 'string' ? found : null
}

/** arn_aws_kms_us-east-1_111122223333_key_1234.json */
export function arnIn(name: string): string | null {
  const file = name.slice(name.lastIndexOf('/') + 1).replace(/\.json(?:\.gz)?$/i, '')
  const [, partition, service, region, account, rest] =
    /^arn[:_](aws[\w-]*?)[:_]([a-z0-9-]+)[:_]([a-z0-9-]*)[:_](\d{12}|)[:_](.+)$/.exec(file) ?? []
  if (partition === undefined || rest === undefined) return null
  const typed = /^(?:kms|ecr)$/.test(service ?? '')
    ? rest.replace(/^(key|alias|repository)_/, '$1/')
    : rest.replace(/^(function|layer|secret)_/, '$1:')
  return `arn:${partition}:${service}:${region}:${account}:${/^(?:kms|ecr|lambda|secretsmanager)$/.test(service ?? '') ? typed : rest}`
}

/** The one resource that all its statements speak of: of a bucket its own ARN, whatever follows the slash. */
function onlyResource({ statements }: PolicyDocument): string | null {
  const patterns = statements.flatMap(({ resources }) => resources?.patterns ?? [])
  const roots = new Set(
    patterns.map((pattern) => (arnParts(pattern)[2] === 's3' ? pattern.replace(/\/.*$/, '') : pattern)),
  )
  const [only = ''] = roots
  return roots.size === 1 && only.startsWith('arn:') && !hasWildcard(only) ? only : null
}
