import type { App, Session, WebContents } from 'electron'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { guardApp, guardContents, guardSession } from '../../main/desktop/guard.ts'
import { webPreferences } from '../../main/desktop/policy.ts'
import { app, FakeSession, FakeWebContents, preventable, shell } from './fake-electron.ts'

beforeEach(() => vi.clearAllMocks())
afterEach(() => {
  app.isPackaged = false
  app.removeAllListeners()
})

const guarded = () => {
  const contents = new FakeWebContents()
  guardContents(contents as unknown as WebContents)
  return contents
}

it('gives the page nothing of Node', () => {
  expect(webPreferences).toEqual({
    contextIsolation: true,
    sandbox: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    navigateOnDragDrop: false,
    safeDialogs: true,
    spellcheck: false,
    webviewTag: false,
  })
})

const elsewhere = [
  'https://evil.example/',
  'https://docs.aws.amazon.com/',
  'file:///etc/passwd',
  'app://coldtrail/other.html',
  'app://coldtrail.evil/index.html',
  'app://coldtrail/index.html?x',
  'javascript:alert(1)',
  'data:text/html,x',
  'nonsense',
]
const events = ['will-navigate', 'will-frame-navigate'] as const

it.each(events.flatMap((event) => elsewhere.map((url) => [event, url] as const)))('denies %s to %s', (name, url) => {
  const event = preventable({ url, isMainFrame: true })
  guarded().emit(name, event)
  expect(event.defaultPrevented).toBe(true)
})

it.each(events)('lets %s load the own page again, in the main frame alone', (name) => {
  const prevented = [true, false].map((isMainFrame) => {
    const event = preventable({ url: 'app://coldtrail/index.html#/timeline', isMainFrame })
    guarded().emit(name, event)
    return event.defaultPrevented
  })
  expect(prevented).toEqual([false, true])
})

it.each(['https://evil.example/', 'app://coldtrail/index.html'])('denies a redirect to %s', (url) => {
  const event = preventable({ url, isMainFrame: true })
  guarded().emit('will-redirect', event)
  expect(event.defaultPrevented).toBe(true)
})

it('denies a webview', () => {
  const event = preventable()
  guarded().emit('will-attach-webview', event)
  expect(event.defaultPrevented).toBe(true)
})

it.each([
  ['https://docs.aws.amazon.com/IAM/latest/UserGuide/', true],
  ['https://attack.mitre.org/techniques/T1078/', true],
  ['http://docs.aws.amazon.com/', false],
  ['https://docs.aws.amazon.com.evil.example/', false],
  ['https://evil.example/?next=https://docs.aws.amazon.com/', false],
  ['https://docs.aws.amazon.com@evil.example/', false],
  ['https://user:password@docs.aws.amazon.com/', false],
  ['https://docs.aws.amazon.com:8443/', false],
  ['https://evil.docs.aws.amazon.com/', false],
  ['https://attack.mitre.org\\@evil.example/', true],
  ['file:///etc/passwd', false],
  ['smb://docs.aws.amazon.com/share', false],
  ['javascript:alert(1)', false],
  ['nonsense', false],
])('opens no window, and %s outside: %s', (url, outside) => {
  expect(guarded().openWindow({ url })).toEqual({ action: 'deny' })
  expect(shell.openExternal.mock.calls).toEqual(outside ? [[new URL(url).href]] : [])
})

it('denies every permission, asked and checked', () => {
  const session = new FakeSession()
  guardSession(session as unknown as Session)
  const answer = vi.fn()
  for (const permission of ['media', 'geolocation', 'notifications', 'clipboard-read', 'openExternal', 'fileSystem']) {
    session.permissionRequest?.(null, permission, answer)
    expect(session.permissionCheck?.(null, permission)).toBe(false)
  }
  expect(answer.mock.calls).toEqual(Array(6).fill([false]))
  expect(session.devicePermission?.()).toBe(false)
  expect(session.spellChecker).toBe(false)
})

it('lets the page reach no network and download nothing', () => {
  const session = new FakeSession()
  guardSession(session as unknown as Session)
  const answer = vi.fn()
  session.blocked?.listener({}, answer)
  expect(session.blocked?.urls).toEqual(['http://*/*', 'https://*/*', 'ws://*/*', 'wss://*/*'])
  expect(answer).toHaveBeenCalledExactlyOnceWith({ cancel: true })
  const download = preventable()
  session.emit('will-download', download)
  expect(download.defaultPrevented).toBe(true)
})

it.each([
  [true, ['remote-debugging-port', 'remote-debugging-pipe', 'remote-debugging-address', 'remote-allow-origins']],
  [false, []],
])('when packaged (%s) lets no debugger in', (isPackaged, removed) => {
  app.isPackaged = isPackaged
  guardApp(app as unknown as App)
  expect(app.enableSandbox).toHaveBeenCalledOnce()
  expect(app.commandLine.removeSwitch.mock.calls.flat()).toEqual(removed)
})

it('guards every page that is ever made', () => {
  guardApp(app as unknown as App)
  const contents = new FakeWebContents()
  app.emit('web-contents-created', {}, contents)
  expect(contents.openWindow({ url: 'https://evil.example/' })).toEqual({ action: 'deny' })
})
