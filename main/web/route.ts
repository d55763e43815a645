import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Notice, Reply } from '../../shared/api.ts'
import type { ErrorCode } from '../../shared/problem.ts'

/** How the page's calls reach the lobby: input still unchecked, errors inside the reply. */
export type Call = (method: string, input: unknown, signal: AbortSignal) => Promise<Reply<unknown>>

/** Subscribes to the lobby's notices; answers how to stop. */
export type OnNotice = (listener: (notice: Notice) => void) => () => void

/** One request on its way to an answer. */
export interface Exchange {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  /** Path of the address without its query, still percent-encoded, beginning with one slash. */
  readonly path: string
}

/** Answers a request, or throws a `Refusal`. */
export type Route = (exchange: Exchange) => Promise<void>

/** A request that is not granted: the HTTP status, and what a `Reply` says about it. */
export class Refusal extends Error {
  readonly status: number
  readonly code: ErrorCode
  readonly headers: Readonly<Record<string, string>>
  constructor(status: number, code: ErrorCode, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message)
    this.status = status
    this.code = code
    this.headers = headers
  }
}

/** Refuses every HTTP method but those named. */
export function allow({ request }: Exchange, ...methods: readonly string[]): void {
  if (methods.includes(request.method ?? '')) return
  const message = `${request.method} is not answered here: use ${methods.join(' or ')}`
  throw new Refusal(405, 'bad-input', message, { allow: methods.join(', ') })
}

export function sendJson({ response }: Exchange, value: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(value))
}
