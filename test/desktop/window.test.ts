import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { webPreferences } from '../../main/desktop/policy.ts'
import { createWindow } from '../../main/desktop/window.ts'
import { type Area, readWindowState, writeWindowState } from '../../main/desktop/window-state.ts'
import { app, type BrowserWindow, dialog, nativeTheme } from './fake-electron.ts'

let folder: string
let stateFile: string
const screen: readonly Area[] = [{ x: 0, y: 0, width: 1920, height: 1080 }]
const first = { width: 1440, height: 900, x: null, y: null, maximized: false, theme: 'system' }

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'coldtrail-window-'))
  stateFile = join(folder, 'profile', 'window.json')
  vi.clearAllMocks()
})
afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
  Object.assign(nativeTheme, { themeSource: 'system', shouldUseDarkColors: true })
  nativeTheme.removeAllListeners()
  app.isPackaged = false
})

const create = () => {
  const shown = createWindow({ preload: '/app/preload.cjs', stateFile, icon: '/app/icon.png' })
  return { shown, window: shown.window as unknown as BrowserWindow }
}

it('makes a sandboxed window in the colour of the theme, shown when there is something to see', () => {
  const { window } = create()
  expect(window.options).toEqual({
    width: 1440,
    height: 900,
    minWidth: 1100,
    minHeight: 700,
    show: false,
    title: 'Coldtrail',
    backgroundColor: '#1c2127',
    icon: '/app/icon.png',
    webPreferences: { ...webPreferences, devTools: true, preload: '/app/preload.cjs' },
  })
  expect(window.show).not.toHaveBeenCalled()
  window.emit('ready-to-show')
  expect(window.show).toHaveBeenCalledOnce()
})

it('has no developer tools when packaged', () => {
  app.isPackaged = true
  expect(create().window.options.webPreferences).toMatchObject({ devTools: false })
})

it('follows the theme of the system until it is closed', () => {
  const { window } = create()
  nativeTheme.shouldUseDarkColors = false
  nativeTheme.emit('updated')
  expect(window.setBackgroundColor).toHaveBeenCalledExactlyOnceWith('#f6f7f9')
  window.close()
  expect(nativeTheme.listenerCount('updated')).toBe(0)
})

it('remembers where it was and its theme', () => {
  const { shown, window } = create()
  shown.setTheme('dark')
  window.maximized = true
  window.close()
  const remembered = { x: 5, y: 6, width: 1500, height: 950, maximized: true, theme: 'dark' }
  expect(JSON.parse(readFileSync(stateFile, 'utf8'))).toEqual(remembered)
  expect(readdirSync(join(folder, 'profile'))).toEqual(['window.json'])

  nativeTheme.themeSource = 'system'
  const again = create()
  expect([again.window.options, again.window.maximized]).toMatchObject([{ x: 5, y: 6, width: 1500, height: 950 }, true])
  expect([again.shown.theme(), nativeTheme.themeSource]).toEqual(['dark', 'dark'])
})

it('closes even where nothing can be written', () => {
  const complaint = vi.spyOn(console, 'error').mockImplementation(() => undefined)
  writeFileSync(join(folder, 'profile'), 'a file where the folder should be')
  const { window } = create()
  window.close()
  expect(window.destroyed).toBe(true)
  expect(complaint).toHaveBeenCalledOnce()
  complaint.mockRestore()
})

it.each([
  ['nothing', null],
  ['no JSON', '{'],
  ['another shape', '{"width":"wide"}'],
  ['an unknown theme', JSON.stringify({ ...first, theme: 'pink' })],
  ['an absurd size', JSON.stringify({ ...first, width: 1e9 })],
])('starts afresh when the file holds %s', (_what, text) => {
  const file = join(folder, 'window.json')
  if (text !== null) writeFileSync(file, text)
  expect(readWindowState(file, screen)).toEqual(first)
})

it.each([
  ['on the screen', { x: 100, y: 100 }, { x: 100, y: 100 }],
  ['half off to the left', { x: -700, y: 10 }, { x: -700, y: 10 }],
  ['on a screen that is gone', { x: 2500, y: 100 }, { x: null, y: null }],
  ['below the screen', { x: 100, y: 1060 }, { x: null, y: null }],
  ['above the screen', { x: 100, y: -300 }, { x: null, y: null }],
])('comes back %s', (_where, place, expected) => {
  const file = join(folder, 'window.json')
  writeWindowState(file, { ...first, theme: 'light', ...place })
  expect(readWindowState(file, screen)).toEqual({ ...first, theme: 'light', ...expected })
})

it('is never smaller than its smallest size', () => {
  const file = join(folder, 'window.json')
  writeWindowState(file, { ...first, theme: 'light', width: 10, height: -5 })
  expect(readWindowState(file, screen)).toMatchObject({ width: 1100, height: 700 })
})

it('loads the page of the own scheme, and says so when it is not built', async () => {
  const { shown, window } = create()
  await shown.load()
  expect(window.loadURL).toHaveBeenCalledExactlyOnceWith('app://coldtrail/index.html')
  window.loadURL.mockRejectedValueOnce(new Error('ERR_FAILED'))
  await shown.load()
  expect(dialog.showErrorBox).toHaveBeenCalledOnce()
})

it.each([
  [0, true, false],
  [1, false, true],
])('offers to load a page again that crashed (answer %i)', async (response, loaded, closed) => {
  const { window } = create()
  dialog.showMessageBox.mockResolvedValueOnce({ response })
  window.webContents.emit('render-process-gone', {}, { reason: 'oom' })
  await vi.waitFor(() => expect([window.loadURL.mock.calls.length > 0, window.destroyed]).toEqual([loaded, closed]))
})
