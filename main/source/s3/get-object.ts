import type { Readable } from 'node:stream'
import { GetObjectCommand, type GetObjectCommandInput, type S3Client } from '@aws-sdk/client-s3'
import { type Pattern, patternOf, type Sent } from './get-pattern.ts'
import type { Response, Take } from './send-get.ts'

/** Gets an object: `begin` is told of the answer and takes its parts as they come. */
export type GetObject = (
  input: GetObjectCommandInput,
  begin: (answer: Response) => Take,
  signal: AbortSignal,
) => Promise<void>

/** A call that is about to be made: told how it ended, it stands in the audit log. */
export type Call = (input: GetObjectCommandInput) => (status: number | string, requestId: string | null) => void

/**
 * GetObject of one bucket through AWS's own client. Its two dozen layers cost four times as much as all else that
 * happens to a small object (measured), so only the first call goes through them. The others are what that one came to,
 * with their own key, signed here with the client's own credentials and sent over its own connections; and whatever is no clean answer is handed to the
 * layers to be read, so errors, redirects and clocks that are off are understood in one place.
 */
export function getObject(client: S3Client, call: Call): GetObject {
  const layers = layersOf(client)
  let pattern: Pattern | null = null
  const read = async (
    input: GetObjectCommandInput,
    begin: (answer: Response) => Take,
    there: Response | null,
    signal: AbortSignal,
  ) => {
    const { body, answer, sent } = await layers(input, there, signal)
    if (sent && pattern === null) pattern = await patternOf(client, input, sent)
    await pour(body, () => begin(answer), signal)
  }
  return async (input, begin, signal) => {
    const send = await pattern?.request(input)
    if (!send) return read(input, begin, null, signal)
    const ended = call(input)
    let isTold = false
    const beginClean = (answer: Response) => {
      if (!isClean(input, answer)) return null
      isTold = true
      ended(answer.statusCode, answer.headers['x-amz-request-id'] ?? null)
      return begin(answer)
    }
    let unclean: Response | null
    try {
      unclean = await send(beginClean, signal)
    } catch (error) {
      if (!isTold) ended(error instanceof Error ? error.name : 'error', null)
      throw error
    }
    if (unclean !== null) await read(input, begin, unclean, signal)
  }
}

/** Whether it is what was asked for, and nothing about it needs explaining. */
function isClean({ Range }: GetObjectCommandInput, { statusCode, headers }: Response): boolean {
  return Range === undefined ? statusCode === 200 : statusCode === 206 && headers['content-range'] !== undefined
}

async function pour(body: Readable, begin: () => Take, signal: AbortSignal): Promise<void> {
  const stop = () => body.destroy(signal.reason)
  signal.addEventListener('abort', stop)
  try {
    const take = begin()
    for await (const part of body) take(part as Uint8Array)
  } finally {
    signal.removeEventListener('abort', stop)
    body.destroy()
  }
}

interface Through {
  readonly body: Readable
  readonly answer: Response
  /** What was sent, or null where the answer was there already. */
  readonly sent: Sent | null
}

/**
 * All layers of the client, put together once: `client.send` does that anew for each call, which takes as long again.
 * They share what they remember of a call's endpoint, so these are for one bucket. With `there`, nothing is sent and
 * that is what they read.
 */
function layersOf(
  client: S3Client,
): (input: GetObjectCommandInput, there: Response | null, signal: AbortSignal) => Promise<Through> {
  const command = new GetObjectCommand({ Bucket: '', Key: '' })
  // The innermost layer: what belongs to one call cannot be an option of all calls, so it travels with the input.
  const send =
    (_: unknown, context: Pick<Sent, 'endpointV2'>) =>
    async ({ input, request }: { readonly input: object; readonly request: Sent['request'] }) => {
      const call = (input as Travelling)[callOf]
      if (!call) throw new Error('a download without a signal could not be stopped')
      if (call.answer) return { response: call.answer }
      call.sent = { request, endpointV2: context.endpointV2 }
      const { response } = await client.config.requestHandler.handle(request, { abortSignal: call.signal })
      call.answer = response
      return { response }
    }
  command.middlewareStack.add(send as never, { step: 'deserialize', priority: 'low', name: 'coldtrail-send' })
  const through = command.resolveMiddleware(client.middlewareStack, client.config, {})
  return async (input, there, signal) => {
    const call: Travel = { signal, answer: there, sent: null }
    const travelling: GetObjectCommandInput & Travelling = { ...input, [callOf]: call }
    const { output } = await through({ input: travelling } as never)
    if (call.answer === null) throw new Error('AWS’s client gave an answer to nothing')
    return { body: output.Body as Readable, answer: call.answer, sent: call.sent }
  }
}

const callOf = Symbol('call')

interface Travelling {
  readonly [callOf]?: Travel
}

interface Travel {
  readonly signal: AbortSignal
  answer: Response | null
  sent: Sent | null
}
