import type { Schedule, ScheduledSource } from '../shared/schedule.ts'
import type { Source } from '../shared/source.ts'

interface Ground {
  sources(): Promise<readonly Source[]>
  /** Whether an import or a collection runs: then nothing is started beside it. */
  isBusy(): boolean
  collect(names: readonly string[]): Promise<unknown>
  now(): number
}

interface Run {
  lastAt: number | null
  overtaken: number
  waiting: boolean
  failure: string | null
}

/** How often it is looked whether something is due, milliseconds. */
const every = 5_000

/**
 * Collects again and again while somebody has the case open in an interface: on its start, and every so many minutes
 * after. Runs never overlap; an interval that passes while another run goes on is counted as overtaken. What deletes
 * after collection never runs by itself: that is confirmed by a person, run by run.
 */
export class Scheduler {
  readonly #ground: Ground
  readonly #runs = new Map<string, Run>()
  #begun = 0
  #timer: NodeJS.Timeout | null = null

  constructor(ground: Ground) {
    this.#ground = ground
  }

  /** From now on it looks by itself; a second time it does nothing. */
  start(): void {
    if (this.#timer) return
    this.#begun = this.#ground.now()
    this.#timer = setInterval(() => void this.look(), every).unref()
    void this.look()
  }

  /** Starts what is due, all of it as one run. */
  async look(): Promise<void> {
    const now = this.#ground.now()
    const sources = await this.#ground.sources()
    const due = sources.filter(
      (source) => held(source) === null && (this.#nextAt(source) ?? Number.POSITIVE_INFINITY) <= now,
    )
    if (due.length === 0) return
    if (this.#ground.isBusy()) {
      for (const source of due) this.#overtake(source, now)
      return
    }
    for (const { name } of due) Object.assign(this.#of(name), { lastAt: now, waiting: false, failure: null })
    try {
      await this.#ground.collect(due.map(({ name }) => name))
    } catch (error) {
      const failure = error instanceof Error ? error.message : String(error)
      for (const { name } of due) this.#of(name).failure = failure
    }
  }

  async state(): Promise<Schedule> {
    const sources = (await this.#ground.sources()).filter(
      ({ everyMinutes, runOnStart }) => everyMinutes !== null || runOnStart,
    )
    return { active: this.#timer !== null, sources: sources.map((source) => this.#told(source)) }
  }

  #told(source: Source): ScheduledSource {
    const { waiting, overtaken, failure } = this.#of(source.name)
    const why = held(source)
    const nextAt = this.#timer === null || why !== null ? null : this.#nextAt(source)
    return {
      source: source.name,
      nextAt: nextAt === null ? null : new Date(nextAt).toISOString(),
      waiting,
      overtaken,
      held: why ?? failure,
    }
  }

  #nextAt({ name, everyMinutes, runOnStart }: Source): number | null {
    const { lastAt } = this.#of(name)
    if (lastAt === null && runOnStart) return this.#begun
    return everyMinutes === null ? null : (lastAt ?? this.#begun) + everyMinutes * 60_000
  }

  /** Every interval that has passed wholly while it had to wait counts once. */
  #overtake({ name, everyMinutes }: Source, now: number): void {
    const run = this.#of(name)
    run.waiting = true
    if (everyMinutes === null || run.lastAt === null) return
    const missed = Math.floor((now - run.lastAt) / (everyMinutes * 60_000)) - 1
    if (missed <= 0) return
    run.lastAt += missed * everyMinutes * 60_000
    run.overtaken += missed
  }

  #of(name: string): Run {
    const run = this.#runs.get(name) ?? { lastAt: null, overtaken: 0, waiting: false, failure: null }
    this.#runs.set(name, run)
    return run
  }
}

/** Why a source does not run by itself although it says so. */
function held(source: Source): string | null {
  if (source.disabled) return 'it is disabled'
  const deletes = source.kind === 's3-bucket' && source.deleteAfter
  return deletes ? 'it deletes what it has collected, which a person confirms each time' : null
}
