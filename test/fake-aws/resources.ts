import type { Resources } from './contract.ts'
import { Refusal } from './refusal.ts'
import type { Reply } from './s3.ts'
import type { Wire } from './signature.ts'
import { type Fields, xmlAnswer, xmlOf } from './xml.ts'

/** Of everything that is listed here: pages show that the next one is asked for. */
const pageSize = 2

/** What a request to Lambda or S3 Control is called; both are told by their paths. */
export function resourceOperation(service: string, { method, path }: Wire): string | null {
  const found = paths.find(([of, pattern]) => of === service && method === 'GET' && pattern.test(path))
  return found?.[2] ?? null
}

const paths: readonly (readonly [service: string, path: RegExp, operation: string])[] = [
  ['lambda', /^\/2015-03-31\/functions\/?$/, 'ListFunctions'],
  ['lambda', /\/functions\/[^/]+\/policy$/, 'GetPolicy'],
  ['lambda', /\/functions\/[^/]+\/aliases$/, 'ListAliases'],
  ['lambda', /\/functions\/[^/]+\/urls$/, 'ListFunctionUrlConfigs'],
  ['lambda', /\/layers$/, 'ListLayers'],
  ['lambda', /\/layers\/[^/]+\/versions$/, 'ListLayerVersions'],
  ['lambda', /\/layers\/[^/]+\/versions\/\d+\/policy$/, 'GetLayerVersionPolicy'],
  ['s3-control', /\/configuration\/publicAccessBlock$/, 'GetPublicAccessBlock'],
  ['s3-control', /\/accesspoint$/, 'ListAccessPoints'],
  ['s3-control', /\/accesspoint\/[^/]+\/policy$/, 'GetAccessPointPolicy'],
  ['s3-control', /\/accesspoint\/[^/]+$/, 'GetAccessPoint'],
]

/** The permission that an operation of S3 Control needs. */
export function controlAction(operation: string): string {
  return `s3:${operation === 'GetPublicAccessBlock' ? 'GetAccountPublicAccessBlock' : operation}`
}

/** Policies of keys, topics, functions, layers, secrets, repositories and access points, in the region that they lie in. */
export class ResourcePolicies {
  readonly state: Resources = {
    keys: [],
    topics: [],
    functions: [],
    layers: [],
    secrets: [],
    repositories: [],
    accessPoints: [],
    publicAccessBlock: null,
  }

  /** Null: these services have no such operation here. */
  answer(service: string, operation: string, region: string, wire: Wire): Reply | null {
    if (service === 'sns') return this.#topics(operation, region, new URLSearchParams(wire.body.toString()))
    if (service === 's3-control') return this.#control(operation, region, wire)
    const query = new URLSearchParams(wire.query)
    const found = this.#json(`${service}:${operation}`, region, wire, query)
    if (found === null) return null
    return { status: 200, headers: { 'content-type': 'application/x-amz-json-1.1' }, body: JSON.stringify(found) }
  }

  #json(what: string, region: string, wire: Wire, query: URLSearchParams): object | null {
    const { keys, functions, layers, secrets, repositories } = this.state
    const input = JSON.parse(wire.body.toString() || '{}') as Readonly<Record<string, string | undefined>>
    const [, , , name = '', , version = ''] = wire.path.split('/').map(decodeURIComponent)
    const key = () => the(keys, ({ arn }) => arn.endsWith(`/${input.KeyId}`), 'NotFoundException')
    const aFunction = () => the(functions, ({ arn }) => arn === name)
    switch (what) {
      case 'kms:ListKeys': {
        const { items, next } = page(within(keys, region), input.Marker)
        const Keys = items.map(({ arn }) => ({ KeyArn: arn, KeyId: arn.split('/')[1] }))
        return { Keys, Truncated: next !== undefined, NextMarker: next }
      }
      case 'kms:GetKeyPolicy':
        return { Policy: key().policy, PolicyName: 'default' }
      case 'kms:ListGrants': {
        const { items, next } = page(key().grants ?? [], input.Marker)
        return { Grants: items, Truncated: next !== undefined, NextMarker: next }
      }
      case 'lambda:ListFunctions': {
        const { items, next } = page(within(functions, region), query.get('Marker'))
        const described = items.map(({ arn, role, layers: used = [] }) => ({
          FunctionArn: arn,
          FunctionName: arn.split(':')[6],
          Role: role,
          Layers: used.map((Arn) => ({ Arn })),
          Environment: { Variables: { PASSWORD: 'of-the-function' } },
        }))
        return { Functions: described, NextMarker: next }
      }
      case 'lambda:GetPolicy': {
        const { policy, aliases = {} } = aFunction()
        const qualifier = query.get('Qualifier')
        return { Policy: there(qualifier === null ? policy : aliases[qualifier]), RevisionId: '1' }
      }
      case 'lambda:ListAliases':
        return { Aliases: Object.keys(aFunction().aliases ?? {}).map((Name) => ({ Name, FunctionVersion: '1' })) }
      case 'lambda:ListFunctionUrlConfigs': {
        const { arn, url } = aFunction()
        const FunctionUrl = 'https://abc.lambda-url.us-east-1.on.aws/'
        return { FunctionUrlConfigs: url === undefined ? [] : [{ FunctionArn: arn, FunctionUrl, AuthType: url }] }
      }
      case 'lambda:ListLayers': {
        const { items, next } = page(within(layers, region), query.get('Marker'))
        return { Layers: items.map(({ arn }) => ({ LayerArn: arn, LayerName: arn.split(':')[6] })), NextMarker: next }
      }
      case 'lambda:ListLayerVersions': {
        const { arn, versions } = the(layers, (layer) => layer.arn === name)
        const { items, next } = page([...versions.keys()], query.get('Marker'))
        const LayerVersions = items.map((i) => ({ LayerVersionArn: `${arn}:${i + 1}`, Version: i + 1 }))
        return { LayerVersions, NextMarker: next }
      }
      case 'lambda:GetLayerVersionPolicy': {
        const { versions } = the(layers, (layer) => layer.arn === name)
        return { Policy: there(versions[Number(version) - 1]), RevisionId: '1' }
      }
      case 'secretsmanager:ListSecrets': {
        const { items, next } = page(within(secrets, region), input.NextToken)
        return { SecretList: items.map(({ arn }) => ({ ARN: arn, Name: arn.split(':')[6] })), NextToken: next }
      }
      case 'secretsmanager:GetResourcePolicy': {
        const { arn, policy } = the(secrets, (secret) => secret.arn === input.SecretId)
        return { ARN: arn, Name: arn.split(':')[6], ResourcePolicy: policy ?? undefined }
      }
      case 'ecr:DescribeRepositories': {
        const { items, next } = page(within(repositories, region), input.nextToken)
        const named = items.map(({ arn }) => ({ repositoryArn: arn, repositoryName: nameOf(arn) }))
        return { repositories: named, nextToken: next }
      }
      case 'ecr:GetRepositoryPolicy': {
        const { policy } = the(repositories, ({ arn }) => nameOf(arn) === input.repositoryName)
        return { policyText: there(policy, 'RepositoryPolicyNotFoundException') }
      }
      default:
        return null
    }
  }

  #topics(operation: string, region: string, form: URLSearchParams): Reply | null {
    const { topics } = this.state
    const space = 'http://sns.amazonaws.com/doc/2010-03-31/'
    if (operation === 'ListTopics') {
      const { items, next } = page(within(topics, region), form.get('NextToken'))
      const more = next === undefined ? {} : { NextToken: next }
      return xmlAnswer(operation, space, { Topics: items.map(({ arn }) => ({ TopicArn: arn })), ...more })
    }
    if (operation !== 'GetTopicAttributes') return null
    const { arn, policy } = the(topics, (topic) => topic.arn === form.get('TopicArn'), 'NotFound')
    const attributes: [string, string][] = [
      ['TopicArn', arn],
      ['DisplayName', 'somebody'],
      ['Policy', policy ?? ''],
    ]
    return xmlAnswer(operation, space, { Attributes: new Map(attributes) })
  }

  /** Lists of S3 Control name their members after what they are. */
  #control(operation: string, region: string, wire: Wire): Reply | null {
    const { accessPoints, publicAccessBlock } = this.state
    const name = /\/accesspoint\/([^/]+)/.exec(wire.path)?.[1]
    const point = () => the(accessPoints, ({ arn }) => arn.endsWith(`/${name}`), 'NoSuchAccessPoint')
    switch (operation) {
      case 'GetPublicAccessBlock':
        if (publicAccessBlock === null)
          throw new Refusal('NoSuchPublicAccessBlockConfiguration', 'The public access block was not found', 404)
        return control('PublicAccessBlockConfiguration', publicAccessBlock)
      case 'ListAccessPoints': {
        const { items, next } = page(within(accessPoints, region), new URLSearchParams(wire.query).get('nextToken'))
        const list = items.map(({ arn, bucket }) => {
          const about = { Name: nameOf(arn), NetworkOrigin: 'Internet', Bucket: bucket, AccessPointArn: arn }
          return `<AccessPoint>${xmlOf(about)}</AccessPoint>`
        })
        const more = next === undefined ? '' : `<NextToken>${next}</NextToken>`
        return control('ListAccessPointsResult', `<AccessPointList>${list.join('')}</AccessPointList>${more}`)
      }
      case 'GetAccessPoint': {
        const { arn, bucket, publicAccessBlock: block } = point()
        const about = { Name: nameOf(arn), Bucket: bucket, NetworkOrigin: 'Internet', AccessPointArn: arn }
        return control('GetAccessPointResult', { ...about, PublicAccessBlockConfiguration: block })
      }
      case 'GetAccessPointPolicy':
        return control('GetAccessPointPolicyResult', { Policy: there(point().policy, 'NoSuchAccessPointPolicy') })
      default:
        return null
    }
  }
}

function control(root: string, content: string | Fields): Reply {
  const inner = typeof content === 'string' ? content : xmlOf(content)
  return { status: 200, headers: { 'content-type': 'text/xml' }, body: `<${root}>${inner}</${root}>` }
}

const nameOf = (arn: string) => arn.slice(arn.indexOf('/') + 1)

function within<T extends { readonly arn: string }>(all: readonly T[], region: string): readonly T[] {
  return all.filter(({ arn }) => arn.split(':')[3] === region)
}

function the<T>(all: readonly T[], isIt: (one: T) => boolean, code = 'ResourceNotFoundException'): T {
  const found = all.find(isIt)
  if (found === undefined) throw new Refusal(code, 'The resource that was asked for was not found.', 404)
  return found
}

function there(policy: string | null | undefined, code = 'ResourceNotFoundException'): string {
  if (policy) return policy
  throw new Refusal(code, 'No policy is associated with the given resource.', 404)
}

function page<T>(
  all: readonly T[],
  token: string | null | undefined,
): { readonly items: readonly T[]; readonly next: string | undefined } {
  const from = Number(token ?? 0)
  const to = from + pageSize
  return { items: all.slice(from, to), next: to < all.length ? String(to) : undefined }
}
