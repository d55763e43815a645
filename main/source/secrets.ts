/** Keeps secrets out of all words: whatever passes through `scrub` has every learned secret replaced. */
export class Secrets {
  readonly #known = new Set<string>()

  learn(...secrets: readonly (string | null | undefined)[]): void {
    for (const secret of secrets) if (secret && secret.length >= shortest) this.#known.add(secret)
  }

  scrub(text: string): string {
    let clean = text
    for (const secret of this.#known) clean = clean.replaceAll(secret, '(secret)')
    return clean.replace(anyKey, '$1(secret)')
  }
}

const shortest = 4
/** What SDKs and credential processes may print although we never learned it. */
const anyKey = /\b((?:secret_?access_?key|session_?token|security_?token)["']?\s*[:=]\s*["']?)[^\s"',}]+/gi
