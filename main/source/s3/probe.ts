import { awsProblem } from '../aws-problem.ts'
import { type Note, note, type Offer, problem } from '../source.ts'
import type { Bucket } from './bucket.ts'

/**
 * Whether an object could be read, asked without reading it. A refused HEAD says no word why, so it is asked again in the
 * way that needs no key: whose checksum is wanted must be allowed to decrypt.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html
 */
export async function probe(
  bucket: Bucket,
  { s3, uri }: Offer,
  said: (error: unknown, operation: string, target: string) => string,
  signal: AbortSignal,
): Promise<readonly Note[]> {
  if (s3 === null) return []
  const head = (checksum: boolean) => bucket.head(s3.key, checksum, signal)
  try {
    const { SSEKMSKeyId } = await head(true)
    return SSEKMSKeyId === undefined ? [] : [note(`objects are encrypted with ${SSEKMSKeyId}, such as ${uri}`)]
  } catch (error) {
    signal.throwIfAborted()
    const { permission, status } = awsProblem(error, 'HeadObject')
    // Gone since it was listed, or trouble of the moment: the collection finds out.
    if (permission === null) return status === 404 ? [] : [note(said(error, 'HeadObject', `asking about ${uri}`))]
    const { SSEKMSKeyId = null } = await head(false).catch(() => ({}) as { SSEKMSKeyId?: string })
    signal.throwIfAborted()
    if (SSEKMSKeyId === null) return [problem(`not permitted: reading ${uri} needs ${permission}`, permission)]
    const text = `not permitted: objects are encrypted with ${SSEKMSKeyId}, such as ${uri}: they need kms:Decrypt on it`
    return [problem(text, 'kms:Decrypt')]
  }
}
