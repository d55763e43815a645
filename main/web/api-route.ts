import { methods } from '../../shared/api.ts'
import { jsonBody } from './json-body.ts'
import { allow, type Call, Refusal, type Route, sendJson } from './route.ts'

/**
 * `POST /api/<method>` with the input as JSON answers a `Reply`, whatever it says, with status 200. The header x-call
 * numbers the call: `POST /api/cancel/<number>` gives it up, and so does a page that goes away before the answer.
 */
export function apiRoute(call: Call): Route {
  const running = new Map<string, Set<AbortController>>()

  return async (exchange) => {
    const { request, response, path } = exchange
    allow(exchange, 'POST')
    const cancelled = /^\/api\/cancel\/([\w-]{1,64})$/.exec(path)?.[1]
    if (cancelled !== undefined) {
      for (const abort of running.get(cancelled) ?? []) abort.abort()
      request.resume()
      response.writeHead(204).end()
      return
    }

    const method = path.slice('/api/'.length)
    if (!Object.hasOwn(methods, method))
      throw new Refusal(404, 'bad-input', `there is no method '${method.slice(0, 80)}'`)
    const number = numberOf(request.headers['x-call'])
    const input = await jsonBody(request)

    const abort = new AbortController()
    const gone = () => abort.abort()
    response.once('close', gone)
    if (number !== null) running.set(number, (running.get(number) ?? new Set()).add(abort))
    try {
      const reply = await call(method, input, abort.signal)
      if (!response.destroyed) sendJson(exchange, reply)
    } finally {
      response.off('close', gone)
      if (number !== null) forget(running, number, abort)
    }
  }
}

function numberOf(header: string | string[] | undefined): string | null {
  if (header === undefined) return null
  if (typeof header === 'string' && /^[\w-]{1,64}$/.test(header)) return header
  throw new Refusal(400, 'bad-input', 'x-call is the number of the call')
}

function forget(running: Map<string, Set<AbortController>>, number: string, abort: AbortController): void {
  const same = running.get(number)
  same?.delete(abort)
  if (same?.size === 0) running.delete(number)
}
