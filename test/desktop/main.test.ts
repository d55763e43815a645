import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { Notice } from '../../shared/api.ts'
import type * as Fake from './fake-electron.ts'

/** The lobby has tests of its own with real engines; here it is a stand-in that says what it was asked. */
const lobby = vi.hoisted(() => ({
  options: [] as unknown[],
  tell: undefined as ((notice: Notice) => void) | undefined,
  jobs: [] as { state: string; title: string }[],
  asked: [] as unknown[][],
  fails: null as Error | null,
  closed: 0,
}))
vi.mock('../../main/lobby.ts', () => ({
  Lobby: class {
    constructor(options: unknown) {
      lobby.options.push(options)
    }
    #answer = (method: string) => async (input: unknown) => {
      lobby.asked.push([method, input])
      if (lobby.fails) throw lobby.fails
      return { path: '/cases/a.coldtrail' }
    }
    api = { openSample: this.#answer('openSample'), openCase: this.#answer('openCase'), jobs: async () => lobby.jobs }
    call = async (method: string, input: unknown) => {
      lobby.asked.push([method, input])
      return { ok: true, value: null }
    }
    onNotice = (listener: (notice: Notice) => void) => {
      const before = lobby.tell
      lobby.tell = (notice) => {
        before?.(notice)
        listener(notice)
      }
      return () => undefined
    }
    close = async () => {
      lobby.closed++
    }
  },
}))

let home: string
const argv = process.argv

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'coldtrail-desktop-'))
  process.env.COLDTRAIL_HOME = home
  Object.assign(lobby, { options: [], tell: undefined, jobs: [], asked: [], fails: null, closed: 0 })
  vi.resetModules()
})
afterEach(() => {
  process.argv = argv
  delete process.env.COLDTRAIL_HOME
  rmSync(home, { recursive: true, force: true })
})

/** Starts the desktop door on a fresh fake Electron. */
async function start(words: string[] = [], prepare: (electron: typeof Fake) => void = () => undefined) {
  process.argv = ['electron', '.', ...words]
  const electron = (await import('./fake-electron.ts')) as typeof Fake
  prepare(electron)
  await import('../../main/main.ts')
  await settled()
  const [window] = electron.BrowserWindow.all
  return { ...electron, window }
}
const settled = () => new Promise((resolve) => setTimeout(resolve, 10))
const enabledItems = (electron: typeof Fake) => {
  const [menus] = electron.Menu.setApplicationMenu.mock.calls.at(-1) as [
    { submenu: { id?: string; enabled?: boolean }[] }[],
  ]
  return menus.flatMap((menu) => menu.submenu ?? []).flatMap((item) => (item.enabled ? item.id : []))
}
const opened = (window: Fake.BrowserWindow | undefined) => {
  if (!window) throw new Error('no window')
  return window
}

it('sets the sandbox, the profile and the scheme before anything is shown', async () => {
  const { app, protocol, session, window } = await start()
  expect(app.enableSandbox).toHaveBeenCalledOnce()
  expect(app.paths.get('userData')).toBe(join(home, 'desktop'))
  expect(protocol.schemes).toMatchObject([{ scheme: 'app' }])
  expect([...protocol.handlers.keys()]).toEqual(['app'])
  expect(session.defaultSession.permissionCheck?.(null, 'media')).toBe(false)
  expect(lobby.options).toEqual([
    { door: 'desktop', version: '0.1.0', startEngine: expect.any(Function), keychain: expect.any(Object) },
  ])
  expect(opened(window).loadURL.mock.calls).toEqual([['app://coldtrail/index.html']])
  expect(lobby.asked).toEqual([])
})

it('guards the page of its window and answers it', async () => {
  const { window, ipcMain } = await start()
  const { webContents } = opened(window)
  expect(webContents.openWindow({ url: 'https://evil.example/' })).toEqual({ action: 'deny' })
  const event = { sender: webContents, senderFrame: webContents.mainFrame }
  expect(await ipcMain.handlers.get('coldtrail:invoke')?.(event, 'about', {}, 1)).toEqual({ ok: true, value: null })
  expect(lobby.asked).toEqual([['about', {}]])
})

it.each([
  [['--sample'], ['openSample', {}]],
  [['/cases/a.coldtrail'], ['openCase', { path: '/cases/a.coldtrail' }]],
])('opens %j before it loads the page', async (words, asked) => {
  const electron = await start(words)
  expect(lobby.asked).toEqual([asked])
  expect(opened(electron.window).loadURL).toHaveBeenCalledOnce()
  expect(enabledItems(electron)).toContain('close-case')
})

it('shows the start page when what was asked for cannot be opened', async () => {
  lobby.fails = new Error("there is no case at '/nope'")
  const electron = await start(['/nope'])
  expect(electron.dialog.showMessageBox.mock.calls[0]?.[1]).toMatchObject({ detail: "there is no case at '/nope'" })
  expect(opened(electron.window).loadURL).toHaveBeenCalledOnce()
  expect(enabledItems(electron)).toEqual([])
})

it('is one window: a second start hands over what it asks for', async () => {
  const second = await start([], ({ app }) => {
    app.hasLock = false
  })
  expect([second.app.quit.mock.calls.length, second.BrowserWindow.all]).toEqual([1, []])

  vi.resetModules()
  const { app, window } = await start()
  opened(window).minimized = true
  app.emit('second-instance', {}, ['electron', '--some-switch', '.', 'b.coldtrail'], '/cases')
  await settled()
  expect(lobby.asked).toEqual([['openCase', { path: join('/cases', 'b.coldtrail') }]])
  expect([opened(window).restore, opened(window).focus].map((spy) => spy.mock.calls.length)).toEqual([1, 1])
})

it('keeps the menu true to the case', async () => {
  const electron = await start()
  const { webContents } = opened(electron.window)
  const event = { sender: webContents, senderFrame: webContents.mainFrame }
  const seen: boolean[] = [enabledItems(electron).includes('close-case')]
  for (const method of ['openSample', 'closeCase', 'createCase']) {
    await electron.ipcMain.handlers.get('coldtrail:invoke')?.(event, method, {}, 1)
    seen.push(enabledItems(electron).includes('close-case'))
  }
  expect(seen).toEqual([false, true, false, true])
})

it('turns the end of an engine into a notice, and the window lives', async () => {
  const electron = await start(['--sample'])
  const notice: Notice = { kind: 'engine-down', message: 'the engine of this case ended unexpectedly' }
  lobby.tell?.(notice)
  const window = opened(electron.window)
  expect(window.webContents.send).toHaveBeenCalledExactlyOnceWith('coldtrail:notice', notice)
  expect([window.destroyed, electron.app.quit.mock.calls.length]).toEqual([false, 0])
  expect(enabledItems(electron)).toEqual([])
})

it.each([
  ['keeps working', 0, false],
  ['stops the work and closes', 1, true],
])('asks before it closes over running work and %s', async (_what, response, closed) => {
  lobby.jobs = [
    { state: 'running', title: 'Import of 3 folders' },
    { state: 'done', title: 'Export' },
  ]
  const { window, dialog } = await start(['--sample'])
  dialog.showMessageBox.mockResolvedValueOnce({ response })
  opened(window).close()
  await settled()
  expect(opened(window).destroyed).toBe(closed)
  expect(dialog.showMessageBox.mock.calls).toHaveLength(1)
  expect(dialog.showMessageBox.mock.calls[0]?.[1]).toMatchObject({
    detail: expect.stringMatching(/^Import of 3 folders\n\n/),
  })
})

it('closes at once when nothing runs', async () => {
  const { window, dialog } = await start(['--sample'])
  opened(window).close()
  await settled()
  expect([opened(window).destroyed, dialog.showMessageBox.mock.calls]).toEqual([true, []])
})

it('waits for the engine to close the case before it quits', async () => {
  const { app, preventable, utilityProcess } = await start()
  const { startEngine } = lobby.options[0] as { startEngine(module: string, argument: string): unknown }
  startEngine('/engine.js', '{}')
  app.emit('window-all-closed')
  const first = preventable()
  app.emit('will-quit', first)
  await settled()
  expect([first.defaultPrevented, lobby.closed, app.quit.mock.calls.length]).toEqual([true, 1, 1])
  utilityProcess.started[0]?.emit('exit', 0)
  await settled()
  const second = preventable()
  app.emit('will-quit', second)
  expect([second.defaultPrevented, app.quit.mock.calls.length]).toEqual([false, 2])
})
