import type { QueueSource } from '../../../shared/source.ts'
import type { Clients } from '../clients.ts'
import type { Bucket } from '../s3/bucket.ts'
import { failed, whoAmI } from '../s3/test-bucket.ts'
import type { Check } from '../source.ts'
import { readMessage } from './message.ts'
import type { Queue } from './queue.ts'

/** Tries, leaving everything as it is: who we are, the queue's depth and age, one batch of messages, one object. */
export async function* testQueue(
  queue: Queue,
  _source: QueueSource,
  clients: Clients,
  bucketOf: (name: string) => Bucket,
  said: (error: unknown, operation: string, target: string) => string,
  signal: AbortSignal,
): AsyncGenerator<Check> {
  yield* whoAmI(clients, said, signal)
  try {
    await queue.url(signal)
  } catch (error) {
    signal.throwIfAborted()
    yield failed(said(error, 'GetQueueUrl', `finding the queue ${queue.name}`), error, 'GetQueueUrl')
    return
  }
  try {
    const { waiting, inWork, keptFor } = await queue.depth(signal)
    const kept = keptFor === null ? '' : `, kept for ${Math.round(keptFor / 3600)} h`
    yield { ok: true, text: `${waiting} messages wait, others work on ${inWork}${kept}`, permission: null }
  } catch (error) {
    signal.throwIfAborted()
    yield failed(said(error, 'GetQueueAttributes', 'the depth of the queue'), error, 'GetQueueAttributes')
  }
  let receipts: readonly string[] = []
  try {
    const messages = await queue.receive(30, signal)
    receipts = messages.flatMap(({ ReceiptHandle }) => ReceiptHandle ?? [])
    const sent = messages.map(({ Attributes }) => Number(Attributes?.SentTimestamp)).filter((at) => !Number.isNaN(at))
    const oldest =
      sent.length === 0 ? '' : `; the oldest of them was sent at ${new Date(Math.min(...sent)).toISOString()}`
    yield { ok: true, text: `receiving works: ${messages.length} messages came${oldest}`, permission: null }
    const accounts = new Map<string, number>()
    const objects = messages.flatMap(({ Body = '' }) => {
      const read = readMessage(Body)
      return read.kind === 'objects' ? read.objects : []
    })
    for (const { key } of objects) {
      const account = /(?:accountId=|\/)(\d{12})\//.exec(key)?.[1] ?? 'no account in the key'
      accounts.set(account, (accounts.get(account) ?? 0) + 1)
    }
    for (const [account, count] of [...accounts].sort())
      yield { ok: true, text: `${account}: ${count} objects announced among these messages`, permission: null }
    const [one] = objects
    if (one) yield await readOne(bucketOf(one.bucket), one.key, said, signal)
    if (receipts.length > 0) yield await giveBack(queue, receipts, said, signal)
  } catch (error) {
    signal.throwIfAborted()
    yield failed(said(error, 'ReceiveMessage', `receiving from ${queue.name}`), error, 'ReceiveMessage')
  } finally {
    await queue.hide(receipts, 0).catch(() => undefined)
  }
}

/** The same call keeps messages hidden while they are worked on. */
async function giveBack(
  queue: Queue,
  receipts: readonly string[],
  said: (error: unknown, operation: string, target: string) => string,
  signal: AbortSignal,
): Promise<Check> {
  try {
    await queue.hide(receipts, 0)
    return { ok: true, text: 'messages can be kept hidden from others, and given back', permission: null }
  } catch (error) {
    signal.throwIfAborted()
    const operation = 'ChangeMessageVisibilityBatch'
    return failed(said(error, operation, `hiding messages of ${queue.name}`), error, operation)
  }
}

async function readOne(
  bucket: Bucket,
  key: string,
  said: (error: unknown, operation: string, target: string) => string,
  signal: AbortSignal,
): Promise<Check> {
  try {
    await bucket.look(key, signal)
    return { ok: true, text: 'reading an announced object works', permission: null }
  } catch (error) {
    signal.throwIfAborted()
    return failed(said(error, 'GetObject', `reading s3://${bucket.name}/${key}`), error, 'GetObject')
  }
}
