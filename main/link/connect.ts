import { createConnection } from 'node:net'
import type { Notice, Reply } from '../../shared/api.ts'
import { receive, send, type ToDoor } from './wire.ts'

/** A door's side of the line to the engine of a case. */
export interface Line {
  call(method: string, input: unknown, signal?: AbortSignal): Promise<Reply<unknown>>
  /** Leaves; the engine ends with its last door. */
  close(): void
  /** Ends when the line does, whoever ended it. */
  readonly closed: Promise<void>
}

/** Connects to the owner of a case; rejects when nobody listens there or the token is not the owner's. */
export async function connect(address: string, token: string, onNotice: (notice: Notice) => void): Promise<Line> {
  const socket = createConnection(address)
  const waiting = new Map<number, (reply: Reply<unknown>) => void>()
  let next = 0
  let welcome: (() => void) | undefined
  const closed = new Promise<void>((resolve) => {
    socket.on('error', () => socket.destroy())
    socket.on('close', () => {
      for (const answer of waiting.values()) answer(gone)
      waiting.clear()
      resolve()
    })
  })
  receive<ToDoor>(socket, (message) => {
    if (message.kind === 'welcome') welcome?.()
    else if (message.kind === 'notice') onNotice(message.notice)
    else {
      waiting.get(message.call)?.(message.reply)
      waiting.delete(message.call)
    }
  })

  send(socket, { kind: 'hello', token })
  await new Promise<void>((resolve, reject) => {
    welcome = resolve
    void closed.then(() => reject(new Error(`nobody answers at ${address}`)))
  })

  return {
    closed,
    close: () => void socket.end(),
    call: (method, input, signal) =>
      new Promise((resolve) => {
        if (socket.destroyed) return resolve(gone)
        const call = next++
        waiting.set(call, resolve)
        send(socket, { kind: 'call', call, method, input })
        signal?.addEventListener('abort', () => send(socket, { kind: 'cancel', call }), { once: true })
      }),
  }
}

const gone: Reply<unknown> = {
  ok: false,
  code: 'engine-down',
  message: 'the engine of this case has ended; the case itself is safe: open it again',
}
