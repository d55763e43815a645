import { writeFile } from 'node:fs/promises'
import { pathToFileURL } from 'node:url'
import { app, BrowserWindow, session } from 'electron'
import { guardSession } from './guard.ts'

/** A report to print: its page, and where the PDF goes. */
export interface AskedToPrint {
  readonly html: string
  readonly pdf: string
}

const flag = '--print-report'

/** The command with which print-pdf.ts has a page printed by this same program. */
export function printCommand(root: string): readonly string[] {
  return [process.execPath, ...(app.isPackaged ? [] : [root]), flag]
}

/** What this process was started to print; null: it is the desktop door. */
export function askedToPrint(argv: readonly string[]): AskedToPrint | null {
  const [html, pdf] = argv.includes(flag) ? argv.slice(argv.indexOf(flag) + 1) : []
  return html === undefined || pdf === undefined ? null : { html, pdf }
}

/** Prints the page in a window that nobody sees, which runs no script and reaches no network. */
export async function printReport({ html, pdf }: AskedToPrint): Promise<void> {
  const alone = session.fromPartition('print')
  guardSession(alone)
  const window = new BrowserWindow({
    show: false,
    webPreferences: {
      session: alone,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      javascript: false,
    },
  })
  await window.loadURL(pathToFileURL(html).href)
  const bytes = await window.webContents.printToPDF({
    preferCSSPageSize: true,
    printBackground: true,
    generateTaggedPDF: true,
    generateDocumentOutline: true,
  })
  await writeFile(pdf, bytes, { flag: 'wx' })
  window.destroy()
}
