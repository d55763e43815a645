import type { DetectionRow } from '../../../shared/detection.ts'
import type { Signal } from '../../../shared/signal.ts'
import { sql } from '../../../shared/sql.ts'
import type { Db } from '../db.ts'
import { detectionRow, type ListedRow, listed, listedColumns } from './list.ts'

/** All open findings in the order of time: what a story is told of. */
export async function openFindings(db: Db, signal?: Signal): Promise<readonly DetectionRow[]> {
  const rows = await db.all<ListedRow>(
    sql`SELECT ${listedColumns} FROM ${listed} WHERE state = 'open' ORDER BY "first" NULLS LAST, title, detection_id`,
    {},
    signal,
  )
  return rows.map(detectionRow)
}
