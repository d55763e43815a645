import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  type Message,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs'
import type { Clients } from '../clients.ts'

/** Seconds that a request waits for a message: an empty answer after that means an empty queue. */
const wait = 2

/** One queue, given by name, URL or ARN: the region and the account stand in the latter two. */
export class Queue {
  readonly #clients: Clients
  readonly #given: string
  #url: string | null = null

  constructor(given: string, clients: Clients) {
    this.#given = given
    this.#clients = clients
  }

  get region(): string {
    return regionOf(this.#given) ?? this.#clients.region
  }

  /** Name for people and for the ledger. */
  get name(): string {
    return this.#given.split(/[/:]/).at(-1) ?? this.#given
  }

  async url(signal: AbortSignal): Promise<string> {
    this.#url ??= await this.#find(signal)
    return this.#url
  }

  /** Up to ten messages; none when the queue is empty. */
  async receive(visibility: number, signal: AbortSignal): Promise<readonly Message[]> {
    const command = new ReceiveMessageCommand({
      QueueUrl: await this.url(signal),
      MaxNumberOfMessages: 10,
      WaitTimeSeconds: wait,
      VisibilityTimeout: visibility,
      MessageSystemAttributeNames: ['SentTimestamp', 'ApproximateReceiveCount'],
    })
    const { Messages } = await this.#sqs.send(command, { abortSignal: signal })
    return Messages ?? []
  }

  /** Keeps messages from others for so many seconds more; 0 gives them back at once. Best effort: one that is gone is gone. */
  async hide(receipts: readonly string[], seconds: number): Promise<void> {
    for (let from = 0; from < receipts.length; from += 10) {
      const Entries = receipts.slice(from, from + 10).map((ReceiptHandle, i) => ({
        Id: String(i),
        ReceiptHandle,
        VisibilityTimeout: seconds,
      }))
      const QueueUrl = await this.url(new AbortController().signal)
      await this.#sqs.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl, Entries }))
    }
  }

  async remove(receipt: string, signal: AbortSignal): Promise<void> {
    const QueueUrl = await this.url(signal)
    const command = new DeleteMessageCommand({ QueueUrl, ReceiptHandle: receipt })
    await this.#sqs.send(command, { abortSignal: signal })
  }

  /** Messages that wait, those that somebody works on, and how long messages are kept, seconds. */
  async depth(signal: AbortSignal): Promise<{ waiting: number; inWork: number; keptFor: number | null }> {
    const command = new GetQueueAttributesCommand({ QueueUrl: await this.url(signal), AttributeNames: ['All'] })
    const { Attributes = {} } = await this.#sqs.send(command, { abortSignal: signal })
    const number = (name: keyof typeof Attributes) => (Attributes[name] === undefined ? null : Number(Attributes[name]))
    return {
      waiting: number('ApproximateNumberOfMessages') ?? 0,
      inWork: number('ApproximateNumberOfMessagesNotVisible') ?? 0,
      keptFor: number('MessageRetentionPeriod'),
    }
  }

  async #find(signal: AbortSignal): Promise<string> {
    if (/^https?:/.test(this.#given)) return this.#given
    const account = /^arn:[\w-]+:sqs:[\w-]+:(\d{12}):/.exec(this.#given)?.[1]
    const owner = account === undefined ? {} : { QueueOwnerAWSAccountId: account }
    const command = new GetQueueUrlCommand({ QueueName: this.name, ...owner })
    const { QueueUrl } = await this.#sqs.send(command, { abortSignal: signal })
    return QueueUrl ?? ''
  }

  get #sqs(): SQSClient {
    return this.#clients.of(SQSClient, this.region)
  }
}

function regionOf(given: string): string | null {
  return (
    /^arn:[\w-]+:sqs:([\w-]+):/.exec(given)?.[1] ??
    /^https?:\/\/(?:sqs\.|queue\.)?([a-z]{2,4}(?:-[a-z]+)+-\d{1,2})\.?(?:queue\.)?/.exec(given)?.[1] ??
    /\.sqs\.([a-z]{2,4}(?:-[a-z]+)+-\d{1,2})\./.exec(given)?.[1] ??
    null
  )
}
