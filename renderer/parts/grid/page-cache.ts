/** Fetches some rows; rejects with a sentence that can be shown. */
export type Load<Row> = (offset: number, limit: number, signal: AbortSignal) => Promise<readonly Row[]>

export const pageSize = 200
const mostPages = 60

/**
 * Pages of 200 rows, the 60 used last kept. While nothing of this cache has arrived it answers from the one before it,
 * so that a new search replaces the rows on screen instead of blanking them.
 */
export class PageCache<Row> {
  readonly #load: Load<Row>
  readonly #changed: () => void
  /** In order of use, the latest last. */
  readonly #pages = new Map<number, readonly Row[]>()
  readonly #asked = new Map<number, AbortController>()
  #before: PageCache<Row> | null
  #problem: Error | null = null

  constructor(load: Load<Row>, changed: () => void, before: PageCache<Row> | null = null) {
    this.#load = load
    this.#changed = changed
    this.#before = before && before.#pages.size === 0 ? before.#before : before
    before?.close()
  }

  /** Rows are still those of the question before this one. */
  get stale(): boolean {
    return this.#before !== null
  }

  get problem(): Error | null {
    return this.#problem
  }

  row(index: number): Row | undefined {
    const page = this.#pages.get(Math.floor(index / pageSize))
    return page ? page[index % pageSize] : this.#before?.row(index)
  }

  /** Sees to it that the rows from `first` to `last` come; requests for pages that nobody looks at any more are dropped. */
  want(first: number, last: number): void {
    const [from, to] = [Math.floor(first / pageSize), Math.floor(last / pageSize)]
    for (const [page, request] of this.#asked) {
      if (page >= from && page <= to) continue
      request.abort()
      this.#asked.delete(page)
    }
    for (let page = from; page <= to; page++) this.#wantPage(page)
  }

  retry(): void {
    this.#problem = null
    this.#changed()
  }

  /** Gives up what is under way; what has arrived can still be read. */
  close(): void {
    for (const request of this.#asked.values()) request.abort()
    this.#asked.clear()
    this.#before = null
  }

  #wantPage(page: number): void {
    const known = this.#pages.get(page)
    if (known) {
      this.#pages.delete(page)
      this.#pages.set(page, known)
      return
    }
    if (this.#asked.has(page) || this.#problem) return
    const request = new AbortController()
    this.#asked.set(page, request)
    this.#load(page * pageSize, pageSize, request.signal)
      .then((rows) => this.#keep(page, rows, request))
      .catch((error: unknown) => this.#fail(page, error, request))
  }

  #keep(page: number, rows: readonly Row[], request: AbortController): void {
    if (request.signal.aborted) return
    this.#asked.delete(page)
    this.#pages.set(page, rows)
    this.#before = null
    for (const oldest of this.#pages.keys()) {
      if (this.#pages.size <= mostPages) break
      this.#pages.delete(oldest)
    }
    this.#changed()
  }

  #fail(page: number, error: unknown, request: AbortController): void {
    if (request.signal.aborted) return
    this.#asked.delete(page)
    this.#problem = error instanceof Error ? error : new Error(String(error))
    this.#changed()
  }
}
