import { printable, printableLines } from './printable.ts'

type Output = Pick<NodeJS.WriteStream, 'write' | 'on'> & { readonly isTTY?: boolean; readonly columns?: number }

/** Results go to stdout, sentences to stderr, and progress to one rewritten line of stderr when a person watches it. */
export class Terminal {
  readonly #out: Output
  readonly #err: Output
  #progress = ''

  constructor(out: Output, err: Output) {
    this.#out = out
    this.#err = err
    // Whoever reads us may leave (`| head`): the write that fails says so.
    out.on('error', () => {})
    err.on('error', () => {})
  }

  /** Whether a person reads the results, not a program. */
  get watched(): boolean {
    return this.#out.isTTY === true
  }

  /** Writes a result as it is; resolves when it is on its way, rejects with EPIPE when nobody reads it. */
  async print(text: string | Buffer): Promise<void> {
    this.progress('')
    await new Promise<void>((resolve, reject) => this.#out.write(text, (error) => (error ? reject(error) : resolve())))
  }

  /** A result of our own words, in which log text may stand. */
  async line(text: string): Promise<void> {
    await this.print(`${printable(text)}\n`)
  }

  say(sentence: string): void {
    this.progress('')
    this.#err.write(`${printableLines(sentence)}\n`)
  }

  /** Resolves when every sentence is on its way, or nobody reads them: a process that ends at once would lose them in a pipe. */
  async said(): Promise<void> {
    await new Promise<void>((resolve) => this.#err.write('', () => resolve()))
  }

  /** Rewrites the line of progress; an empty text takes it away. */
  progress(text: string): void {
    if (this.#err.isTTY !== true || (text === '' && this.#progress === '')) return
    this.#progress = printable(text).slice(0, (this.#err.columns || 80) - 1)
    this.#err.write(`\r${this.#progress}\x1b[K`)
  }
}
