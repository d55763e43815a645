import { join } from 'node:path'
import { expect, test } from 'vitest'
import { CaseFile } from '../../main/store/case-file.ts'
import { secret, version } from '../store/batches.ts'
import { hostileRecord, never, type Reporting, reportingOf, reportingOn, userCreated } from './reporting.ts'

async function results({ api, folder, done }: Reporting) {
  const report = await done(() =>
    api.startReport({ format: 'markdown', path: join(folder, 'a.md'), share: false }, never),
  )
  const record = await done(() =>
    api.startRecord({ import: null, format: 'txt', path: join(folder, 'a.txt'), sign: null }, never),
  )
  return [report, record].map(({ result }) => result)
}

test('a report and a record of a case open to read only say that no audit log knows them', async () => {
  const writing = await reportingOn([hostileRecord(0)], userCreated)
  await writing.api.putBlock({ id: null, before: null, title: '', note: 'So.', content: { kind: 'text' } }, never)
  for (const result of await results(writing)) expect(result).not.toHaveProperty('isUnlogged')
  await writing.close()
  const reading = reportingOf(await CaseFile.open(writing.file.path, { readOnly: true, version, lock: secret }))
  for (const result of await results(reading)) expect(result).toMatchObject({ isUnlogged: true })
  await reading.close()
})
