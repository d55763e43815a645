import type { Schedule, ScheduledSource } from '../shared/schedule.ts'
import type { Signal } from '../shared/signal.ts'
import type { Source } from '../shared/source.ts'

interface Ground {
  sources(): Promise<readonly Source[]>
  /** Whether an import or a collection runs: then nothing is started beside it. */
  isBusy(): boolean
  collect(names: readonly string[]): Promise<unknown>
  /** Milliseconds since 1970. */
  now(): number
}

interface Entry {
  readonly everyMinutes: number | null
  nextAt: number | null
  waiting: boolean
  overtaken: number
  failure: string | null
}

/** How often it is looked whether something is due, milliseconds. */
const often = 5_000

/**
 * Collects again and again while somebody has the case open in an interface: when it is opened, and every so many
 * minutes. What is due goes into one run; while another one goes on it waits, so that runs never overlap. What deletes
 * after collection never runs by itself: that is confirmed by a person, run by run.
 */
export class Scheduler {
  readonly #ground: Ground
  readonly #entries = new Map<string, Entry>()
  #timer: NodeJS.Timeout | null = null
  #doors = 0
  #opening = true

  constructor(ground: Ground) {
    this.#ground = ground
  }

  /**
   * Looks by itself until `signal` aborts: for as long as a door that asked for it stays. After the last of them nothing
   * more begins, though what runs is not cut off, and the next one finds the case as if it were opened then.
   */
  async run(signal: Signal): Promise<void> {
    if (signal.aborted) return
    if (this.#doors++ === 0) this.#start()
    await new Promise<void>((resolve) => {
      const left = () => {
        if (--this.#doors === 0) this.#stop()
        resolve()
      }
      signal.addEventListener('abort', left, { once: true })
    })
  }

  /** Starts what is due, all of it as one run. */
  async look(isWanted = () => true): Promise<void> {
    const sources = await this.#ground.sources()
    if (!isWanted()) return
    // From here to the marks on what is due nothing is waited for, so that two looks never start the same.
    this.#takeUp(sources.filter(repeats))
    const now = this.#ground.now()
    const due = [...this.#entries].filter(([, { nextAt }]) => nextAt !== null && nextAt <= now)
    if (due.length === 0) return
    if (this.#ground.isBusy()) {
      for (const [, entry] of due.filter(([, { waiting }]) => !waiting)) {
        entry.waiting = true
        entry.overtaken++
      }
      return
    }
    for (const [, entry] of due) {
      Object.assign(entry, { waiting: false, failure: null, nextAt: after(now, entry.everyMinutes) })
    }
    try {
      await this.#ground.collect(due.map(([name]) => name))
    } catch (error) {
      for (const [, entry] of due) entry.failure = error instanceof Error ? error.message : String(error)
    }
  }

  #start(): void {
    // A look that fails, as when the case is being closed, is followed by the next one.
    const look = () => void this.look(() => this.#doors > 0).catch(() => undefined)
    this.#timer = setInterval(look, often).unref()
    look()
  }

  #stop(): void {
    if (this.#timer) clearInterval(this.#timer)
    this.#timer = null
    this.#entries.clear()
    this.#opening = true
  }

  async state(): Promise<Schedule> {
    const sources = (await this.#ground.sources()).filter(repeats)
    if (this.#timer) this.#takeUp(sources)
    return { active: this.#timer !== null, sources: sources.map((source) => this.#told(source)) }
  }

  #told(source: Source): ScheduledSource {
    const { nextAt = null, waiting = false, overtaken = 0, failure = null } = this.#entries.get(source.name) ?? {}
    const next = nextAt === null ? null : new Date(nextAt).toISOString()
    return { source: source.name, nextAt: next, waiting, overtaken, held: held(source) ?? failure }
  }

  /** Brings the entries in line with the sources as they are now; only those of the first time are run at the opening. */
  #takeUp(sources: readonly Source[]): void {
    const now = this.#ground.now()
    const runnable = sources.filter((source) => held(source) === null)
    for (const name of this.#entries.keys())
      if (!runnable.some((source) => source.name === name)) this.#entries.delete(name)
    for (const { name, everyMinutes, runOnStart } of runnable) {
      const known = this.#entries.get(name)
      if (known?.everyMinutes === everyMinutes) continue
      const nextAt = runOnStart && this.#opening ? now : after(now, everyMinutes)
      this.#entries.set(name, { everyMinutes, nextAt, waiting: false, overtaken: known?.overtaken ?? 0, failure: null })
    }
    this.#opening = false
  }
}

function repeats({ disabled, everyMinutes, runOnStart }: Source): boolean {
  return !disabled && (everyMinutes !== null || runOnStart)
}

/** Why a source does not run by itself although it says so. */
function held(source: Source): string | null {
  const deletes = source.kind === 's3-bucket' && source.deleteAfter
  return deletes ? 'it deletes what it has collected, which a person confirms each time' : null
}

function after(now: number, minutes: number | null): number | null {
  return minutes === null ? null : now + minutes * 60_000
}
