import type { ErrorCode } from './api.ts'

/** An error whose code reaches the other side of a door; anything else arrives there as `failed`. */
export class Problem extends Error {
  readonly code: ErrorCode
  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'Problem'
    this.code = code
  }
}
