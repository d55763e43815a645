import { randomBytes } from 'node:crypto'
import { accessSync, constants } from 'node:fs'
import { dirname, resolve } from 'node:path'
import type { Notice, Reply } from '../shared/api.ts'
import { engineHandlers } from './api.ts'
import { dispatch, refusal } from './dispatch.ts'
import { Jobs } from './jobs.ts'
import { socketAddress } from './link/address.ts'
import { type Listening, listen } from './link/listen.ts'
import { sweepParts } from './part-path.ts'
import { CaseFile } from './store/case-file.ts'

/** What the engine is started with: its one argument, as JSON. */
export interface EngineStart {
  readonly path: string
  readonly version: string
  readonly readOnly: boolean
  /** Set when the case is to be created first. */
  readonly create: { readonly name: string } | null
}

/** What it tells the door that started it. */
export type EngineWord =
  | { readonly kind: 'ready'; readonly address: string; readonly token: string }
  | { readonly kind: 'failed'; readonly reply: Reply<never> }

/** The one process that holds a case: it opens it, listens for doors, and ends when the last of them has left. */
async function engine(start: EngineStart): Promise<void> {
  const token = randomBytes(24).toString('base64url')
  const address = socketAddress(start.path, start.create !== null || (!start.readOnly && isWritable(start.path)), token)
  const lock = { token, socket: address }
  const file = start.create
    ? await CaseFile.create(start.path, { name: start.create.name, version: start.version, lock })
    : await CaseFile.open(start.path, { readOnly: start.readOnly, version: start.version, lock })
  // Beside the case is where bundles are made, and an engine that was killed left one half made.
  void sweepParts(dirname(resolve(start.path)))

  let listening: Listening | undefined
  const tell = (notice: Notice) => listening?.notify(notice)
  const jobs = new Jobs((job) => tell({ kind: 'job', job }))
  const handlers = engineHandlers(file, jobs, tell, start.version)
  const close = async () => {
    await jobs.close()
    await listening?.close()
    await file.close()
    process.exit(0)
  }
  let ending = false
  const end = () => {
    if (!ending) void close()
    ending = true
  }
  // The door that started us decides when we end, not the terminal that both of us hang on.
  process.on('SIGINT', () => {})
  process.on('SIGHUP', () => {})
  process.on('SIGTERM', end)
  listening = await listen(
    address,
    token,
    (method, input, signal) => dispatch('case', handlers, method, input, signal),
    end,
  )
  say({ kind: 'ready', address, token })
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK)
    return true
  } catch {
    return false
  }
}

/** Electron's utility processes speak through a port of their own, Node's forks through the process. */
function say(word: EngineWord): void {
  const { parentPort } = process as { parentPort?: { postMessage(word: EngineWord): void } }
  if (parentPort) parentPort.postMessage(word)
  else if (process.connected) process.send?.(word)
}

engine(JSON.parse(process.argv.at(-1) ?? '{}') as EngineStart).catch((error) => {
  say({ kind: 'failed', reply: refusal(error) })
  setTimeout(() => process.exit(3), 100)
})
