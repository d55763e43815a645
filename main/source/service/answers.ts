import { Readable } from 'node:stream'

/** The part of a command of the SDK that takes middleware. */
interface Command {
  readonly middlewareStack: { add(middleware: unknown, options: unknown): void }
}

/** The answer to a command, and its bytes as AWS sent them: those are the evidence, not what an SDK made of them. */
export async function answers<C extends Command, T>(
  command: C,
  send: (command: C) => Promise<T>,
): Promise<{ readonly answer: T; readonly raw: Buffer }> {
  let raw = Buffer.alloc(0)
  command.middlewareStack.add(
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
    { step: 'deserialize', priority: 'low', name: 'coldtrail-keep-answer' },
  )
  const answer = await send(command)
  return { answer, raw }
}
