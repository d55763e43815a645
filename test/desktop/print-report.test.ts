import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, expect, it, vi } from 'vitest'
import type * as Fake from './fake-electron.ts'

const folder = mkdtempSync(join(tmpdir(), 'coldtrail-print-'))
const [html, pdf] = [join(folder, 'a report.html'), join(folder, 'report')]
const argv = process.argv
afterEach(() => {
  process.argv = argv
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

it('prints a report in a hidden window without script or network, and no second desktop is opened', async () => {
  process.argv = ['electron', '.', '--print-report', html, pdf]
  const electron = (await import('./fake-electron.ts')) as typeof Fake
  const lock = vi.spyOn(electron.app, 'requestSingleInstanceLock')
  await import('../../main/main.ts')
  await vi.waitFor(() => expect(electron.app.exit.mock.calls).toEqual([[0]]))
  expect(existsSync(pdf) && readFileSync(pdf, 'utf8')).toBe('%PDF-1.7 printed')
  expect(electron.BrowserWindow.all.length).toBe(1)
  const [window] = electron.BrowserWindow.all
  expect(window?.options).toMatchObject({
    show: false,
    webPreferences: { sandbox: true, contextIsolation: true, nodeIntegration: false, javascript: false },
  })
  expect(window?.webContents.url).toMatch(/^file:\/\/\/.*a%20report\.html$/)
  expect(window?.webContents.printToPDF.mock.calls[0]?.[0]).toMatchObject({ preferCSSPageSize: true })
  const answers: unknown[] = []
  electron.session.partitions.get('print')?.blocked?.listener({}, (answer) => answers.push(answer))
  expect(answers).toEqual([{ cancel: true }])
  expect([lock.mock.calls.length, electron.app.paths.get('userData')]).toEqual([0, `${pdf}.profile`])
})

it('says with which command a page is printed', async () => {
  const { askedToPrint, printCommand } = await import('../../main/desktop/print-report.ts')
  expect(printCommand('/app')).toEqual([process.execPath, '/app', '--print-report'])
  expect(askedToPrint([...printCommand('/app'), 'a.html', 'a.pdf'])).toEqual({ html: 'a.html', pdf: 'a.pdf' })
  expect(askedToPrint(['electron', '.', 'b.coldtrail'])).toBeNull()
})
