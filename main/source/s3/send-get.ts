import * as http from 'node:http'
import * as https from 'node:https'
import type { Response } from './get-response.ts'

/** Where requests go, and the connections that are kept open for them. */
export interface Endpoint {
  readonly isTls: boolean
  readonly host: string
  readonly port: number | undefined
  readonly agent: http.Agent | https.Agent
}

/** Sends a GET and resolves when its answer begins. Errors are called what AWS's own client calls them. */
export function sendGet(
  { isTls, host, port, agent }: Endpoint,
  path: string,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<Response> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(aborted())
    const request = (isTls ? https : http).request({ agent, host, port, path, headers })
    const stop = () => request.destroy(aborted())
    signal.addEventListener('abort', stop, { once: true })
    request.on('close', () => signal.removeEventListener('abort', stop))
    request.on('error', (error: NodeJS.ErrnoException) => reject(named(error)))
    request.on('response', (answer) => {
      resolve({ statusCode: answer.statusCode ?? 0, headers: joined(answer.headers), body: answer })
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
  const all: Record<string, string> = {}
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) all[name] = typeof value === 'string' ? value : value.join(',')
  }
  return all
}
