import { batchBytes, batchObjects, inflated } from './collect.ts'
import type { Task } from './collect-worker.ts'
import type { Found } from './source/folder.ts'

/** A batch that is not full goes on its way after so long, so that what was fetched is soon safe, milliseconds. */
const longest = 20_000

/** Packs what arrives into tasks as they are filled, or when enough time has passed. */
export async function* tasksAsTheyCome(found: AsyncIterable<Found>): AsyncGenerator<Task> {
  const iterator = found[Symbol.asyncIterator]()
  // Asked for ahead: a failure must wait until somebody looks.
  const ask = () => {
    const asked = iterator.next()
    asked.catch(() => undefined)
    return asked
  }
  let next = ask()
  let number = 0
  try {
    for (let ended = false; !ended; ) {
      const objects: Found[] = []
      let weight = 0
      let late: NodeJS.Timeout | undefined
      const time = new Promise<'late'>((resolve) => (late = setTimeout(() => resolve('late'), longest)))
      try {
        while (weight < batchBytes && objects.length < batchObjects) {
          const came = objects.length === 0 ? await next : await Promise.race([next, time])
          if (came === 'late') break
          if (came.done === true) {
            ended = true
            break
          }
          objects.push(came.value)
          weight += inflated({ path: came.value.uri, bytes: came.value.bytes })
          next = ask()
        }
      } finally {
        clearTimeout(late)
      }
      if (objects.length > 0) yield { number: number++, objects, as: null, inPlace: false }
    }
  } finally {
    await iterator.return?.()
  }
}
