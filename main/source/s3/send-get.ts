import * as http from 'node:http'
import * as https from 'node:https'

/** A part of a body, as it comes. */
export type Take = (part: Uint8Array) => void

/** An answer of S3 before anybody has read it. */
export interface Response {
  readonly statusCode: number
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>
  readonly body?: unknown
}

/** Where requests go, and the connections that are kept open for them. */
export interface Endpoint {
  readonly isTls: boolean
  readonly host: string
  readonly port: number | undefined
  readonly agent: http.Agent | https.Agent
}

/**
 * Sends a GET. Of an answer that `begin` wants, the parts are taken as they come, and null is the end; any other is
 * returned before its body. Errors are called what AWS's own client calls them, or are those of who takes.
 */
export function sendGet(
  { isTls, host, port, agent }: Endpoint,
  path: string,
  headers: Readonly<Record<string, string>>,
  begin: (answer: Response) => Take | null,
  signal: AbortSignal,
): Promise<Response | null> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(aborted())
    const request = (isTls ? https : http).request({ agent, host, port, path, headers })
    const stop = () => request.destroy(aborted())
    signal.addEventListener('abort', stop)
    request.on('close', () => signal.removeEventListener('abort', stop))
    let isAnswered = false
    // What goes wrong behind the headers is told by the answer.
    request.on('error', (error: NodeJS.ErrnoException) => !isAnswered && reject(named(error)))
    request.on('response', (answer) => {
      isAnswered = true
      const failed = (error: unknown) => {
        reject(signal.aborted ? aborted() : error)
        request.destroy()
      }
      answer.on('error', failed)
      try {
        const response = { statusCode: answer.statusCode ?? 0, headers: joined(answer.headers), body: answer }
        const take = begin(response)
        if (take === null) return resolve(response)
        answer.on('data', (part: Uint8Array) => {
          try {
            take(part)
          } catch (error) {
            failed(error)
          }
        })
        answer.on('end', () => resolve(null))
      } catch (error) {
        failed(error)
      }
    })
    request.end()
  })
}

function aborted(): Error {
  return Object.assign(new Error('Request aborted'), { name: 'AbortError' })
}

function named(error: NodeJS.ErrnoException): Error {
  const isLost = ['ECONNRESET', 'EPIPE', 'ETIMEDOUT'].includes(error.code ?? '')
  return isLost ? Object.assign(error, { name: 'TimeoutError' }) : error
}

function joined(headers: http.IncomingHttpHeaders): Record<string, string> {
  for (const name in headers) {
    const text = headers[name]
    if (typeof text === 'object') (headers as Record<string, string>)[name] = text.join(',')
  }
  return headers as Record<string, string>
}
