import { batchBytes, batchObjects, inflated } from './collect.ts'
import type { Task } from './collect-worker.ts'
import type { Found } from './source/folder.ts'

/** A batch that is not full goes on its way after so long, so that what was fetched is soon safe, milliseconds. */
const longest = 20_000
/** Objects that are handed on together: to wake another thread for each would cost more than a small object does. */
const atOnce = 64

/**
 * Packs what arrives into tasks. A task begins with its first object and is read while the others arrive; it ends when it
 * is full, or when enough time has passed.
 */
export async function* tasksAsTheyCome(found: AsyncIterable<Found>): AsyncGenerator<Task> {
  const iterator = found[Symbol.asyncIterator]()
  // Asked for ahead: a failure must wait until somebody looks.
  const ask = () => {
    const asked = iterator.next()
    asked.catch(() => undefined)
    return asked
  }
  let next = ask()

  const fill = async function* (objects: Found[], filled: () => void): AsyncGenerator<readonly Found[]> {
    let handedOn = 0
    let weight = 0
    let late: NodeJS.Timeout | undefined
    const time = new Promise<'late'>((resolve) => (late = setTimeout(() => resolve('late'), longest)))
    try {
      while (weight < batchBytes && objects.length < batchObjects) {
        const came = await Promise.race([next, time])
        if (came === 'late' || came.done === true) break
        objects.push(came.value)
        weight += inflated({ path: came.value.uri, bytes: came.value.bytes })
        next = ask()
        if (objects.length - handedOn < atOnce) continue
        yield objects.slice(handedOn)
        handedOn = objects.length
      }
      yield objects.slice(handedOn)
    } finally {
      clearTimeout(late)
      filled()
    }
  }

  try {
    for (let number = 0; (await next).done !== true; number++) {
      const objects: Found[] = []
      let filled = () => {}
      const isFull = new Promise<void>((resolve) => (filled = resolve))
      yield { number, objects, more: fill(objects, filled), as: null, inPlace: false }
      await isFull
    }
  } finally {
    await iterator.return?.()
  }
}
