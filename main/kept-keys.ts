import { Problem } from '../shared/problem.ts'
import type { Question, QuestionAnswer } from '../shared/question.ts'

/** Where a door may keep secrets beyond its own life: the system's keychain, and nothing else. */
export interface Keychain {
  /** Why nothing can be kept here, in a sentence; null: it can. */
  refusal(): string | null
  keep(name: string, secret: string): void
  kept(name: string): string | null
  forget(name: string): void
}

export const noKeychain: Keychain = {
  refusal: () => 'only the desktop application keeps keys, in the keychain of the system; here they are asked for',
  keep: () => undefined,
  kept: () => null,
  forget: () => undefined,
}

interface Keys {
  readonly accessKeyId: string
  readonly secretAccessKey: string
}

/** Static keys that a person has asked to keep, one pair a source of a case; it answers questions for them. */
export class KeptKeys {
  readonly #keychain: Keychain

  constructor(keychain: Keychain) {
    this.#keychain = keychain
  }

  refusal(): string | null {
    return this.#keychain.refusal()
  }

  /** Error `refused`: there is no real keychain. It is never kept anywhere else. */
  keep(casePath: string, source: string, keys: Keys): void {
    const refusal = this.refusal()
    if (refusal !== null) throw new Problem('refused', refusal)
    this.#keychain.keep(nameOf(casePath, source), JSON.stringify([keys.accessKeyId, keys.secretAccessKey]))
  }

  /** A source that was changed or removed asks anew. */
  forget(casePath: string, source: string): void {
    this.#keychain.forget(nameOf(casePath, source))
  }

  /** The kept answer to a question; null where a person must be asked. */
  answer(casePath: string, { kind, source, accessKeyId }: Question): QuestionAnswer | null {
    if (kind !== 'keys' || this.refusal() !== null) return null
    const [id, secret] = parsed(this.#keychain.kept(nameOf(casePath, source)))
    if (id === undefined || secret === undefined || (accessKeyId ?? id) !== id) return null
    return { accessKeyId: id, secretAccessKey: secret, sessionToken: '' }
  }
}

function nameOf(casePath: string, source: string): string {
  return JSON.stringify([casePath, source])
}

function parsed(secret: string | null): readonly [string?, string?] {
  try {
    const [id, key] = JSON.parse(secret ?? '[]') as readonly unknown[]
    return typeof id === 'string' && typeof key === 'string' ? [id, key] : []
  } catch {
    return []
  }
}
