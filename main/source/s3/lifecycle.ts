import { GetBucketLifecycleConfigurationCommand, type LifecycleRule } from '@aws-sdk/client-s3'
import { awsProblem } from '../aws-problem.ts'
import { type Note, note } from '../source.ts'
import type { Bucket } from './bucket.ts'

/** Rules of the bucket that delete or archive what a source wants: how much time there is to collect it. */
export async function lifecycle(
  bucket: Bucket,
  prefixes: readonly string[],
  said: (error: unknown, operation: string, target: string) => string,
  signal: AbortSignal,
): Promise<readonly Note[]> {
  try {
    const { Rules = [] } = await bucket.ask((s3) =>
      s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket: bucket.name }), { abortSignal: signal }),
    )
    const ours = Rules.filter(
      (rule) => rule.Status === 'Enabled' && prefixes.some((prefix) => meets(prefixOf(rule), prefix)),
    )
    return ours.flatMap((rule) => sentences(rule).map((text) => note(`lifecycle rule '${rule.ID ?? ''}' ${text}`)))
  } catch (error) {
    signal.throwIfAborted()
    const { code, permission } = awsProblem(error, 'GetBucketLifecycleConfiguration')
    if (code === 'NoSuchLifecycleConfiguration') return []
    const text = said(error, 'GetBucketLifecycleConfiguration', `the lifecycle rules of ${bucket.name}`)
    return [note(`whether objects will soon expire is not known: ${text}`, permission)]
  }
}

/** Whether one of two prefixes lies in the other. */
function meets(rule: string, ours: string): boolean {
  return rule.startsWith(ours) || ours.startsWith(rule)
}

function prefixOf({ Filter, Prefix }: LifecycleRule): string {
  return Filter?.Prefix ?? Filter?.And?.Prefix ?? Prefix ?? ''
}

function sentences(rule: LifecycleRule): readonly string[] {
  const where = prefixOf(rule) === '' ? '' : ` under ${prefixOf(rule)}`
  const { Expiration, NoncurrentVersionExpiration, Transitions = [] } = rule
  const archive = Transitions.find(({ StorageClass }) => StorageClass === 'GLACIER' || StorageClass === 'DEEP_ARCHIVE')
  return [
    Expiration?.Days === undefined ? '' : `deletes objects${where} ${Expiration.Days} days after they were written`,
    Expiration?.Date === undefined ? '' : `deletes objects${where} on ${Expiration.Date.toISOString().slice(0, 10)}`,
    NoncurrentVersionExpiration?.NoncurrentDays === undefined
      ? ''
      : `deletes noncurrent versions${where} ${NoncurrentVersionExpiration.NoncurrentDays} days after they were replaced`,
    archive?.Days === undefined ? '' : `archives objects${where} ${archive.Days} days after they were written`,
  ].filter((sentence) => sentence !== '')
}
