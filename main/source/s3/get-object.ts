import {
  GetObjectCommand,
  type GetObjectCommandInput,
  type GetObjectCommandOutput,
  type S3Client,
} from '@aws-sdk/client-s3'
import { type Pattern, patternOf, type Sent } from './get-pattern.ts'
import { isClean, outputOf, type Response } from './get-response.ts'

export type GetObject = (input: GetObjectCommandInput, signal: AbortSignal) => Promise<GetObjectCommandOutput>

/** A call that is about to be made: told how it ended, it stands in the audit log. */
export type Begin = (input: GetObjectCommandInput) => (status: number | string, requestId: string | null) => void

/**
 * GetObject of one bucket through AWS's own client. Its two dozen layers cost four times as much as all else that
 * happens to a small object (measured), so only the first call goes through them. The others are what it came to, with
 * their own key, signed here with the client's own credentials and sent over its own connections; and whatever is no
 * clean answer is handed to the layers to be read, so errors, redirects and clocks that are off are understood in one place.
 */
export function getObject(client: S3Client, begin: Begin): GetObject {
  const layers = layersOf(client)
  let pattern: Pattern | null = null
  return async (input, signal) => {
    const send = await pattern?.request(input)
    if (!send) {
      const { output, sent } = await layers(input, signal, null)
      if (sent && pattern === null) pattern = await patternOf(client, input, sent)
      return output
    }
    const ended = begin(input)
    let response: Response
    try {
      response = await send(signal)
    } catch (error) {
      ended(error instanceof Error ? error.name : 'error', null)
      throw error
    }
    if (!isClean(input, response)) return (await layers(input, signal, response)).output
    const output = outputOf(response)
    ended(response.statusCode, output.$metadata.requestId ?? null)
    return output
  }
}

interface Through {
  readonly output: GetObjectCommandOutput
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
): (input: GetObjectCommandInput, signal: AbortSignal, there: Response | null) => Promise<Through> {
  const command = new GetObjectCommand({ Bucket: '', Key: '' })
  // The innermost layer: what belongs to one call cannot be an option of all calls, so it travels with the input.
  const send =
    (_: unknown, context: Pick<Sent, 'endpointV2'>) =>
    async ({ input, request }: { readonly input: object; readonly request: Sent['request'] }) => {
      const call = (input as Travelling)[callOf]
      if (!call) throw new Error('a download without a signal could not be stopped')
      if (call.there) return { response: call.there }
      call.sent = { request, endpointV2: context.endpointV2 }
      return client.config.requestHandler.handle(request, { abortSignal: call.signal })
    }
  command.middlewareStack.add(send as never, { step: 'deserialize', priority: 'low', name: 'coldtrail-send' })
  const through = command.resolveMiddleware(client.middlewareStack, client.config, {})
  return async (input, signal, there) => {
    const call: Call = { signal, there, sent: null }
    const travelling: GetObjectCommandInput & Travelling = { ...input, [callOf]: call }
    const { output } = await through({ input: travelling } as never)
    return { output, sent: call.sent }
  }
}

const callOf = Symbol('call')

interface Travelling {
  readonly [callOf]?: Call
}

interface Call {
  readonly signal: AbortSignal
  readonly there: Response | null
  sent: Sent | null
}
