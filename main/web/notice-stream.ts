import type { Notice } from '../../shared/api.ts'
import { allow, type OnNotice, type Route } from './route.ts'

/** A page that has not read this much, bytes, is not reading: it is cut off, and asks anew when it comes back. */
const mostUnread = 8 * 1024 * 1024

/**
 * `GET /notices`: every notice from now on as a server-sent event whose data is its JSON, with a comment line at the
 * start and every 15 seconds so that a dead connection shows. Read with fetch: EventSource cannot send the token.
 */
export function noticeRoute(onNotice: OnNotice, quiet = 15_000): Route {
  return async (exchange) => {
    const { response } = exchange
    allow(exchange, 'GET')
    const write = (text: string) => {
      response.write(text)
      if (response.writableLength > mostUnread) response.destroy()
    }
    response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' })
    write(': listening\n\n')
    const stop = onNotice((notice: Notice) => write(`data: ${JSON.stringify(notice)}\n\n`))
    const beat = setInterval(() => write(': still here\n\n'), quiet)
    response.once('close', () => {
      stop()
      clearInterval(beat)
    })
  }
}
