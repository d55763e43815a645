import type { QueueSource } from '../../../shared/source.ts'
import { awsProblem, explain, judgeDownload } from '../aws-problem.ts'
import { Clients } from '../clients.ts'
import { Bucket } from '../s3/bucket.ts'
import { offerOf } from '../s3/offers.ts'
import { placeOf } from '../s3/place.ts'
import {
  type Ground,
  type Note,
  note,
  type Offer,
  type OpenSource,
  problem,
  type Said,
  type Settled,
} from '../source.ts'
import { Held } from './held.ts'
import { type AnnouncedObject, readMessage } from './message.ts'
import { Queue } from './queue.ts'
import { testQueue } from './test-queue.ts'

/** Empty answers in a row after which the queue is taken to be empty: one may be chance, queues are many machines. */
const emptyEnough = 2

/**
 * A queue that announces objects, of Security Lake or of anybody. Messages are hidden from others while they are worked
 * on and given back in the end; only with `acknowledge` a message is deleted, and only when all it announced is stored.
 */
export function openQueue(source: QueueSource, ground: Ground): OpenSource {
  const clients = new Clients(source.access, ground)
  const queue = new Queue(source.queue, clients)
  const held = new Held(queue, source.visibility)
  const buckets = new Map<string, Bucket>()
  const bucketOf = (name: string): Bucket => {
    const bucket = buckets.get(name) ?? new Bucket(name, clients)
    buckets.set(name, bucket)
    return bucket
  }
  const said = (error: unknown, operation: string, target: string) =>
    clients.secrets.scrub(explain(error, operation, target))

  return {
    kind: 'live',

    async *offers(signal): AsyncGenerator<Said> {
      // Messages that come again say nothing of those that never came, unless as many have come again as there were.
      for (let empty = 0, again = 0; empty < emptyEnough && again <= held.count; ) {
        const messages = await queue.receive(source.visibility, signal)
        const fresh = messages.filter(({ MessageId = '', ReceiptHandle = '' }) => held.take(MessageId, ReceiptHandle))
        empty = messages.length === 0 ? empty + 1 : 0
        again = fresh.length === 0 ? again + messages.length : 0
        for (const { MessageId = '', Body = '', Attributes } of fresh) {
          const offers = offersOf(queue.name, MessageId, Body, Number(Attributes?.SentTimestamp ?? Number.NaN))
          held.expect(MessageId, offers.length)
          for (const offer of offers) yield { kind: 'offer', ...offer }
        }
      }
      if (held.refusal !== null) {
        const { error } = held.refusal
        const what = `hiding the messages of ${queue.name} from others as long as they are worked on`
        const { permission } = awsProblem(error, 'ChangeMessageVisibilityBatch')
        yield problem(said(error, 'ChangeMessageVisibilityBatch', what), permission)
      }
    },

    get: async (offer, from, etag, receive, signal) => {
      const { bucket, key } = offer.s3 ?? { bucket: '', key: '' }
      // Versions need a permission of their own, so one is named only when another has become the current one.
      const version = etag === offer.etag && offer.etag !== null ? null : offer.version
      return bucketOf(bucket).get({ key, version }, from, etag, receive, signal)
    },
    judge: (error) => {
      const trouble = judgeDownload(error)
      return { ...trouble, reason: clients.secrets.scrub(trouble.reason) }
    },

    explain: (error) => {
      clients.doubt(error)
      const { permission } = awsProblem(error, 'ReceiveMessage')
      return { text: said(error, 'ReceiveMessage', queue.name), permission }
    },
    async settle(settled: readonly Settled[], signal): Promise<readonly Note[]> {
      const notes: Note[] = []
      for (const { offer, state } of settled) {
        if (offer.message === null) continue
        const finished = held.settle(offer.message, state !== 'rejected')
        if (finished === null || !source.acknowledge || !finished.good) continue
        try {
          await queue.remove(finished.receipt, signal)
          held.forget(offer.message)
        } catch (error) {
          const { permission } = awsProblem(error, 'DeleteMessage')
          notes.push(problem(said(error, 'DeleteMessage', `acknowledging message ${offer.message}`), permission))
        }
      }
      return notes
    },

    test: (signal) => testQueue(queue, source, clients, bucketOf, said, signal),
    outlook: async (signal) => {
      try {
        const { waiting } = await queue.depth(signal)
        const kept = source.acknowledge ? 'are deleted once their objects are stored' : 'stay in the queue'
        return { objects: waiting, notes: [note(`messages ${kept}; one may announce several objects`)] }
      } catch (error) {
        const { permission } = awsProblem(error, 'GetQueueAttributes')
        return { objects: null, notes: [note(said(error, 'GetQueueAttributes', `asking ${queue.name}`), permission)] }
      }
    },
    close: async () => {
      await held.release()
      clients.close()
    },
  }
}

/** What a message announces, as offers; there is always one, so that every message ends in the ledger or the case. */
export function offersOf(queue: string, id: string, body: string, sentAt: number): readonly Offer[] {
  const announced = readMessage(body)
  if (announced.kind === 'objects') return announced.objects.map((object) => ofObject(object, id))
  const modifiedAt = Number.isNaN(sentAt) ? null : new Date(sentAt).toISOString()
  const bytes = Buffer.from(body)
  const base: Offer = {
    uri: `sqs://${queue}/${encodeURIComponent(id)}.json`,
    bytes: bytes.length,
    modifiedAt,
    etag: null,
    version: id,
    mark: 'current',
    place: { organization: null, account: null, region: null, service: null, firstDay: null, lastDay: null },
    s3: null,
    inline: bytes,
    message: id,
    unreadable: null,
  }
  if (announced.kind === 'content') return [{ ...base, inline: Buffer.from(announced.content) }]
  const state = announced.kind === 'nothing' ? ('skipped' as const) : ('rejected' as const)
  return [{ ...base, unreadable: { state, reason: announced.reason } }]
}

function ofObject({ bucket, key, bytes, etag, version }: AnnouncedObject, message: string): Offer {
  const listed = { key, bytes: bytes ?? -1, modifiedAt: null, etag, storageClass: null }
  const offer = offerOf(bucket, listed, placeOf(key), { version: null, mark: 'current' })
  return { ...offer, bytes, message, version }
}
