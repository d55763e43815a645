import { Problem } from '../shared/problem.ts'
import type { Question, QuestionAnswer } from '../shared/question.ts'
import type { Source } from '../shared/source.ts'
import { CallLog } from './call-log.ts'
import type { Questions } from './questions.ts'
import { openSource } from './source/index.ts'
import type { Keys, OpenSource, Session } from './source/source.ts'
import type { CaseFile } from './store/case-file.ts'

/** What a person typed in, and sessions of codes, for as long as the engine lives; by source. Never written anywhere. */
export type KeyRing = Map<string, Map<string, Session>>

/** Opens sources for one piece of work: asks the person what they need, and notes every call they make. */
export class SourceDesk {
  readonly #file: CaseFile
  readonly #questions: Questions
  readonly #ring: KeyRing
  readonly #declined = new Map<string, Problem>()
  readonly #open: { readonly source: OpenSource; readonly log: CallLog }[] = []

  constructor(file: CaseFile, questions: Questions, ring: KeyRing) {
    this.#file = file
    this.#questions = questions
    this.#ring = ring
  }

  async open(source: Source, signal: AbortSignal): Promise<OpenSource> {
    const log = new CallLog(this.#file, source.name)
    const sessions = this.#ring.get(source.name) ?? new Map<string, Session>()
    this.#ring.set(source.name, sessions)
    const opened = await openSource(source, {
      onCall: log.add,
      collected: (prefix) => this.#file.collectedUnder(prefix),
      ask: {
        mfaCode: (serial, refused) => this.#mfaCode(source, serial, refused, signal),
        keys: (accessKeyId) => this.#askKeys(source, accessKeyId, signal),
        sessions,
      },
    })
    this.#open.push({ source: opened, log })
    return opened
  }

  /** Calls to AWS by operation. */
  requests(): Readonly<Record<string, number>> {
    const sum = new Map<string, number>()
    for (const { log } of this.#open)
      for (const [operation, count] of log.counts) sum.set(operation, (sum.get(operation) ?? 0) + count)
    return Object.fromEntries([...sum].sort())
  }

  flush(): void {
    for (const { log } of this.#open) log.flush()
  }

  async close(): Promise<void> {
    for (const { source } of this.#open) await source.close()
    this.flush()
  }

  /** Whoever has declined is not asked the same again by the same piece of work. */
  async #ask(question: Omit<Question, 'id'>, signal: AbortSignal): Promise<QuestionAnswer> {
    const about = JSON.stringify([question.source, question.text])
    const before = this.#declined.get(about)
    if (before) throw before
    try {
      return await this.#questions.ask(question, signal)
    } catch (error) {
      if (error instanceof Problem && error.code === 'refused') this.#declined.set(about, error)
      throw error
    }
  }

  async #mfaCode(source: Source, serial: string, refused: string | null, signal: AbortSignal): Promise<string> {
    const { code = '' } = await this.#ask(
      {
        kind: 'mfa',
        source: source.name,
        text: `code of the MFA device ${serial}`,
        ...(refused === null ? {} : { refused }),
        fields: [{ name: 'code', title: 'Code', secret: false, optional: false }],
      },
      signal,
    )
    return code.replace(/\s/g, '')
  }

  async #askKeys(source: Source, accessKeyId: string | null, signal: AbortSignal): Promise<Keys> {
    const answer = await this.#ask(
      {
        kind: 'keys',
        source: source.name,
        text: accessKeyId === null ? 'access key' : `secret of the access key ${accessKeyId}`,
        ...(accessKeyId === null ? {} : { accessKeyId }),
        fields: [
          ...(accessKeyId === null
            ? [{ name: 'accessKeyId', title: 'Access key id', secret: false, optional: false }]
            : []),
          { name: 'secretAccessKey', title: 'Secret access key', secret: true, optional: false },
          { name: 'sessionToken', title: 'Session token', secret: true, optional: true },
        ],
      },
      signal,
    )
    return {
      accessKeyId: accessKeyId ?? (answer.accessKeyId ?? '').trim(),
      secretAccessKey: (answer.secretAccessKey ?? '').trim(),
      sessionToken: (answer.sessionToken ?? '').trim() || null,
    }
  }
}
