import type { Signal } from '../shared/signal.ts'

interface Answer {
  readonly promise: Promise<unknown>
  readonly end: AbortController
  /** How many wait for it; null when it is there. */
  waiting: number | null
}

const answers = new WeakMap<object, Map<string, Answer>>()
/** Of one state of the evidence: as many as somebody turns between. */
const most = 8

/**
 * An answer that is kept as long as the state of the evidence that it rests on. Who asks the same meanwhile waits for the
 * same; it is given up, and not kept, when the last of them does not want it any more.
 */
export async function kept<T>(
  state: object,
  question: string,
  answer: (signal: Signal) => Promise<T>,
  signal: Signal,
): Promise<T> {
  signal.throwIfAborted()
  const ofState = answers.get(state) ?? new Map<string, Answer>()
  answers.set(state, ofState)
  const asked = ofState.get(question) ?? begin(ofState, question, answer)
  if (asked.waiting === null) return asked.promise as Promise<T>
  asked.waiting++
  return new Promise<T>((resolve, reject) => {
    const leave = () => {
      reject(new DOMException('given up', 'AbortError'))
      if (asked.waiting === null || --asked.waiting > 0) return
      asked.end.abort()
      forget(ofState, question, asked)
    }
    signal.addEventListener('abort', leave, { once: true })
    const stay = () => signal.removeEventListener('abort', leave)
    asked.promise.then((found) => resolve(found as T), reject).finally(stay)
  })
}

function begin<T>(ofState: Map<string, Answer>, question: string, answer: (signal: Signal) => Promise<T>): Answer {
  const end = new AbortController()
  const asked: Answer = { promise: answer(end.signal), end, waiting: 0 }
  ofState.set(question, asked)
  const [oldest = ''] = ofState.keys()
  if (ofState.size > most) ofState.delete(oldest)
  asked.promise.then(
    () => {
      asked.waiting = null
    },
    () => forget(ofState, question, asked),
  )
  return asked
}

function forget(ofState: Map<string, Answer>, question: string, asked: Answer): void {
  if (ofState.get(question) === asked) ofState.delete(question)
}
