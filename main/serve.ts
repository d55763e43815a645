import type { Lobby } from './lobby.ts'
import { startWebServer } from './web/web-server.ts'

export interface ServeOptions {
  /** 0 takes a free one. */
  readonly port: number
  /** Folder of the built page. */
  readonly rendererRoot: string
  readonly lobby: Pick<Lobby, 'call' | 'onNotice'>
}

/** Opens browser mode on 127.0.0.1. The address holds the token; closing ends the server but not the lobby. */
export function serve({ port, rendererRoot, lobby }: ServeOptions): Promise<{ url: string; close(): Promise<void> }> {
  return startWebServer({
    port,
    rendererRoot,
    call: (method, input, signal) => lobby.call(method, input, signal),
    onNotice: (listener) => lobby.onNotice(listener),
  })
}
