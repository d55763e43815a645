import type { Bridge, Notice, Reply } from '../shared/api.ts'
import { Problem } from '../shared/problem.ts'

/** Whether the door answers; a browser tab outlives the process that served it. */
export type Connection = 'up' | 'lost'

export interface HttpDoor extends Bridge {
  onConnection(listener: (state: Connection) => void): () => void
  /** Sends one file of a batch; answers with the folder on the machine that now holds the batch. */
  upload(batch: string, name: string, file: Blob, sent: (bytes: number) => void, signal: AbortSignal): Promise<string>
  /** Sends one file that a single job reads; answers with its path on the machine, where it stays until that job has ended. */
  send(file: File, signal: AbortSignal): Promise<string>
  /** An address that serves the file once, for saving it with the browser. */
  download(path: string): Promise<string>
}

/**
 * The browser's way to the engine: the loopback server that served this page. The one-time token comes in the fragment
 * of the address, which no server and no log ever sees, and is taken out of it at once.
 */
export function httpDoor(): HttpDoor {
  const authorization = `Bearer ${takeToken()}`
  // Two pages may share a token: one must not cancel the calls of the other.
  const page = crypto.randomUUID().slice(0, 8)
  const notices = new Set<(notice: Notice) => void>()
  const connections = new Set<(state: Connection) => void>()
  let following = false

  const follow = () => {
    if (following) return
    following = true
    void followNotices(
      authorization,
      (notice) => {
        for (const listener of notices) listener(notice)
      },
      (state) => {
        for (const listener of connections) listener(state)
      },
    )
  }

  return {
    async invoke(method, input, call) {
      const response = await reach(`api/${method}`, {
        method: 'POST',
        headers: { authorization, 'content-type': 'application/json', 'x-call': `${page}-${call}` },
        body: JSON.stringify(input),
      })
      return readReply(response)
    },
    cancel(call) {
      // A cancellation that does not arrive costs an answer nobody reads.
      void fetch(`api/cancel/${page}-${call}`, {
        method: 'POST',
        headers: { authorization, 'content-type': 'application/json' },
        body: '{}',
      }).catch(() => {})
    },
    onNotice: (listener) => subscribe(notices, listener, follow),
    onConnection: (listener) => subscribe(connections, listener, follow),
    pathOf: () => null,
    upload: async (batch, name, file, sent, signal) =>
      (await sendFile(authorization, batch, name, file, sent, signal)).path,
    send: async (file, signal) =>
      (await sendFile(authorization, crypto.randomUUID(), file.name, file, () => {}, signal)).file,
    async download(path) {
      const response = await reach('download', {
        method: 'POST',
        headers: { authorization, 'content-type': 'application/json' },
        body: JSON.stringify({ path }),
      })
      const body = (await response.json()) as { readonly url?: string; readonly message?: string }
      if (!response.ok || body.url === undefined)
        throw new Problem(
          'failed',
          body.message ?? `${path} could not be downloaded: the server answered ${response.status}`,
        )
      return body.url
    },
  }
}

function takeToken(): string {
  const token = /(?:^#|&)token=([\w-]+)/.exec(location.hash)?.[1]
  if (token !== undefined) {
    sessionStorage.setItem('token', token)
    history.replaceState(null, '', location.pathname)
  }
  return sessionStorage.getItem('token') ?? ''
}

async function reach(address: string, request: RequestInit): Promise<Response> {
  try {
    return await fetch(address, request)
  } catch (cause) {
    throw new Problem('engine-down', 'Coldtrail does not answer: start it again, then reload this page', { cause })
  }
}

async function readReply(response: Response): Promise<Reply<unknown>> {
  if (response.status === 401) {
    return {
      ok: false,
      code: 'refused',
      message: 'this page has no valid token: open the address that Coldtrail printed when it started',
    }
  }
  const reply: unknown = await response.json().catch(() => null)
  if (typeof reply === 'object' && reply !== null && 'ok' in reply) return reply as Reply<unknown>
  return { ok: false, code: 'failed', message: `the server answered ${response.status} ${response.statusText}` }
}

/** Server-sent events read by fetch, because EventSource cannot send the token; reconnects for as long as the page lives. */
async function followNotices(
  authorization: string,
  tell: (notice: Notice) => void,
  connection: (state: Connection) => void,
): Promise<void> {
  for (let wait = 250; ; wait = Math.min(wait * 2, 5000)) {
    try {
      const response = await fetch('notices', { headers: { authorization } })
      if (response.status === 401) {
        // It answers, but not to this page: what is asked next says so.
        connection('up')
        return
      }
      if (response.ok && response.body !== null) {
        connection('up')
        wait = 250
        await readEvents(response.body, tell)
      }
    } catch {
      // Refused or cut off: said by the state below, tried again after a pause.
    }
    connection('lost')
    await new Promise((resolve) => setTimeout(resolve, wait))
  }
}

async function readEvents(
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
  tell: (notice: Notice) => void,
): Promise<void> {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader()
  for (let held = ''; ; ) {
    const { value, done } = await reader.read()
    if (done) return
    held += value
    for (let end = held.indexOf('\n\n'); end >= 0; end = held.indexOf('\n\n')) {
      const data = held
        .slice(0, end)
        .split('\n')
        .filter((line) => line.startsWith('data:'))
        .map((line) => line.slice(5).trimStart())
        .join('\n')
      held = held.slice(end + 2)
      if (data !== '') tell(JSON.parse(data) as Notice)
    }
  }
}

/** XMLHttpRequest, because fetch does not tell how much of a body has gone out. */
function sendFile(
  authorization: string,
  batch: string,
  name: string,
  file: Blob,
  sent: (bytes: number) => void,
  signal: AbortSignal,
): Promise<Uploaded> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('PUT', `upload/${encodeURIComponent(batch)}/${name.split('/').map(encodeURIComponent).join('/')}`)
    request.setRequestHeader('authorization', authorization)
    request.setRequestHeader('content-type', 'application/octet-stream')
    request.upload.onprogress = (event) => sent(event.loaded)
    request.onload = () => {
      const answer = parseUpload(request.responseText)
      if (request.status < 300 && 'path' in answer) resolve(answer)
      else
        reject(
          new Problem(
            'failed',
            ('message' in answer ? answer.message : null) ??
              `'${name}' was not taken: the server answered ${request.status}`,
          ),
        )
    }
    request.onerror = () => reject(new Problem('engine-down', `'${name}' could not be sent: Coldtrail does not answer`))
    request.onabort = () => reject(new Problem('cancelled', 'the upload was cancelled'))
    signal.addEventListener('abort', () => request.abort(), { once: true })
    request.send(file)
  })
}

/** Where a file is now, and the folder of its batch. */
interface Uploaded {
  readonly path: string
  readonly file: string
}

function parseUpload(text: string): Uploaded | { readonly message?: string } {
  try {
    return JSON.parse(text) as Uploaded | { readonly message?: string }
  } catch {
    return {}
  }
}

function subscribe<T>(listeners: Set<T>, listener: T, start: () => void): () => void {
  listeners.add(listener)
  start()
  return () => listeners.delete(listener)
}
