import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { CaseFile } from '../../main/store/case-file.ts'
import { eventColumnNames, eventColumns } from '../../shared/event.ts'
import { folder, removeFolders, secret, version } from './batches.ts'

afterAll(removeFolders)

test('the event table is the list of event columns, in its order, and has no key', async () => {
  const file = await CaseFile.create(join(folder(), 'a.coldtrail'), { name: 'A', version, lock: secret })
  const columns = await file.db.all(
    "SELECT column_name AS name, data_type AS type FROM duckdb_columns() WHERE table_name = 'event' ORDER BY column_index",
  )
  const keys = await file.db.all(
    "SELECT 1 FROM duckdb_constraints() WHERE constraint_type IN ('PRIMARY KEY', 'UNIQUE')",
  )
  const indexes = await file.db.all('SELECT 1 FROM duckdb_indexes()')
  await file.close()
  expect({ columns, keys, indexes }).toEqual({
    columns: eventColumnNames.map((name) => ({ name, type: eventColumns[name].type })),
    keys: [],
    indexes: [],
  })
})
