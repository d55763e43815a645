import type { Socket } from 'node:net'
import type { Notice, Reply } from '../../shared/api.ts'

/** What travels between a door and the engine of a case: one JSON document a line. */
export type ToEngine =
  | { readonly kind: 'hello'; readonly token: string }
  | { readonly kind: 'call'; readonly call: number; readonly method: string; readonly input: unknown }
  | { readonly kind: 'cancel'; readonly call: number }
export type ToDoor =
  | { readonly kind: 'welcome' }
  | { readonly kind: 'reply'; readonly call: number; readonly reply: Reply<unknown> }
  | { readonly kind: 'notice'; readonly notice: Notice }

/** No answer of the engine is larger: results are capped long before. */
const longestMessage = 256 * 1024 * 1024

export function send(socket: Socket, message: ToEngine | ToDoor): void {
  if (!socket.destroyed) socket.write(`${JSON.stringify(message)}\n`)
}

/** Calls `take` for each message; a line that is too long or no JSON ends the connection. */
export function receive<M extends ToEngine | ToDoor>(socket: Socket, take: (message: M) => void): void {
  let parts: Buffer[] = []
  let held = 0
  socket.on('data', (chunk: Buffer) => {
    let from = 0
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, from)) {
      const line = Buffer.concat([...parts, chunk.subarray(from, end)]).toString('utf8')
      parts = []
      held = 0
      from = end + 1
      try {
        take(JSON.parse(line) as M)
      } catch {
        socket.destroy()
        return
      }
    }
    if (from < chunk.length) {
      parts.push(chunk.subarray(from))
      held += chunk.length - from
      if (held > longestMessage) socket.destroy()
    }
  })
}
