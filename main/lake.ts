import { existsSync, mkdirSync, renameSync } from 'node:fs'
import { join, resolve, sep } from 'node:path'
import type { ParquetColumn } from '../shared/decoder.ts'
import { Problem } from '../shared/problem.ts'
import type { Signal } from '../shared/signal.ts'
import { lakeLots } from './decode/lake-lots.ts'
import { withParquet } from './decode/read-parquet.ts'
import { isUnchanged, whereKept } from './kept-bytes.ts'
import { linkOrCopy, writeContent } from './parquet-files.ts'
import type { CaseFile } from './store/case-file.ts'
import { type LakeFile, lakeFiles } from './store/parquet/lake-files.ts'
import { isAlone, type LakeLot, lakeColumns, withLake } from './store/parquet/lake-sql.ts'

/** Makes a person's query, as the guard let it through, one in which `lake` means the rows of all parquet evidence. */
export async function overLake(file: CaseFile, query: string, signal?: Signal): Promise<string> {
  if (!/\blake\b/i.test(query)) return query
  const files = await lakeFiles(file.db, signal)
  return files.length === 0 ? query : withLake(await lotsOf(file, files), query)
}

/**
 * The columns of `lake`; none when the case holds no parquet, or evidence outside of it is gone, which a query will tell.
 * One file of each kind tells.
 */
export async function columnsOfLake(file: CaseFile): Promise<readonly ParquetColumn[]> {
  const kinds = new Map((await lakeFiles(file.db)).map((each) => [JSON.stringify(each.columns), each]))
  if (kinds.size === 0) return []
  try {
    return await lakeColumns(file.db, await lotsOf(file, [...kinds.values()]))
  } catch (error) {
    if (error instanceof Problem && error.code === 'failed') return []
    throw error
  }
}

async function lotsOf(file: CaseFile, files: readonly LakeFile[]): Promise<readonly LakeLot[]> {
  const lots: LakeLot[] = []
  for (const lot of lakeLots(files, isAlone)) {
    const readable = []
    for (const each of lot.files) readable.push({ objectId: each.objectId, path: await readableFile(file, each) })
    lots.push({ ...lot, files: readable })
  }
  return lots
}

/**
 * Where DuckDB can read the parquet of an object: in the evidence, else in `tmp`, where it is put once. Evidence outside
 * of the case must still have its hash.
 */
async function readableFile(file: CaseFile, { objectId, wrapped }: LakeFile): Promise<string> {
  const put = join(file.tmp, 'lake', `${objectId}.parquet`)
  if (existsSync(put)) return put
  const kept = await whereKept(file, objectId)
  if (typeof kept === 'string') throw new Problem('failed', `lake cannot be read: ${kept}`)
  const inCase = resolve(kept.path).startsWith(resolve(file.path, 'evidence') + sep)
  if (inCase && !wrapped) return kept.path
  try {
    if (!inCase && !(await isUnchanged(kept))) throw new Error('it no longer has the bytes that were imported')
    mkdirSync(join(file.tmp, 'lake'), { recursive: true })
    const part = `${put}.part`
    if (wrapped) await withParquet(kept.path, kept.entry, (content) => writeContent(content, part))
    else linkOrCopy(kept.path, part)
    renameSync(part, put)
    return put
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new Problem('failed', `lake cannot be read, as ${kept.path} (object ${objectId}) is part of it: ${reason}`)
  }
}
