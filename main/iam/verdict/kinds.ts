/** What a policy hangs on. Other names of the same are understood. */
const names = {
  trust: ['trust', 'role', 'assume-role'],
  bucket: ['bucket', 's3', 's3-bucket', 'access-point'],
  key: ['key', 'kms', 'kms-key'],
  queue: ['queue', 'sqs'],
  topic: ['topic', 'sns'],
  function: ['function', 'lambda', 'layer'],
  secret: ['secret', 'secretsmanager'],
  repository: ['repository', 'ecr', 'registry', 'codeartifact'],
  table: ['table', 'dynamodb', 'stream'],
  bus: ['bus', 'events', 'eventbridge'],
  filesystem: ['filesystem', 'efs'],
  vault: ['vault', 'backup', 'glacier'],
  domain: ['domain', 'opensearch', 'es'],
  catalog: ['catalog', 'glue'],
  api: ['api', 'apigateway', 'execute-api'],
  logs: ['logs', 'log-group'],
  endpoint: ['endpoint', 'vpc-endpoint', 'vpce'],
  other: ['other', 'resource'],
} as const

export type Kind = keyof typeof names
export const kinds = Object.keys(names) as readonly Kind[]

/** The kind that a word means, or null. */
export function kindOf(word: string): Kind | null {
  const text = word.toLowerCase()
  return kinds.find((kind) => (names[kind] as readonly string[]).includes(text)) ?? null
}
