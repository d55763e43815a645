import { randomUUID } from 'node:crypto'
import type { Notice } from '../shared/api.ts'
import { Problem } from '../shared/problem.ts'
import type { Question, QuestionAnswer } from '../shared/question.ts'

/** Questions of running work to the person behind a door. The first answer counts; it is handed on and kept nowhere. */
export class Questions {
  readonly #open = new Map<string, { question: Question; end: (answer: QuestionAnswer | null) => void }>()
  readonly #tell: (notice: Notice) => void

  constructor(tell: (notice: Notice) => void) {
    this.#tell = tell
  }

  list(): readonly Question[] {
    return [...this.#open.values()].map(({ question }) => question)
  }

  /** Asks and waits. Error `refused` when the person declines, `cancelled` when the work was given up meanwhile. */
  async ask(what: Omit<Question, 'id'>, signal: AbortSignal): Promise<QuestionAnswer> {
    const question = { id: randomUUID(), ...what }
    const gone = () => this.#open.get(question.id)?.end(null)
    signal.addEventListener('abort', gone, { once: true })
    try {
      const answer = await new Promise<QuestionAnswer | null>((resolve) => {
        this.#open.set(question.id, { question, end: resolve })
        this.#tell({ kind: 'question', question })
        if (signal.aborted) resolve(null)
      })
      if (answer !== null) return answer
      throw signal.aborted
        ? new Problem('cancelled', 'cancelled while a question was open')
        : new Problem('refused', `${question.source}: not answered: ${question.text}`)
    } finally {
      signal.removeEventListener('abort', gone)
      this.#open.delete(question.id)
      this.#tell({ kind: 'question-closed', question: question.id })
    }
  }

  /** `null` declines. Error `not-found`: another door was faster, or nobody asks any more. */
  answer(id: string, answer: QuestionAnswer | null): void {
    const open = this.#open.get(id)
    if (!open) throw new Problem('not-found', 'this question is answered already, or nobody asks it any more')
    open.end(answer)
  }
}
