import type { ServerResponse } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import type { Fault, Faults } from './contract.ts'
import { matches } from './policy.ts'
import { Refusal } from './refusal.ts'
import type { Reply } from './s3.ts'

/** Faults that wait for their requests. */
export class FaultList implements Faults {
  #waiting: { readonly fault: Fault; passed: number; left: number }[] = []

  add(fault: Fault): void {
    this.#waiting.push({ fault, passed: 0, left: fault.times ?? 1 })
  }

  clear(): void {
    this.#waiting = []
  }

  /** The fault that hits this request, if one does; it is used up by that. */
  take(action: string, operation: string, key: string | null): Fault | null {
    for (const one of this.#waiting) {
      const named = one.fault.action
      if (one.left === 0) continue
      if (named !== undefined && !matches(named, action) && !matches(named, operation)) continue
      if (one.fault.key !== undefined && !one.fault.key.test(key ?? '')) continue
      if (one.passed++ < (one.fault.after ?? 0)) continue
      one.left--
      return one.fault
    }
    return null
  }
}

/** What goes wrong before there is an answer. Resolves to true when nobody is to hear anything any more. */
export async function beforeAnswer(fault: Fault | null, response: ServerResponse): Promise<boolean> {
  switch (fault?.kind) {
    case 'reset':
      response.socket?.resetAndDestroy()
      return true
    case 'hang':
      return true
    case 'delay':
      await wait(fault.ms)
      return false
    case 'slow-down':
      throw new Refusal('SlowDown', 'Please reduce your request rate.', 503)
    case 'error':
      throw new Refusal(
        fault.code,
        fault.message ?? 'We encountered an internal error. Please try again.',
        fault.status,
      )
    default:
      return false
  }
}

/** Sends an answer, damaged as the fault has it. */
export async function send(fault: Fault | null, response: ServerResponse, reply: Reply): Promise<void> {
  const body = Buffer.from(reply.body)
  const head = () => response.writeHead(reply.status, { 'content-length': body.length, ...reply.headers })
  switch (fault?.kind) {
    case 'flip': {
      head()
      const at = Math.floor(body.length / 2)
      body.writeUInt8(body.readUInt8(at) ^ 0x40, at)
      response.end(body)
      return
    }
    case 'cut':
    case 'stall': {
      head()
      response.write(body.subarray(0, fault.at ?? Math.floor(body.length / 2)))
      await wait(20)
      if (fault.kind === 'cut') response.socket?.destroy()
      return
    }
    case 'drip': {
      head()
      for (let from = 0; from < body.length && !response.destroyed; from += fault.bytes) {
        response.write(body.subarray(from, from + fault.bytes))
        await wait(fault.ms)
      }
      response.end()
      return
    }
    default:
      head()
      response.end(response.req.method === 'HEAD' ? undefined : body)
  }
}
