import { setTimeout as pause } from 'node:timers/promises'
import { keepEvidence } from '../../main/store/evidence.ts'
import { releaseLock, takeLock } from '../../main/store/lock.ts'
import { batchOf, decoders, record, secret, version } from './batches.ts'

/** What tests let another process do to a case: it is killed, or it races. */
const actions: Record<string, (path: string) => Promise<void>> = {
  /** Commits three events and dies before the database writes them out. */
  async 'commit-and-die'(path) {
    const { CaseFile } = await import('../../main/store/case-file.ts')
    const file = await CaseFile.open(path, { readOnly: false, version, lock: secret })
    await file.beginImport({})
    await file.commit(
      batchOf(file.tmp, [{ uri: 'file:///z', records: [7, 8, 9].map((n) => record(`z${n}`)) }]),
      decoders,
      1,
    )
    process.kill(process.pid, 'SIGKILL')
  },

  /** Imports the same 30 objects as often as it is started; tells each batch that it committed. */
  async 'import-all'(path) {
    const { CaseFile } = await import('../../main/store/case-file.ts')
    const file = await CaseFile.open(path, { readOnly: false, version, lock: secret })
    const importId = await file.beginImport({})
    for (let first = 0; first < 30; first += 3) {
      const given = [0, 1, 2].map((i) => ({ uri: `file:///${first + i}`, records: recordsOf(first + i) }))
      for (const { records } of given) {
        const bytes = Buffer.from(records.map((one) => JSON.stringify(one)).join(''))
        const batch = batchOf(file.tmp, [{ uri: '', records }])
        await keepEvidence(path, batch.objects[0]?.sha256 ?? '', { bytes })
      }
      const copied = given.map((one) => ({ ...one, object: { keeping: { kind: 'copied' as const } } }))
      const { objects } = await file.commit(batchOf(file.tmp, copied), decoders, importId)
      process.stdout.write(`${objects.map(({ state }) => state).join(' ')}\n`)
    }
    await file.endImport(importId, 'done', null)
    await file.close()
  },

  /** Says that it is ready, waits for the word to start, takes the lock if it can and holds it until the word to end. */
  async 'take-lock'(path) {
    const words = process.stdin[Symbol.asyncIterator]()
    process.stdout.write('ready\n')
    await pause(Math.max(0, Number(String((await words.next()).value)) - Date.now()))
    const taken = await takeLock(path, { token: `token-${process.pid}`, socket: 's' }).catch((error) => error)
    process.stdout.write('lock' in taken ? 'got it\n' : `${taken.code}\n`)
    await words.next()
    if ('lock' in taken) await releaseLock(path, taken.lock)
    process.exit()
  },

  async 'hold-lock'(path) {
    await takeLock(path, secret)
    process.stdout.write('got it\n')
    await pause(60_000)
  },
}

/** 200 records an object; the first ten are those of the object before, so that there are duplicates to be counted. */
function recordsOf(object: number): Record<string, unknown>[] {
  return Array.from({ length: 200 }, (_, n) =>
    record(`event-${object * 190 + n}`, { requestParameters: { n: 'x'.repeat(2000) } }),
  )
}

const [action = '', path = ''] = process.argv.slice(2)
await actions[action]?.(path)
