/** Why a rule is not evaluated: one sentence, in lower case, that quotes what is meant. */
export class Refusal extends Error {}

export function refuse(reason: string): never {
  throw new Refusal(reason)
}

/** A value of a rule as it stands in a reason. */
export function shown(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value))
  return `'${text.length > 60 ? `${text.slice(0, 59)}…` : text}'`
}
