import { setTimeout } from 'node:timers/promises'
import { buildApp } from 'fauxqs'
import type { FakeQueue, QueueOptions } from './contract.ts'
import { Refusal } from './refusal.ts'
import type { Reply } from './s3.ts'

/** The account that fauxqs gives to every queue; the front writes the real one over it. */
const theirs = '000000000000'

/** SQS: fauxqs, asked in this process (it never listens), under the accounts and addresses of the front. */
export class Queues {
  readonly #app = buildApp({ logger: false })
  readonly #url: () => string
  /** Owner of each queue by name. */
  readonly #accounts = new Map<string, string>()
  readonly #queues = new Map<string, FakeQueue>()
  /** The address that fauxqs knows each queue by. */
  readonly #inner = new Map<string, string>()

  constructor(url: () => string) {
    this.#url = url
  }

  async add(name: string, options: QueueOptions, account: string): Promise<FakeQueue> {
    const region = options.region ?? 'us-east-1'
    const dead = options.deadLetter
    this.#accounts.set(name, options.account ?? account)
    const redrive = dead && {
      deadLetterTargetArn: dead.queue.arn.replace(/:\d{12}:/, `:${theirs}:`),
      maxReceiveCount: dead.after,
    }
    const made = await this.#ask('CreateQueue', region, {
      QueueName: name,
      Attributes: {
        VisibilityTimeout: String(options.visibilitySeconds ?? 30),
        ...(redrive ? { RedrivePolicy: JSON.stringify(redrive) } : {}),
      },
    })
    if (made.status !== 200) throw new Error(`the queue "${name}" was not made: ${made.body}`)
    const url = `${this.#url()}/${this.#accounts.get(name)}/${name}`
    const { QueueUrl } = JSON.parse(made.body) as { QueueUrl: string }
    this.#inner.set(name, QueueUrl)
    const queue: FakeQueue = {
      name,
      url,
      arn: `arn:aws:sqs:${region}:${this.#accounts.get(name)}:${name}`,
      send: async (body) => {
        const sent = await this.#ask('SendMessage', region, { QueueUrl, MessageBody: body })
        if (sent.status !== 200) throw new Error(`the message was not taken: ${sent.body}`)
      },
      lapse: async () => {
        for (const { receiptHandle } of (await this.#messages(name)).inflight)
          await this.#ask('ChangeMessageVisibility', region, {
            QueueUrl,
            ReceiptHandle: receiptHandle,
            VisibilityTimeout: 0,
          })
      },
      bodies: async () => {
        const messages = await this.#messages(name)
        return [...messages.ready, ...messages.delayed, ...messages.inflight.map((one) => one.message)].map(
          (one) => one.body,
        )
      },
    }
    this.#queues.set(name, queue)
    return queue
  }

  named(name: string): FakeQueue {
    const found = this.#queues.get(name)
    if (!found) throw new Error(`there is no queue "${name}": make it before the bucket that notifies it is written to`)
    return found
  }

  /** ARN of the queue that a request is about. */
  arnOf(body: Buffer, region: string, caller: string): string {
    const { name, account } = this.#about(body)
    return `arn:aws:sqs:${region}:${account ?? caller}:${name}`
  }

  async answer(operation: string, region: string, body: Buffer, caller: string): Promise<Reply> {
    const { name, account, url } = this.#about(body)
    // A queue of another account is found only by who names the account.
    if (operation !== 'CreateQueue' && operation !== 'ListQueues' && (account ?? caller) !== this.#accounts.get(name))
      throw missing()
    const inner = this.#inner.get(name) ?? ''
    const input = { ...(JSON.parse(body.toString()) as object), ...(url === null ? {} : { QueueUrl: inner }) }
    const reply = await (operation === 'ReceiveMessage'
      ? this.#receive(region, input)
      : this.#ask(operation, region, input))
    if (reply.status === 400 && /NonExistentQueue|QueueDoesNotExist/.test(reply.body)) throw missing()
    const owner = this.#accounts.get(name) ?? caller
    const theirUrls = operation === 'ListQueues' ? [...this.#inner] : []
    const listed = theirUrls.reduce(
      (text, [of, url]) => text.replaceAll(url, `${this.#url()}/${this.#accounts.get(of) ?? caller}/${of}`),
      reply.body,
    )
    const outer = inner === '' ? listed : reply.body.replaceAll(inner, `${this.#url()}/${owner}/${name}`)
    const text = outer.replaceAll(`:${theirs}:`, `:${owner}:`)
    return { status: reply.status, headers: { 'content-type': 'application/x-amz-json-1.0' }, body: text }
  }

  async close(): Promise<void> {
    await this.#app.close()
  }

  /** Waits for a message as long as it is asked to, on a clock that runs twenty times as fast: nobody learns from waiting. */
  async #receive(region: string, given: object) {
    const { WaitTimeSeconds = 0, ...input } = given as { readonly WaitTimeSeconds?: number }
    const until = performance.now() + WaitTimeSeconds * 50
    for (;;) {
      const reply = await this.#ask('ReceiveMessage', region, { ...input, WaitTimeSeconds: 0 })
      if (reply.status !== 200 || reply.body.includes('"MessageId"') || performance.now() >= until) return reply
      await setTimeout(20)
    }
  }

  async #messages(name: string) {
    const { body } = await this.#app.inject({ method: 'GET', url: `/_fauxqs/queues/${name}` })
    const { messages } = JSON.parse(body) as {
      messages: Record<'ready' | 'delayed', Body[]> & { inflight: { message: Body; receiptHandle: string }[] }
    }
    return messages
  }

  #about(body: Buffer): { readonly name: string; readonly account: string | null; readonly url: string | null } {
    const input = JSON.parse(body.toString() || '{}') as Record<string, string | undefined>
    const [, account = null, fromUrl] = /\/(\d{12})\/([^/]+)$/.exec(input.QueueUrl ?? '') ?? []
    const owner = account ?? input.QueueOwnerAWSAccountId ?? null
    return { name: fromUrl ?? input.QueueName ?? '', account: owner, url: input.QueueUrl ?? null }
  }

  async #ask(operation: string, region: string, input: object): Promise<{ status: number; body: string }> {
    const { statusCode, body } = await this.#app.inject({
      method: 'POST',
      url: '/',
      headers: {
        host: new URL(this.#url()).host,
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-target': `AmazonSQS.${operation}`,
        authorization: `AWS4-HMAC-SHA256 Credential=front/20240115/${region}/sqs/aws4_request`,
      },
      payload: JSON.stringify(input),
    })
    return { status: statusCode, body }
  }
}

interface Body {
  readonly body: string
}

function missing(): Refusal {
  const why = 'The specified queue does not exist or you do not have access to it.'
  const headers = { 'x-amzn-query-error': 'AWS.SimpleQueueService.NonExistentQueue;Sender' }
  return new Refusal('com.amazonaws.sqs#QueueDoesNotExist', why, 400, { headers })
}
