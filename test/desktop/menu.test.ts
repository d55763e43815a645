import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { MenuItemConstructorOptions } from 'electron'
import { afterAll, beforeEach, expect, it, vi } from 'vitest'
import { menuTemplate } from '../../main/desktop/menu.ts'
import { type MenuWork, menuActions } from '../../main/desktop/menu-actions.ts'
import { createWindow } from '../../main/desktop/window.ts'
import type { Api } from '../../shared/api.ts'
import { Problem } from '../../shared/problem.ts'
import { app, type BrowserWindow, dialog, nativeTheme, shell } from './fake-electron.ts'

const folder = mkdtempSync(join(tmpdir(), 'coldtrail-menu-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const about = vi.fn(async () => ({ casesFolder: '/cases' }))
const caseInfo = vi.fn(async () => ({ path: '/cases/leak.coldtrail', name: 'Leak: "the/key"' }))
const api = {
  about,
  caseInfo,
  createCase: vi.fn(async () => undefined),
  openCase: vi.fn(async () => undefined),
  openSample: vi.fn(async () => undefined),
  closeCase: vi.fn(async () => null),
  startImport: vi.fn(async () => undefined),
  startExport: vi.fn(async () => undefined),
}
const caseChanged = vi.fn()
const themeChanged = vi.fn()
let window: BrowserWindow
let work: MenuWork

beforeEach(() => {
  vi.clearAllMocks()
  nativeTheme.removeAllListeners()
  const shown = createWindow({ preload: '/app/preload.cjs', stateFile: join(folder, 'window.json') })
  window = shown.window as unknown as BrowserWindow
  work = menuActions({ api: api as unknown as Api, shown, root: folder, caseChanged, themeChanged })
})

type Item = MenuItemConstructorOptions
const state = { platform: 'linux', caseIsOpen: true, theme: 'dark', isPackaged: true } as const
const flat = (items: readonly Item[]): Item[] =>
  items.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? flat(item.submenu) : [])])
const press = (id: string) => {
  const item = flat(menuTemplate(work, state)).find((one) => one.id === id)
  if (!item?.click) throw new Error(`no item '${id}'`)
  item.click(undefined as never, undefined, undefined as never)
}
const settled = () => new Promise((resolve) => setTimeout(resolve, 5))

it.each([
  ['linux', ['&File', '&Edit', '&View', '&Help']],
  ['win32', ['&File', '&Edit', '&View', '&Help']],
  ['darwin', ['Coldtrail', '&File', '&Edit', '&View', '&Help', 'windowMenu']],
])('has the menus of %s', (platform, expected) => {
  const menus = menuTemplate(work, { ...state, platform })
  expect(menus.map((menu) => menu.label ?? menu.role)).toEqual(expected)
  const quits = flat(menus).filter((item) => item.role === 'quit')
  expect(quits).toHaveLength(1)
  const ids = flat(menus).flatMap((item) => item.id ?? [])
  expect(ids).toEqual([...new Set(ids)])
})

it('offers what needs a case only while one is open', () => {
  const enabled = (caseIsOpen: boolean) =>
    flat(menuTemplate(work, { ...state, caseIsOpen })).flatMap((item) => (item.enabled ? item.id : []))
  expect([enabled(true), enabled(false)]).toEqual([
    ['import-files', 'import-folder', 'export-events', 'close-case'],
    [],
  ])
})

it('has the roles of editing, zoom and full screen', () => {
  const roles = flat(menuTemplate(work, state)).flatMap((item) => item.role ?? [])
  const expected = [
    'undo',
    'redo',
    'cut',
    'copy',
    'paste',
    'selectAll',
    'resetZoom',
    'zoomIn',
    'zoomOut',
    'togglefullscreen',
  ]
  expect(roles).toEqual(expect.arrayContaining(expected))
})

it.each([
  [true, []],
  [false, ['forceReload', 'toggleDevTools']],
])('when packaged (%s) offers a developer %j', (isPackaged, expected) => {
  const roles = flat(menuTemplate(work, { ...state, isPackaged })).flatMap((item) => item.role ?? [])
  expect(roles.filter((role) => /reload|devtools/i.test(role))).toEqual(expected)
})

it('uses no key twice', () => {
  const keys = flat(menuTemplate(work, { ...state, isPackaged: false })).flatMap((item) => item.accelerator ?? [])
  expect(keys).toEqual([...new Set(keys)])
})

it('shows which theme is chosen and changes it', () => {
  const chosen = flat(menuTemplate(work, state)).filter((item) => item.checked)
  expect(chosen.map((item) => item.id)).toEqual(['theme-dark'])
  press('theme-light')
  expect([nativeTheme.themeSource, themeChanged.mock.calls.length]).toEqual(['light', 1])
})

it('makes a case where the person says, and loads the page on it', async () => {
  dialog.showSaveDialog.mockResolvedValueOnce({ canceled: false, filePath: '/cases/Leaked key' })
  press('new-case')
  await settled()
  expect(dialog.showSaveDialog.mock.calls[0]?.[1]).toMatchObject({ defaultPath: '/cases/case.coldtrail' })
  expect(api.createCase).toHaveBeenCalledExactlyOnceWith({ path: '/cases/Leaked key.coldtrail', name: 'Leaked key' })
  expect([caseChanged.mock.calls, window.loadURL.mock.calls.length]).toEqual([[[true]], 1])
})

it('opens a case', async () => {
  dialog.showOpenDialog.mockResolvedValueOnce({ canceled: false, filePaths: ['/cases/a.coldtrail'] })
  press('open-case')
  await settled()
  expect(api.openCase).toHaveBeenCalledExactlyOnceWith({ path: '/cases/a.coldtrail' })
  expect([caseChanged.mock.calls, window.loadURL.mock.calls.length]).toEqual([[[true]], 1])
})

it('opens the sample', async () => {
  press('open-sample')
  await settled()
  expect([api.openSample.mock.calls, caseChanged.mock.calls]).toEqual([[[{}]], [[true]]])
})

it('closes the case', async () => {
  press('close-case')
  await settled()
  expect([api.closeCase.mock.calls, caseChanged.mock.calls, window.loadURL.mock.calls.length]).toEqual([
    [[{}]],
    [[false]],
    1,
  ])
})

it.each([
  ['import-files', ['openFile', 'multiSelections']],
  ['import-folder', ['openDirectory', 'multiSelections']],
])('starts an import by %s', async (id, properties) => {
  dialog.showOpenDialog.mockResolvedValueOnce({ canceled: false, filePaths: ['/logs/a', '/logs/b'] })
  press(id)
  await settled()
  expect(dialog.showOpenDialog.mock.calls[0]?.[1]).toMatchObject({ properties })
  expect(api.startImport).toHaveBeenCalledExactlyOnceWith({ paths: ['/logs/a', '/logs/b'] })
})

it.each([
  ['/out/events.csv', 'csv'],
  ['/out/events.JSONL', 'jsonl'],
  ['/out/events.parquet', 'parquet'],
  ['/out/events', 'csv'],
])('exports every event to %s as %s', async (filePath, format) => {
  dialog.showSaveDialog.mockResolvedValueOnce({ canceled: false, filePath })
  press('export-events')
  await settled()
  expect(dialog.showSaveDialog.mock.calls[0]?.[1]).toMatchObject({ defaultPath: '/cases/Leak- -the-key.csv' })
  const filter = { search: '', from: null, to: null }
  const what = { kind: 'events', filter, columns: null, order: null }
  expect(api.startExport).toHaveBeenCalledExactlyOnceWith({ what, format, path: filePath })
})

it('says what it can export when asked for something else', async () => {
  dialog.showSaveDialog.mockResolvedValueOnce({ canceled: false, filePath: '/out/events.docx' })
  press('export-events')
  await settled()
  expect(api.startExport).not.toHaveBeenCalled()
  expect(dialog.showMessageBox.mock.calls[0]?.[1]).toMatchObject({
    type: 'error',
    detail: expect.stringContaining("'.docx'"),
  })
})

it.each(['new-case', 'open-case', 'import-files', 'import-folder', 'export-events'])(
  'does nothing when the person changes their mind about %s',
  async (id) => {
    press(id)
    await settled()
    for (const name of ['createCase', 'openCase', 'startImport', 'startExport'] as const)
      expect(api[name]).not.toHaveBeenCalled()
    expect([caseChanged.mock.calls, dialog.showMessageBox.mock.calls]).toEqual([[], []])
  },
)

it('shows a refusal as a message and keeps the page', async () => {
  api.openSample.mockRejectedValueOnce(new Problem('locked', 'the case is open elsewhere'))
  press('open-sample')
  await settled()
  expect(dialog.showMessageBox.mock.calls[0]?.[1]).toMatchObject({
    type: 'error',
    detail: 'the case is open elsewhere',
  })
  expect([caseChanged.mock.calls, window.loadURL.mock.calls]).toEqual([[], []])
})

it('opens the documents: those of the package, else those of the checkout', async () => {
  press('documents')
  await settled()
  expect(shell.openPath).toHaveBeenCalledExactlyOnceWith(folder)
})

it('asks the page for its sheet of keys, and says which version this is', async () => {
  press('shortcuts')
  expect(window.webContents.sendInputEvent).toHaveBeenCalledExactlyOnceWith({ type: 'keyDown', keyCode: 'F1' })
  press('about')
  await settled()
  expect(dialog.showMessageBox.mock.calls[0]?.[1]).toMatchObject({ message: `Coldtrail ${app.getVersion()}` })
})
