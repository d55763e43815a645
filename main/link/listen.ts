import { timingSafeEqual } from 'node:crypto'
import { chmodSync, rmSync } from 'node:fs'
import { createServer, type Socket } from 'node:net'
import type { Notice, Reply } from '../../shared/api.ts'
import { receive, send, type ToEngine } from './wire.ts'

export interface Listening {
  notify(notice: Notice): void
  close(): Promise<void>
}

/**
 * The owner's side: answers every door that knows the token of the lock. `onAlone` is called when the last door has
 * left, or none came within `patience` milliseconds; who comes later finds the door closed and starts an engine anew.
 */
export async function listen(
  address: string,
  token: string,
  answer: (method: string, input: unknown, signal: AbortSignal) => Promise<Reply<unknown>>,
  onAlone: () => void,
  patience = 15_000,
): Promise<Listening> {
  const doors = new Set<Socket>()
  let isEnding = false
  const end = () => {
    isEnding = true
    onAlone()
  }
  let alone = setTimeout(end, patience)
  const left = (socket: Socket) => {
    if (!doors.delete(socket) || doors.size > 0) return
    clearTimeout(alone)
    alone = setTimeout(end, 300)
  }

  const server = createServer((socket) => {
    const running = new Map<number, AbortController>()
    let known = false
    socket.on('error', () => socket.destroy())
    socket.on('close', () => {
      for (const call of running.values()) call.abort()
      left(socket)
    })
    receive<ToEngine>(socket, (message) => {
      if (!known) {
        known = !isEnding && message.kind === 'hello' && same(String(message.token), token)
        if (!known) return void socket.destroy()
        doors.add(socket)
        clearTimeout(alone)
        send(socket, { kind: 'welcome' })
      } else if (message.kind === 'cancel') {
        running.get(message.call)?.abort()
      } else if (message.kind === 'call') {
        const abort = new AbortController()
        running.set(message.call, abort)
        void answer(message.method, message.input, abort.signal).then((reply) => {
          running.delete(message.call)
          send(socket, { kind: 'reply', call: message.call, reply })
        })
      }
    })
  })

  if (process.platform !== 'win32') rmSync(address, { force: true })
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(address, resolve))
  if (process.platform !== 'win32') chmodSync(address, 0o600)

  return {
    notify: (notice) => {
      for (const door of doors) send(door, { kind: 'notice', notice })
    },
    close: async () => {
      clearTimeout(alone)
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      for (const door of doors) door.end()
      await closed
    },
  }
}

function same(given: string, token: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(token)]
  return a.length === b.length && timingSafeEqual(a, b)
}
