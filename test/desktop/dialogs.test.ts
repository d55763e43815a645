import type { BrowserWindow as RealWindow } from 'electron'
import { beforeEach, expect, it, vi } from 'vitest'
import { type Asked, choose } from '../../main/desktop/dialogs.ts'
import { BrowserWindow, dialog } from './fake-electron.ts'

beforeEach(() => vi.clearAllMocks())
const window = new BrowserWindow({}) as unknown as RealWindow

it.each<[Asked, string[]]>([
  ['case', ['openDirectory']],
  ['import-files', ['openFile', 'multiSelections']],
  ['import-folder', ['openDirectory', 'multiSelections']],
])('asks for %s with a dialog of the window', async (what, properties) => {
  dialog.showOpenDialog.mockResolvedValueOnce({ canceled: false, filePaths: ['/a', '/b'] })
  expect(await choose(window, what, '/start')).toEqual(['/a', '/b'])
  expect(dialog.showOpenDialog.mock.calls[0]).toEqual([
    window,
    expect.objectContaining({ properties, defaultPath: '/start' }),
  ])
})

it.each<[Asked, string, string]>([
  ['new-case', '/cases/leak', '/cases/leak.coldtrail'],
  ['new-case', '/cases/leak.coldtrail', '/cases/leak.coldtrail'],
  ['export', '/out/a.parquet', '/out/a.parquet'],
])('asks where to save %s: %s', async (what, filePath, expected) => {
  dialog.showSaveDialog.mockResolvedValueOnce({ canceled: false, filePath })
  expect(await choose(window, what, '')).toEqual([expected])
  expect(dialog.showSaveDialog.mock.calls[0]?.[1]).not.toHaveProperty('defaultPath')
})

it('offers to export in every format there is', async () => {
  await choose(window, 'export', '')
  const options = dialog.showSaveDialog.mock.calls[0]?.[1] as { filters: { extensions: string[] }[] }
  expect(options.filters.flatMap((filter) => filter.extensions)).toEqual(['csv', 'json', 'jsonl', 'parquet'])
})

it.each<Asked>(['case', 'new-case', 'import-files', 'import-folder', 'export'])(
  'has no answer when %s is cancelled',
  async (what) => {
    expect(await choose(window, what, '')).toEqual([])
  },
)
