import { type BrowserWindow, type IpcMainEvent, type IpcMainInvokeEvent, ipcMain } from 'electron'
import { methods, type Notice, type Reply } from '../../shared/api.ts'
import { type Asked, asks, choose } from './dialogs.ts'
import { origin } from './policy.ts'

/** What the window's page can reach: the calls of the Api and how notices come back. */
export interface Answering {
  call(method: string, input: unknown, signal: AbortSignal): Promise<Reply<unknown>>
  onNotice(listener: (notice: Notice) => void): () => void
  /** Told after a call of the page was answered, so that the menu can follow the case. */
  answered(method: string, reply: Reply<unknown>): void
}

/**
 * Answers the bridge of one window, and only it: every message must come from the top frame of that window at exactly
 * our origin. Calls that are still running when the page leaves are aborted.
 */
export function answerWindow(window: BrowserWindow, answering: Answering): void {
  const contents = window.webContents
  const running = new Map<number, AbortController>()

  ipcMain.handle('coldtrail:invoke', async (event, method: unknown, input: unknown, call: unknown) => {
    if (!isOurs(event, window)) return refused
    if (typeof method !== 'string' || !Object.hasOwn(methods, method)) {
      return bad(`there is no method '${String(method).slice(0, 80)}'`)
    }
    if (!isCallNumber(call)) return bad('a call is numbered with a whole number')
    if (running.has(call)) return bad(`call ${call} is still running`)
    const abort = new AbortController()
    running.set(call, abort)
    try {
      const reply = await answering.call(method, input, abort.signal)
      answering.answered(method, reply)
      return reply
    } catch (error) {
      return { ok: false, code: 'failed', message: error instanceof Error ? error.message : String(error) }
    } finally {
      if (running.get(call) === abort) running.delete(call)
    }
  })

  ipcMain.on('coldtrail:cancel', (event, call: unknown) => {
    if (isOurs(event, window) && isCallNumber(call)) running.get(call)?.abort()
  })

  ipcMain.handle('coldtrail:choose', async (event, what: unknown, suggested: unknown) => {
    if (!isOurs(event, window)) throw new Error('only the window of Coldtrail may ask for a file')
    if (!isAsked(what) || typeof suggested !== 'string' || suggested.length > 4096) {
      throw new Error(`there is no dialog '${String(what).slice(0, 80)}'`)
    }
    return await choose(window, what, suggested)
  })

  const quiet = answering.onNotice((notice) => {
    if (!contents.isDestroyed()) contents.send('coldtrail:notice', notice)
  })

  const abortAll = () => {
    for (const abort of running.values()) abort.abort()
    running.clear()
  }
  contents.on('did-start-navigation', (event) => {
    if (event.isMainFrame && !event.isSameDocument) abortAll()
  })
  contents.on('render-process-gone', abortAll)
  window.on('closed', () => {
    quiet()
    abortAll()
    ipcMain.removeHandler('coldtrail:invoke')
    ipcMain.removeHandler('coldtrail:choose')
    ipcMain.removeAllListeners('coldtrail:cancel')
  })
}

/** A sender's frame is null once it has navigated away or died. */
function isOurs(event: IpcMainEvent | IpcMainInvokeEvent, window: BrowserWindow): boolean {
  const frame = event.senderFrame
  return (
    !window.isDestroyed() &&
    event.sender === window.webContents &&
    frame !== null &&
    frame.parent === null &&
    frame.origin === origin &&
    frame.url.startsWith(`${origin}/`)
  )
}

function isCallNumber(call: unknown): call is number {
  return typeof call === 'number' && Number.isSafeInteger(call)
}

function isAsked(what: unknown): what is Asked {
  return typeof what === 'string' && Object.hasOwn(asks, what)
}

function bad(message: string): Reply<never> {
  return { ok: false, code: 'bad-input', message }
}

const refused: Reply<never> = { ok: false, code: 'refused', message: 'this page may not talk to Coldtrail' }
