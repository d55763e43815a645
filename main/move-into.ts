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
    throw new Problem('failed', `cannot write '${to}': ${reason(error)}`)
  }
}

function reason(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return reasons[code] ?? (error instanceof Error ? error.message : String(error))
}

const full = 'its disk is full; make room there, or write it somewhere else'
const forbidden = 'this user may not write there; write it somewhere else'
const reasons: Readonly<Record<string, string>> = {
  ENOSPC: full,
  EDQUOT: full,
  EACCES: forbidden,
  EPERM: forbidden,
  EROFS: 'its disk is read-only; write it somewhere else',
  EISDIR: 'there is a folder of that name',
  ENAMETOOLONG: 'the name is too long; give it a shorter one',
}
