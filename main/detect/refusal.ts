/** Why a rule is not evaluated: one sentence, in lower case, that quotes what is meant. */
export class Refusal extends Error {
  /** Keys and places that lead to what is meant, from the document down. */
  path: readonly (string | number)[] = []
}

export function refuse(reason: string): never {
  throw new Refusal(reason)
}

/** What is refused in `work` stands under this key or place. */
export function within<T>(step: string | number, work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (error instanceof Refusal) error.path = [step, ...error.path]
    throw error
  }
}

/** A value of a rule as it stands in a reason. */
export function shown(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value))
  return `'${text.length > 60 ? `${text.slice(0, 59)}…` : text}'`
}
