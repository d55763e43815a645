import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { CaseFile } from '../../main/store/case-file.ts'
import { batchOf, decoders, folder, record, removeFolders, secret, version } from './batches.ts'

afterAll(removeFolders)

test('it stores, and holds what it stored when it is opened again', async () => {
  const path = join(folder(), 'a.coldtrail')
  const file = await CaseFile.create(path, { name: 'A', version, lock: secret })
  const importId = await file.beginImport({ paths: ['/x'] })
  const committed = await file.commit(
    batchOf(file.tmp, [
      { uri: 'file:///a', records: [record('1'), record('2')] },
      { uri: 'file:///b', records: [record('1'), record('3', { eventName: 'X' })] },
      { uri: 'file:///c', records: [record('1', { eventName: 'Forged' })] },
      { uri: 'file:///d', records: [record('1'), record('2')] },
      { uri: 'file:///e', texts: ['{"eventID":"5"}', 'oops', '{"eventID":"\\ud800"}', '"text"', '{"eventID":"6"}'] },
    ]),
    decoders,
    importId,
  )
  console.log(committed)
  await file.endImport(importId, 'done', null)
  console.log(await file.db.all('from object'), await file.db.all('from event_origin'), await file.db.all('from conflict'), await file.db.all('from bad_record'))
  console.log(await file.info())
  await file.close()
  const again = await CaseFile.open(path, { readOnly: false, version, lock: secret })
  expect((await again.info()).events).toBe(6)
  await again.close()
})
