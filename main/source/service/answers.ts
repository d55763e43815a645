import { Readable } from 'node:stream'

/** The part of an SDK client that takes middleware. */
interface Listening {
  readonly middlewareStack: {
    clone(): unknown
    add(middleware: unknown, options: unknown): void
    remove(name: string): boolean
  }
}

/**
 * The answer to one call, and its bytes as AWS sent them: those are the evidence, not what an SDK made of them. One call
 * of a client at a time.
 */
export async function answers<C extends Listening, T>(
  client: C,
  call: (client: C) => Promise<T>,
): Promise<{ readonly answer: T; readonly raw: Buffer }> {
  let raw = Buffer.alloc(0)
  const name = 'coldtrail-keep-answer'
  client.middlewareStack.add(
    (next: (args: unknown) => Promise<{ response: { body?: unknown } }>) => async (args: unknown) => {
      const answer = await next(args)
      const { body } = answer.response
      if (body instanceof Readable) {
        const parts: Buffer[] = []
        for await (const part of body) parts.push(part as Buffer)
        raw = Buffer.concat(parts)
        answer.response.body = Readable.from([raw])
      }
      return answer
    },
    { step: 'deserialize', priority: 'low', name },
  )
  try {
    return { answer: await call(client), raw }
  } finally {
    client.middlewareStack.remove(name)
  }
}
