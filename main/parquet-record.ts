import { randomUUID } from 'node:crypto'
import { rmSync } from 'node:fs'
import { join, resolve, sep } from 'node:path'
import { withParquet } from './decode/read-parquet.ts'
import type { KeptBytes } from './kept-bytes.ts'
import { linkOrCopy, writeContent } from './parquet-files.ts'
import type { CaseFile } from './store/case-file.ts'
import { rowAsJson } from './store/parquet/row-json.ts'

/**
 * Row `ordinal` of evidence that is parquet, as JSON; `row` is null where there is no such row. Null when the evidence is
 * not parquet. DuckDB reads in the case only, so what lies elsewhere or in a wrapping is put there meanwhile.
 */
export async function parquetRecord(
  file: CaseFile,
  kept: KeptBytes,
  ordinal: number,
): Promise<{ readonly row: string | null } | null> {
  return withParquet(kept.path, kept.entry, async (content, isStored) => {
    const evidence = join(file.path, 'evidence') + sep
    if (isStored && resolve(kept.path).startsWith(evidence))
      return { row: await rowAsJson(file.db, kept.path, ordinal) }
    const path = join(file.tmp, `row-${randomUUID()}.parquet`)
    try {
      if (isStored) linkOrCopy(kept.path, path)
      else await writeContent(content, path)
      return { row: await rowAsJson(file.db, path, ordinal) }
    } finally {
      rmSync(path, { force: true })
    }
  })
}
