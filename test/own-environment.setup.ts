import { afterAll, expect, vi } from 'vitest'

/**
 * Files of tests share a process, for to load every module again for each was half of all. None sees what another set;
 * and the desktop's door is a module that begins when it is loaded, so its files load their own.
 */
const environment = process.env
const before = { ...environment }
const folder = process.cwd()
if (/[\\/]test[\\/]desktop[\\/]/.test(expect.getState().testPath ?? '')) vi.resetModules()

afterAll(() => {
  process.env = environment
  for (const name of Object.keys(environment)) if (!(name in before)) delete environment[name]
  Object.assign(environment, before)
  process.chdir(folder)
})
