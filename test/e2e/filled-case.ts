import { spawnSync } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { writeFiles } from './logs.ts'
import { serve } from './served.ts'

/** A folder of one test file's own: the server that is given it removes it at the end. */
export function ownFolder(): string {
  return mkdtempSync(join(tmpdir(), 'coldtrail-e2e-'))
}

/** Imports files from the command line into a new case of the folder; answers its path. */
export function fillCase(folder: string, name: string, files: Parameters<typeof writeFiles>[1]): string {
  const logs = writeFiles(join(folder, 'logs'), files)
  const path = join(folder, `${name}.coldtrail`)
  const command = ['bin/coldtrail.mjs', 'import', logs, '--case', path]
  const env = { ...process.env, COLDTRAIL_HOME: join(folder, 'home') }
  const { status, stderr } = spawnSync(process.execPath, command, { env, encoding: 'utf8' })
  // 1: something was not read, which may be what a journey is about.
  if (status !== 0 && status !== 1) throw new Error(`the import ended with ${status}: ${stderr}`)
  return path
}

/** Serves a case that holds these files. */
export async function serveFilled(name: string, files: Parameters<typeof writeFiles>[1]) {
  const folder = ownFolder()
  const path = fillCase(folder, name, files)
  return { ...(await serve([path], folder)), path }
}
