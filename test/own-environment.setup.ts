import { afterAll, expect, vi } from 'vitest'

/**
 * Files of tests share a process, for to load every module again for each was half of all. None sees what another set;
 * and where a module is one file's own (the desktop's door begins when it is loaded, the command line has a folder), it is
 * loaded again.
 */
const environment = process.env
const before = { ...environment }
const folder = process.cwd()
if (/[\\/]test[\\/](?:cli|desktop|conformance[\\/]three-doors)\b/.test(expect.getState().testPath ?? ''))
  vi.resetModules()

afterAll(() => {
  process.env = environment
  for (const name of Object.keys(environment)) if (!(name in before)) delete environment[name]
  Object.assign(environment, before)
  process.chdir(folder)
})
