import { homedir } from 'node:os'
import { basename, resolve } from 'node:path'
import type { Answers } from '../shared/answers.ts'
import { type Api, type Handlers, type Method, methods, type Notice, type Reply } from '../shared/api.ts'
import type { CaseInfo } from '../shared/case.ts'
import type { Job } from '../shared/job.ts'
import { Problem } from '../shared/problem.ts'
import { casesFolder } from './app-folders.ts'
import { checkSource } from './check-source.ts'
import { dispatch, isMethod, refusal } from './dispatch.ts'
import { forkEngine } from './fork-engine.ts'
import { Jobs } from './jobs.ts'
import { joinOrStart, type StartEngine } from './join-or-start.ts'
import { KeptKeys, type Keychain, noKeychain } from './kept-keys.ts'
import type { Line } from './link/connect.ts'
import { listFolder } from './list-folder.ts'
import { openBundle } from './open-bundle.ts'
import { RecentCases } from './recent-cases.ts'
import { openSample } from './sample-case.ts'
import { importOssec } from './source/ossec/import-ossec.ts'

export interface LobbyOptions {
  readonly door: Answers['about']['door']
  readonly version: string
  /** How to start the engine's process: a fork of Node, or Electron's utility process. */
  readonly startEngine?: StartEngine
  /** Where keys are kept when a person wants that; without one they are always asked for. */
  readonly keychain?: Keychain
}

/**
 * What every door stands on: it answers the methods of its own scope, passes those of the case on to the engine, and
 * holds the one open case of the door. Doors that take calls from elsewhere (a page, a window) use `call`, which
 * checks the input; our own code uses `api`.
 */
export class Lobby {
  readonly api: Api
  readonly #options: Required<LobbyOptions>
  readonly #recent = new RecentCases()
  readonly #keys: KeptKeys
  readonly #listeners = new Set<(notice: Notice) => void>()
  /** What runs without a case: bundles that are opened. */
  readonly #jobs = new Jobs((job) => this.#tell({ kind: 'job', job }))
  readonly #handlers: Handlers<'lobby'>
  #open: { readonly path: string; readonly line: Line; readonly readOnly: boolean } | null = null
  /** Why the engine of the case that was open is gone. */
  #down: string | null = null

  constructor(options: LobbyOptions) {
    this.#options = { startEngine: forkEngine, keychain: noKeychain, ...options }
    this.#keys = new KeptKeys(this.#options.keychain)
    this.#handlers = this.#answers()
    this.api = Object.fromEntries(
      (Object.keys(methods) as Method[]).map((method) => [
        method,
        async (input: unknown, signal?: AbortSignal) => {
          const reply = await this.call(method, input, signal ?? new AbortController().signal)
          if (reply.ok) return reply.value
          throw new Problem(reply.code, reply.message)
        },
      ]),
    ) as unknown as Api
  }

  async call(method: string, input: unknown, signal: AbortSignal): Promise<Reply<unknown>> {
    if (!isMethod(method) || methods[method].scope === 'lobby')
      return dispatch('lobby', this.#handlers, method, input, signal)
    if (method === 'cancelJob' && this.#cancelled(input)) return { ok: true, value: null }
    const open = this.#open
    if (!open && this.#down !== null) return refusal(new Problem('engine-down', this.#down))
    if (!open) return refusal(new Problem('not-found', 'no case is open: open or create one first'))
    if (open.readOnly && 'writes' in methods[method]) {
      return refusal(
        new Problem('read-only', `${method}: this door opened the case read-only; open it for writing first`),
      )
    }
    const reply = await open.line.call(method, input, signal)
    if (reply.ok) this.#forgetKeys(method, input, open.path)
    if (reply.ok && method === 'jobs') return { ok: true, value: [...(reply.value as Job[]), ...this.#jobs.list()] }
    return open.readOnly && method === 'caseInfo' ? forReading(reply) : reply
  }

  onNotice(listener: (notice: Notice) => void): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  /** Stops what runs here and leaves the open case; its engine ends when no other door is left. */
  async close(): Promise<void> {
    await this.#jobs.close()
    await this.#leave()
  }

  async #leave(): Promise<void> {
    const open = this.#open
    this.#open = null
    this.#down = null
    open?.line.close()
    await open?.line.closed
  }

  #answers(): Handlers<'lobby'> {
    const opened = (info: CaseInfo) => this.#recent.opened(info)
    return {
      about: async () => ({
        version: this.#options.version,
        door: this.#options.door,
        platform: process.platform,
        home: homedir(),
        casesFolder: casesFolder(),
      }),
      listCases: async () => this.#recent.list(this.#open?.path ?? null),
      forgetCase: async ({ path }) => this.#recent.forget(resolve(path)),
      createCase: async ({ path, name }) => opened(await this.#enter(path, { create: { name }, readOnly: false })),
      openCase: async ({ path, readOnly }) => opened(await this.#enter(path, { create: null, readOnly })),
      openSample: async () =>
        opened(
          await openSample({
            api: this.api,
            enter: async (path, create) => this.#enter(path, { create, readOnly: false }),
          }),
        ),
      closeCase: async () => {
        await this.#leave()
        this.#tell({ kind: 'case', id: null })
        return null
      },
      startOpenBundle: async (what) => {
        if (what.to === null && !this.#open)
          throw new Problem('not-found', 'no case is open: say the folder that the case in the bundle shall become')
        return this.#jobs.start('open-bundle', basename(what.path), async (report, signal) => {
          const { marks, ...taken } = await openBundle(what, report, signal)
          if (marks === null) return { ...taken, marks }
          return { ...taken, marks: await this.api.importMarks({ text: marks, name: basename(what.path) }) }
        })
      },
      listFolder: async ({ path }) => listFolder(path),
      checkSource: async ({ source }) => checkSource(source),
      importOssec: async ({ text }) => importOssec(text),
      keychain: async () => ({ refusal: this.#keys.refusal() }),
      keepKeys: async ({ source, ...keys }) => {
        if (!this.#open) throw new Problem('not-found', 'no case is open, and keys are kept for a source of a case')
        this.#keys.keep(this.#open.path, source, keys)
        return null
      },
      sourcePolicy: async ({ source, ...facts }) => {
        // What it says of API calls comes with AWS's clients, and few ask for it.
        const { sourcePolicy } = await import('./source/policy/source-policy.ts')
        return sourcePolicy(source, facts)
      },
    }
  }

  async #enter(path: string, how: { create: { name: string } | null; readOnly: boolean }): Promise<CaseInfo> {
    const at = resolve(path)
    const isOther = this.#open?.path !== at || this.#open.readOnly !== how.readOnly || how.create
    if (isOther) {
      const line = await joinOrStart(
        { path: at, version: this.#options.version, ...how },
        this.#options.startEngine,
        (notice) => this.#heard(at, notice),
      )
      await this.#leave()
      this.#open = { path: at, line, readOnly: how.readOnly }
      void line.closed.then(() => this.#lost(line))
      // A window and a server stay; a command must start nothing that nobody waits for.
      if (this.#options.door !== 'cli' && !how.readOnly) void this.api.startSchedule({}).catch(() => undefined)
    }
    const info = await this.api.caseInfo({})
    if (isOther) this.#tell({ kind: 'case', id: info.id })
    return info
  }

  /** Whether it was a job of ours that is to be cancelled. */
  #cancelled(input: unknown): boolean {
    const own = this.#jobs.list().find(({ id }) => id === (input as { job?: unknown } | null)?.job)
    if (own) this.#jobs.cancel(own.id)
    return own !== undefined
  }

  #lost(line: Line): void {
    if (this.#open?.line !== line) return
    this.#open = null
    this.#down = 'the engine of this case ended unexpectedly; everything committed is safe: open the case again'
    this.#tell({ kind: 'engine-down', message: this.#down })
  }

  /** A question for keys that are kept is answered here, and nobody hears of it. */
  #heard(path: string, notice: Notice): void {
    const asked = notice.kind === 'question' ? notice.question : null
    const answer = asked && this.#keys.answer(path, asked)
    if (!asked || !answer) this.#tell(notice)
    else void this.api.answerQuestion({ question: asked.id, answer: { ...answer } }).catch(() => this.#tell(notice))
  }

  #forgetKeys(method: Method, input: unknown, path: string): void {
    const { name, replaces, source } = input as { name?: string; replaces?: string; source?: { name?: string } }
    const names = method === 'removeSource' ? [name] : method === 'saveSource' ? [replaces, source?.name] : []
    for (const one of names) if (typeof one === 'string') this.#keys.forget(path, one)
  }

  #tell(notice: Notice): void {
    for (const listener of this.#listeners) listener(notice)
  }
}

/** The engine may write, for another door: this one was opened to read only. */
function forReading(reply: Reply<unknown>): Reply<unknown> {
  if (!reply.ok) return reply
  const info = reply.value as CaseInfo
  return { ok: true, value: { ...info, readOnly: true, readOnlyBecause: info.readOnlyBecause ?? 'it was asked for' } }
}
