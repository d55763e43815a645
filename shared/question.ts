/**
 * Something that running work must ask the person: it travels to every door of the case as a notice and comes back
 * through `answerQuestion`. Answers are held in memory only and are in no log.
 */
export interface Question {
  readonly id: string
  readonly kind: 'mfa' | 'keys'
  /** Which source asks. */
  readonly source: string
  readonly text: string
  /** What AWS said to the answer before this one, when it is asked again. */
  readonly refused?: string
  /** The key whose secret is asked for, where the source names it. */
  readonly accessKeyId?: string
  /** What is to be filled in; `secret` fields are not echoed. */
  readonly fields: readonly {
    readonly name: string
    readonly title: string
    readonly secret: boolean
    readonly optional: boolean
  }[]
}

/** A text for each field of the question, by its name. */
export type QuestionAnswer = Readonly<Record<string, string>>
