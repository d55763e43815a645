import { type ChildProcess, fork } from 'node:child_process'
import { vi } from 'vitest'
import type { Notice, Reply } from '../../shared/api.ts'
import * as electron from './fake-electron.ts'

/**
 * The whole desktop door but for Electron itself: real ipc handlers, real lobby, and a real engine in its own process.
 * One for each test file, for the door is a module; $COLDTRAIL_HOME says where it lives.
 */
export async function openDesktop() {
  const engines: ChildProcess[] = []
  const argv = process.argv
  process.argv = ['electron', '.']
  electron.utilityProcess.fork.mockImplementation((module, args) => {
    const engine = new electron.FakeUtilityProcess()
    const child = fork(module, args, { stdio: 'ignore' })
    engines.push(child)
    child.on('message', (word) => engine.emit('message', word)).on('exit', (code) => engine.emit('exit', code))
    engine.kill.mockImplementation(() => child.kill())
    return engine
  })
  await import('../../main/main.ts')
  await vi.waitFor(() => {
    if (electron.BrowserWindow.all.length !== 1) throw new Error('no window was opened')
  })
  const { webContents } = electron.BrowserWindow.all[0] as electron.BrowserWindow
  let calls = 0
  return {
    engines,
    /** A call of the window's page. */
    invoke: async (method: string, input: unknown = {}) => {
      const event = { sender: webContents, senderFrame: webContents.mainFrame }
      return (await electron.ipcMain.handlers.get('coldtrail:invoke')?.(
        event,
        method,
        input,
        ++calls,
      )) as Reply<unknown>
    },
    /** Everything that the page was told. */
    notices: (): readonly Notice[] => webContents.send.mock.calls.map(([, notice]) => notice as Notice),
    end: () => {
      for (const engine of engines) engine.kill('SIGKILL')
      process.argv = argv
    },
  }
}
