const answers = new WeakMap<object, Map<string, unknown>>()
/** Of one state of the evidence: as many as somebody turns between. */
const most = 8

/** An answer that is kept as long as the state of the evidence that it rests on. One that was given up is not kept. */
export async function kept<T>(state: object, question: string, answer: () => Promise<T>): Promise<T> {
  const ofState = answers.get(state) ?? new Map<string, unknown>()
  answers.set(state, ofState)
  const before = ofState.get(question)
  if (before !== undefined) return before as T
  const found = await answer()
  ofState.set(question, found)
  const [oldest = ''] = ofState.keys()
  if (ofState.size > most) ofState.delete(oldest)
  return found
}
