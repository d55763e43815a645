import type { BrowserWindow as RealWindow } from 'electron'
import { beforeEach, expect, it, vi } from 'vitest'
import { answerWindow } from '../../main/desktop/ipc.ts'
import type { Notice, Reply } from '../../shared/api.ts'
import { BrowserWindow, dialog, FakeFrame, FakeWebContents, ipcMain } from './fake-electron.ts'

let window: BrowserWindow
let tell: (notice: Notice) => void
let quiet: boolean
const answered = vi.fn()
const call = vi.fn()

beforeEach(() => {
  ipcMain.handlers.clear()
  ipcMain.removeAllListeners()
  vi.clearAllMocks()
  call.mockImplementation(async (method: string): Promise<Reply<unknown>> => ({ ok: true, value: method }))
  quiet = false
  window = new BrowserWindow({})
  answerWindow(window as unknown as RealWindow, {
    call,
    answered,
    onNotice: (listener) => {
      tell = listener
      return () => {
        quiet = true
      }
    },
  })
})

const ours = () => ({ sender: window.webContents, senderFrame: window.webContents.mainFrame })
const invoke = (event: unknown, ...values: unknown[]) => ipcMain.handlers.get('coldtrail:invoke')?.(event, ...values)
const choose = (event: unknown, ...values: unknown[]) => ipcMain.handlers.get('coldtrail:choose')?.(event, ...values)

it('answers the page of its window', async () => {
  expect(await invoke(ours(), 'about', {}, 1)).toEqual({ ok: true, value: 'about' })
  expect(call).toHaveBeenCalledExactlyOnceWith('about', {}, expect.any(AbortSignal))
  expect(answered).toHaveBeenCalledExactlyOnceWith('about', { ok: true, value: 'about' })
})

const strangers: [string, () => unknown][] = [
  ['a frame that is gone', () => ({ sender: window.webContents, senderFrame: null })],
  ['a site', () => from(new FakeFrame('https://evil.example/index.html'))],
  ['a file', () => from(new FakeFrame('file:///etc/passwd'))],
  ['a host that begins alike', () => from(new FakeFrame('app://coldtrail.evil/index.html'))],
  ['a host that ends alike', () => from(new FakeFrame('app://evil-coldtrail/index.html'))],
  ['a scheme that begins alike', () => from(new FakeFrame('apps://coldtrail/index.html'))],
  ['an opaque origin at our address', () => from(new FakeFrame('app://coldtrail/index.html', null, 'null'))],
  ['our origin over another address', () => from(new FakeFrame('https://evil.example/', null, 'app://coldtrail'))],
  ['a frame inside our page', () => from(new FakeFrame('app://coldtrail/index.html', window.webContents.mainFrame))],
  ['another window at our address', () => ({ ...ours(), sender: new FakeWebContents() })],
]
const from = (frame: FakeFrame) => ({ sender: window.webContents, senderFrame: frame })

it.each(strangers)('refuses %s', async (_who, event) => {
  expect(await invoke(event(), 'about', {}, 1)).toMatchObject({ ok: false, code: 'refused' })
  await expect(choose(event(), 'case', '')).rejects.toThrow('only the window')
  expect(call).not.toHaveBeenCalled()
  expect(dialog.showOpenDialog).not.toHaveBeenCalled()
})

it.each(strangers)('lets %s cancel nothing', async (_who, event) => {
  const signal = pending()
  void invoke(ours(), 'about', {}, 1)
  ipcMain.emit('coldtrail:cancel', event(), 1)
  expect(signal().aborted).toBe(false)
})

it.each(['constructor', '__proto__', 'toString', 'nope', '', 7, null, { toString: () => 'about' }])(
  'knows no method %j',
  async (method) => {
    expect(await invoke(ours(), method, {}, 1)).toMatchObject({ ok: false, code: 'bad-input' })
    expect(call).not.toHaveBeenCalled()
  },
)

it.each([undefined, null, '1', 1.5, Number.NaN, Number.POSITIVE_INFINITY])('wants a number, not %j', async (number) => {
  expect(await invoke(ours(), 'about', {}, number)).toMatchObject({ ok: false, code: 'bad-input' })
  expect(call).not.toHaveBeenCalled()
})

it('turns a thrown error into a reply', async () => {
  call.mockRejectedValue(new Error('the disk is gone'))
  expect(await invoke(ours(), 'about', {}, 1)).toEqual({ ok: false, code: 'failed', message: 'the disk is gone' })
})

it('cancels the call of that number and no other', async () => {
  const first = pending()
  const one = invoke(ours(), 'count', {}, 1)
  const second = pending()
  void invoke(ours(), 'count', {}, 2)
  ipcMain.emit('coldtrail:cancel', ours(), 1)
  ipcMain.emit('coldtrail:cancel', ours(), 99)
  expect([first().aborted, second().aborted]).toEqual([true, false])
  expect(await one).toMatchObject({ code: 'cancelled' })
})

it('refuses a number that is still running, and takes it again afterwards', async () => {
  pending()
  const running = invoke(ours(), 'count', {}, 1)
  expect(await invoke(ours(), 'count', {}, 1)).toMatchObject({ code: 'bad-input' })
  ipcMain.emit('coldtrail:cancel', ours(), 1)
  await running
  call.mockResolvedValue({ ok: true, value: null })
  expect(await invoke(ours(), 'count', {}, 1)).toEqual({ ok: true, value: null })
})

it.each([
  [
    'loads another page',
    () => window.webContents.emit('did-start-navigation', { isMainFrame: true, isSameDocument: false }),
    true,
  ],
  [
    'moves within the page',
    () => window.webContents.emit('did-start-navigation', { isMainFrame: true, isSameDocument: true }),
    false,
  ],
  ['crashes', () => window.webContents.emit('render-process-gone', {}, { reason: 'crashed' }), true],
  ['closes', () => window.destroy(), true],
])('aborts what runs when the page leaves: it %s', (_what, happen, aborted) => {
  const signal = pending()
  void invoke(ours(), 'count', {}, 1)
  happen()
  expect(signal().aborted).toBe(aborted)
})

it('lets a page that was loaded again start its numbers afresh', async () => {
  pending()
  void invoke(ours(), 'count', {}, 1)
  window.webContents.emit('did-start-navigation', { isMainFrame: true, isSameDocument: false })
  call.mockResolvedValue({ ok: true, value: 'fresh' })
  expect(await invoke(ours(), 'count', {}, 1)).toEqual({ ok: true, value: 'fresh' })
})

it('passes notices on for as long as the window lives', () => {
  const notice: Notice = { kind: 'engine-down', message: 'the engine ended' }
  tell(notice)
  expect(window.webContents.send).toHaveBeenCalledExactlyOnceWith('coldtrail:notice', notice)
  window.destroy()
  tell(notice)
  expect(window.webContents.send).toHaveBeenCalledTimes(1)
  expect(quiet).toBe(true)
  expect(ipcMain.handlers.size).toBe(0)
})

it.each(['nope', 'constructor', 7, null])('knows no dialog %j', async (what) => {
  await expect(choose(ours(), what, '')).rejects.toThrow('no dialog')
})

it('wants a suggestion that can be a path', async () => {
  await expect(choose(ours(), 'case', { toString: () => '/' })).rejects.toThrow()
  await expect(choose(ours(), 'case', 'x'.repeat(5000))).rejects.toThrow()
})

/** The next call stays unanswered until it is aborted; returns its signal. */
function pending(): () => AbortSignal {
  let seen: AbortSignal | undefined
  call.mockImplementationOnce(
    (_method: string, _input: unknown, signal: AbortSignal) =>
      new Promise((resolve) => {
        seen = signal
        signal.addEventListener('abort', () => resolve({ ok: false, code: 'cancelled', message: 'cancelled' }))
      }),
  )
  return () => {
    if (!seen) throw new Error('the call did not arrive')
    return seen
  }
}
