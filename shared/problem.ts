/** Errors carry a code that a program can tell apart and a sentence that a person can act on. */
export const errorCodes = [
  'bad-input',
  'not-found',
  'refused',
  'locked',
  'newer',
  'read-only',
  'no-room',
  'cancelled',
  'engine-down',
  'failed',
] as const
export type ErrorCode = (typeof errorCodes)[number]

/** An error whose code reaches the other side of a door; anything else arrives there as `failed`. */
export class Problem extends Error {
  readonly code: ErrorCode
  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'Problem'
    this.code = code
  }
}
