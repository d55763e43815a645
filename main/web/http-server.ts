import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { policyHeaders } from './policy-headers.ts'
import { type Exchange, Refusal, type Route, sendJson } from './route.ts'
import { checkSameSite } from './same-site.ts'

/** Listens on 127.0.0.1 and nowhere else; port 0 takes a free one. Rejects when the port is taken or not permitted. */
export async function startHttpServer(port: number, route: Route): Promise<{ port: number; close(): Promise<void> }> {
  const server = createServer((request, response) => void answer(request, response, listening, route))
  // An upload through a slow tunnel may take hours; a client that never finishes its headers may not.
  server.requestTimeout = 0
  server.headersTimeout = 20_000

  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve))
  const listening = (server.address() as AddressInfo).port
  return {
    port: listening,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function answer(request: IncomingMessage, response: ServerResponse, port: number, route: Route): Promise<void> {
  const path = request.url?.split('?', 1)[0] ?? ''
  const exchange: Exchange = { request, response, path }
  request.on('error', () => {})
  response.on('error', () => {})
  for (const [name, value] of Object.entries(policyHeaders)) response.setHeader(name, value)
  try {
    checkSameSite(exchange, port)
    if (!path.startsWith('/')) throw new Refusal(400, 'bad-input', 'the address has no path')
    await route(exchange)
  } catch (error) {
    refuse(exchange, error)
  }
}

function refuse(exchange: Exchange, error: unknown): void {
  const { request, response } = exchange
  if (process.env.COLDTRAIL_LOG === 'debug' && !(error instanceof Refusal)) console.error(error)
  if (response.headersSent || response.destroyed) return void response.destroy()
  const { status, code, headers } = error instanceof Refusal ? error : { status: 500, code: 'failed', headers: {} }
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value)
  const message = error instanceof Error ? error.message : String(error)
  sendJson(exchange, { ok: false, code, message }, status)
  if (!request.complete) letGo(request)
}

/** A body that nobody wants: a moment for the answer to arrive, then the connection ends. */
function letGo(request: IncomingMessage): void {
  const over = setTimeout(() => request.destroy(), 1000)
  request.once('close', () => clearTimeout(over))
  request.resume()
}
