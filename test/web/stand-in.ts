import { randomUUID } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startWebServer, type WebOptions } from '../../main/web/web-server.ts'
import type { Notice, Reply } from '../../shared/api.ts'
import type { Job } from '../../shared/job.ts'

/** A server with a page of two files, whose calls the test answers itself. */
export async function standIn(options: Partial<WebOptions> = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'coldtrail-web-'))
  const rendererRoot = join(folder, 'renderer')
  mkdirSync(join(rendererRoot, 'assets'), { recursive: true })
  writeFileSync(join(rendererRoot, 'index.html'), '<meta property="csp-nonce" nonce="__NONCE__"><p>page</p>')
  writeFileSync(join(rendererRoot, 'assets', 'main.js'), 'script()')
  writeFileSync(join(folder, 'secret.txt'), 'secret')
  // A neighbour whose name begins like the root's.
  mkdirSync(join(folder, 'renderer-old'))
  writeFileSync(join(folder, 'renderer-old', 'secret.txt'), 'secret')

  const listeners = new Set<(notice: Notice) => void>()
  const calls: { method: string; input: unknown; signal: AbortSignal }[] = []
  let answer = async (_method: string, input: unknown, _signal: AbortSignal): Promise<Reply<unknown>> => ({
    ok: true,
    value: input,
  })
  const server = await startWebServer({
    port: 0,
    rendererRoot,
    call: (method, input, signal) => {
      calls.push({ method, input, signal })
      return answer(method, input, signal)
    },
    onNotice: (listener) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    ...options,
  })
  return {
    url: server.url,
    folder,
    rendererRoot,
    calls,
    listeners,
    tell: (notice: Notice) => {
      for (const listener of listeners) listener(notice)
    },
    answerWith: (next: typeof answer) => {
      answer = next
    },
    close: async () => {
      await server.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

export function job(change: Partial<Job> = {}): Job {
  const none = { done: 0, total: null }
  return {
    id: randomUUID(),
    kind: 'import',
    title: 'a job',
    state: 'running',
    startedAt: '2024-01-15T10:00:00.000Z',
    finishedAt: null,
    progress: { phase: 'reading', objects: none, bytes: none, rows: 0, rowsPerSecond: 0, secondsLeft: null },
    result: null,
    error: null,
    ...change,
  }
}

/** Waits until the claim holds; fails after two seconds. */
export async function until(claim: () => boolean): Promise<void> {
  for (let tries = 0; !claim(); tries++) {
    if (tries > 200) throw new Error(`waited in vain until ${claim}`)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}
