import { randomUUID } from 'node:crypto'
import { constants } from 'node:fs'
import { copyFile, rename, rm } from 'node:fs/promises'
import { Problem } from '../shared/problem.ts'

/** Another disk takes a copy beside the target first, so that nobody ever sees half a file under its name. */
export async function moveInto(from: string, to: string): Promise<void> {
  const beside = `${to}.${randomUUID().slice(0, 8)}.part`
  try {
    await copyFile(from, beside, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE)
    await rename(beside, to)
  } catch (error) {
    await rm(beside, { force: true })
    throw new Problem('failed', `cannot write '${to}': ${error instanceof Error ? error.message : String(error)}`)
  }
}
