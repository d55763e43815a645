import type { Api, Bridge, Notice } from '../shared/api.ts'
import { Problem } from '../shared/problem.ts'
import type { Signal } from '../shared/signal.ts'
import { type HttpDoor, httpDoor } from './http.ts'

declare global {
  interface Window {
    /** Put there by the preload script of the desktop door. */
    readonly coldtrail?: Bridge
  }
}

/** The loopback server, when this page runs in a browser; null on the desktop. */
export const door: HttpDoor | null = window.coldtrail === undefined ? httpDoor() : null

/** The way out of this page: the desktop's preload, or the loopback server. */
export const bridge: Bridge = window.coldtrail ?? (door as HttpDoor)

/**
 * Every method of shared/api.ts as a function. A refusal is thrown as a `Problem` with its code and its sentence;
 * aborting the signal cancels the work on the other side and rejects with code `cancelled`.
 *
 * Only types may be imported from shared/api.ts, case.ts and filter.ts here: their schemas are checked behind the
 * door, and the schema library compiles code at run time, which the page's content security policy forbids.
 */
export const api: Api = new Proxy({} as Api, {
  get: (_, method: string) => (input: unknown, signal?: Signal) => call(method, input, signal),
})

export function onNotice(listener: (notice: Notice) => void): () => void {
  return bridge.onNotice(listener)
}

let calls = 0

async function call(method: string, input: unknown, signal: Signal | undefined): Promise<unknown> {
  if (signal?.aborted) throw new Problem('cancelled', `${method} was cancelled`)
  calls += 1
  const number = calls
  let cancel = () => {}
  const cancelled = new Promise<never>((_, reject) => {
    cancel = () => {
      bridge.cancel(number)
      reject(new Problem('cancelled', `${method} was cancelled`))
    }
  })
  signal?.addEventListener('abort', cancel, { once: true })
  try {
    const reply = await Promise.race([bridge.invoke(method, input, number), cancelled])
    if (!reply.ok) throw new Problem(reply.code, reply.message)
    return reply.value
  } finally {
    signal?.removeEventListener('abort', cancel)
  }
}
