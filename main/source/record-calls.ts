import type { S3Client } from '@aws-sdk/client-s3'
import type { Secrets } from './secrets.ts'
import type { Ground } from './source.ts'

/** Tells `ground` of each answer that a client gets, repeats included. What was sent is not told but for its target. */
export function recordCalls(
  client: Pick<S3Client, 'middlewareStack'>,
  ground: Pick<Ground, 'onCall'>,
  secrets: Secrets,
): void {
  client.middlewareStack.add(
    (next, context) => async (args) => {
      const operation = String(context.commandName ?? '').replace(/Command$/, '')
      const ended = beginCall(ground, secrets, operation, args.input as unknown as Record<string, unknown>)
      try {
        const answer = await next(args)
        const { statusCode, headers } = answer.response as { statusCode?: number; headers?: Record<string, string> }
        ended(statusCode ?? 0, requestIdOf(headers))
        return answer
      } catch (error) {
        const { name, $metadata } = error as {
          name?: string
          $metadata?: { httpStatusCode?: number; requestId?: string }
        }
        ended($metadata?.httpStatusCode ?? name ?? 'error', $metadata?.requestId ?? null)
        throw error
      }
    },
    // A provider of credentials adds its plugins again for each session, to the same client.
    { step: 'deserialize', priority: 'high', name: 'coldtrail-record-calls', override: true },
  )
}

/** A call that is about to be made: told how it ended, it is told to `ground`. */
export function beginCall(
  ground: Pick<Ground, 'onCall'>,
  secrets: Secrets,
  operation: string,
  input: Readonly<Record<string, unknown>>,
): (status: number | string, requestId: string | null) => void {
  const at = new Date().toISOString()
  const target = secrets.scrub(targetOf(input))
  return (status, requestId) => ground.onCall({ at, operation, target, status, requestId })
}

/** What a call was about, in the words of its input; receipts and filters stay out. */
function targetOf(input: Readonly<Record<string, unknown>>): string {
  const { Bucket, Key, Prefix, VersionId, QueueUrl, QueueName, RoleArn, DetectorId } = input
  if (typeof Bucket === 'string') {
    const version = typeof VersionId === 'string' ? `?versionId=${VersionId}` : ''
    return `s3://${Bucket}/${Key ?? Prefix ?? ''}${version}`
  }
  return String(QueueUrl ?? QueueName ?? RoleArn ?? DetectorId ?? '')
}

function requestIdOf(headers: Record<string, string> = {}): string | null {
  return headers['x-amz-request-id'] ?? headers['x-amzn-requestid'] ?? null
}
