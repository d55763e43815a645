import { GetBucketVersioningCommand } from '@aws-sdk/client-s3'
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts'
import type { ListedSource } from '../../../shared/source.ts'
import { awsProblem } from '../aws-problem.ts'
import type { Clients } from '../clients.ts'
import type { Check } from '../source.ts'
import type { Bucket } from './bucket.ts'
import { prefixesOf } from './prefixes.ts'
import { walk } from './walk.ts'
import type { Wanted } from './wanted.ts'

/** Objects that are looked at to tell what arrives. */
const enough = 20_000

/** Tries, reading only: who we are, listing, one object, versions; and says what arrives for each account. */
export async function* testBucket(
  bucket: Bucket,
  source: ListedSource,
  clients: Clients,
  wanted: Wanted,
  said: (error: unknown, operation: string, target: string) => string,
  signal: AbortSignal,
): AsyncGenerator<Check> {
  yield* whoAmI(clients, said, signal)
  const accounts = new Map<string, { objects: number; newest: string }>()
  let seen = 0
  let one: { key: string; bytes: number } | null = null
  try {
    look: for (const prefix of prefixesOf(source)) {
      for await (const page of walk(bucket, prefix, wanted, signal)) {
        for (const { listed, place } of page) {
          seen++
          const name = place.account ?? 'no account in the key'
          const known = accounts.get(name) ?? { objects: 0, newest: '' }
          accounts.set(name, {
            objects: known.objects + 1,
            newest: (listed.modifiedAt ?? '') > known.newest ? (listed.modifiedAt ?? '') : known.newest,
          })
          if (listed.bytes > 0 && (one === null || listed.bytes < one.bytes)) one = listed
        }
        if (seen >= enough) break look
      }
    }
  } catch (error) {
    signal.throwIfAborted()
    yield failed(said(error, 'ListObjectsV2', `listing ${bucket.name}`), error, 'ListObjectsV2')
    return
  }
  yield { ok: true, text: `listing ${bucket.name} works; it is in ${bucket.region}`, permission: null }
  for (const account of source.accounts) if (!accounts.has(account)) accounts.set(account, { objects: 0, newest: '' })
  for (const [account, { objects, newest }] of [...accounts].sort()) {
    const more = seen >= enough ? 'at least ' : ''
    const text =
      objects === 0 ? `${account}: no objects arrive` : `${account}: ${more}${objects} objects, the newest of ${newest}`
    yield { ok: objects > 0, text, permission: null }
  }
  if (one === null) {
    yield {
      ok: false,
      text: 'no object was found that the filters let through: check the path and the days',
      permission: null,
    }
    return
  }
  try {
    await bucket.look(one.key, signal)
    yield { ok: true, text: 'reading an object works', permission: null }
  } catch (error) {
    signal.throwIfAborted()
    yield failed(said(error, 'GetObject', `reading ${one.key}`), error, 'GetObject')
  }
  try {
    const { Status } = await bucket.ask((s3) =>
      s3.send(new GetBucketVersioningCommand({ Bucket: bucket.name }), { abortSignal: signal }),
    )
    yield { ok: true, text: `versioning of the bucket: ${Status ?? 'never turned on'}`, permission: null }
  } catch (error) {
    signal.throwIfAborted()
    yield failed(
      said(error, 'GetBucketVersioning', 'whether deleted logs are kept is not known'),
      error,
      'GetBucketVersioning',
    )
  }
}

/** Whose credentials these are: the first thing to know when anything is refused. */
export async function* whoAmI(
  clients: Clients,
  said: (error: unknown, operation: string, target: string) => string,
  signal: AbortSignal,
): AsyncGenerator<Check> {
  try {
    const { Arn } = await clients.sts().send(new GetCallerIdentityCommand({}), { abortSignal: signal })
    yield { ok: true, text: `signed in as ${Arn ?? 'nobody that AWS names'}`, permission: null }
  } catch (error) {
    signal.throwIfAborted()
    yield failed(said(error, 'AssumeRole', 'signing in'), error, 'AssumeRole')
  }
}

export function failed(text: string, error: unknown, operation: string): Check {
  return { ok: false, text, permission: awsProblem(error, operation).permission }
}
