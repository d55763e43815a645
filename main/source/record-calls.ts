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
      const at = new Date().toISOString()
      const operation = String(context.commandName ?? '').replace(/Command$/, '')
      const target = secrets.scrub(targetOf(args.input as unknown as Record<string, unknown>))
      try {
        const answer = await next(args)
        const { statusCode, headers } = answer.response as { statusCode?: number; headers?: Record<string, string> }
        ground.onCall({ at, operation, target, status: statusCode ?? 0, requestId: requestIdOf(headers) })
        return answer
      } catch (error) {
        const { name, $metadata } = error as {
          name?: string
          $metadata?: { httpStatusCode?: number; requestId?: string }
        }
        const status = $metadata?.httpStatusCode ?? name ?? 'error'
        ground.onCall({ at, operation, target, status, requestId: $metadata?.requestId ?? null })
        throw error
      }
    },
    // A provider of credentials adds its plugins again for each session, to the same client.
    { step: 'deserialize', priority: 'high', name: 'coldtrail-record-calls', override: true },
  )
}

/** What a call was about, in the words of its input; receipts and filters stay out. */
function targetOf(input: Record<string, unknown>): string {
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
