import {
  GetObjectCommand,
  type GetObjectCommandInput,
  type GetObjectCommandOutput,
  type S3Client,
} from '@aws-sdk/client-s3'

export type GetObject = (input: GetObjectCommandInput, signal: AbortSignal) => Promise<GetObjectCommandOutput>

/**
 * GetObject of one bucket through AWS's own client. `client.send` puts its two dozen layers together anew for each call,
 * which takes as long as all else that it does for a small object (measured); here they stand once. They share what they
 * remember of a call's endpoint: one of these is for one bucket.
 */
export function getObject(client: S3Client): GetObject {
  const command = new GetObjectCommand({ Bucket: '', Key: '' })
  // The innermost layer: the signal of the call cannot be an option of all calls, so it travels with the input.
  const send = () => async (args: { readonly input: object; readonly request: unknown }) => {
    const { [signalOf]: abortSignal } = args.input as Signalled
    if (!abortSignal) throw new Error('a download without a signal could not be stopped')
    return client.config.requestHandler.handle(args.request as never, { abortSignal })
  }
  command.middlewareStack.add(send as never, { step: 'deserialize', priority: 'low', name: 'coldtrail-signal' })
  const call = command.resolveMiddleware(client.middlewareStack, client.config, {})
  return async (input, signal) => {
    const signalled: GetObjectCommandInput & Signalled = { ...input, [signalOf]: signal }
    const { output } = await call({ input: signalled } as never)
    return output
  }
}

const signalOf = Symbol('signal')

interface Signalled {
  readonly [signalOf]?: AbortSignal
}
