import { afterAll, afterEach, expect, test } from 'vitest'
import type { CaseFile } from '../../main/store/case-file.ts'
import { nobody } from '../../shared/case.ts'
import { removeFolders } from '../store/batches.ts'
import { caseOf, found, load, run } from './detecting.ts'

let file: CaseFile
afterEach(() => file.close())
afterAll(removeFolders)

const rule = `title: Shared
logsource: {product: aws, service: cloudtrail}
detection: {sel: {requestParameters.userId|foreign: true}, condition: sel}`
const shared = (n: number, userId: string) => ({
  eventID: `e${n}`,
  eventName: 'ModifySnapshotAttribute',
  recipientAccountId: '111122223333',
  requestParameters: { userId },
})

test('an account on the list of the case is not foreign, and a list that changes is asked anew', async () => {
  file = await caseOf([shared(1, '111122223333'), shared(2, '444455556666'), shared(3, '999988887777')])
  await run(file, load(rule))
  const before = await found(file)
  await file.saveOurs({ ...nobody, accounts: [{ id: '444455556666', name: 'backup', partner: false }] })
  const after = await run(file, load(rule))
  const again = await run(file, load(rule))
  expect([before, await found(file), after.looked, again.looked]).toEqual([{ Shared: [2, 3] }, { Shared: [3] }, 3, 0])
})
