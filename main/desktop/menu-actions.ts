import { existsSync } from 'node:fs'
import { basename, dirname, extname, join } from 'node:path'
import { app, type BrowserWindow, dialog, shell } from 'electron'
import { type Api, type ExportFormat, exportFormats } from '../../shared/api.ts'
import type { AskedToOpen } from './asked-to-open.ts'
import { choose } from './dialogs.ts'
import type { MenuActions } from './menu.ts'
import type { ColdtrailWindow } from './window.ts'

export interface MenuWork extends MenuActions {
  /** Opens what a command line asks for; resolves when it is open or its refusal was shown. */
  open(asked: AskedToOpen): Promise<void>
}

/**
 * What the menu's items do: ask with a dialog, then call the same Api as the page. Another case under the page is
 * told by loading the page again; a refusal is a message box, never a dead item.
 */
export function menuActions(options: {
  readonly api: Api
  readonly shown: ColdtrailWindow
  readonly root: string
  /** Another case is open now, or none. */
  caseChanged(isOpen: boolean): void
  themeChanged(): void
}): MenuWork {
  const { api, shown } = options
  const { window } = shown

  const attempt = (work: () => Promise<unknown>) => work().catch((error: unknown) => tellRefusal(window, error))
  const ask = async (...question: [Parameters<typeof choose>[1], string]) => choose(window, ...question)
  const changed = async (isOpen: boolean) => {
    options.caseChanged(isOpen)
    await shown.load()
  }
  const opened = (open: () => Promise<unknown>) =>
    attempt(async () => {
      await open()
      await changed(true)
    })
  const start = (work: () => Promise<unknown>) => void attempt(work)
  const importOf = (what: 'import-files' | 'import-folder') =>
    start(async () => {
      const paths = await ask(what, '')
      if (paths.length > 0) await api.startImport({ paths: [...paths] })
    })

  return {
    newCase: () =>
      start(async () => {
        const { casesFolder } = await api.about({})
        const [path] = await ask('new-case', join(casesFolder, 'case.coldtrail'))
        if (path !== undefined) await opened(() => api.createCase({ path, name: basename(path, '.coldtrail') }))
      }),
    openCase: () =>
      start(async () => {
        const { casesFolder } = await api.about({})
        const [path] = await ask('case', casesFolder)
        if (path !== undefined) await opened(() => api.openCase({ path }))
      }),
    openSample: () => void opened(() => api.openSample({})),
    importFiles: () => importOf('import-files'),
    importFolder: () => importOf('import-folder'),
    exportEvents: () =>
      start(async () => {
        const { path: casePath, name } = await api.caseInfo({})
        const [path] = await ask('export', join(dirname(casePath), `${fileName(name)}.csv`))
        if (path === undefined) return
        const filter = { search: '', from: null, to: null }
        await api.startExport({
          what: { kind: 'events', filter, columns: null, order: null },
          format: formatOf(path),
          path,
        })
      }),
    closeCase: () =>
      start(async () => {
        await api.closeCase({})
        await changed(false)
      }),
    theme: (theme) => {
      shown.setTheme(theme)
      options.themeChanged()
    },
    // The page owns its keys and their sheet; pressing F1 for the person asks for it from anywhere, a text field too.
    shortcuts: () => window.webContents.sendInputEvent({ type: 'keyDown', keyCode: 'F1' }),
    documents: () =>
      start(async () => {
        const folder = app.isPackaged ? join(process.resourcesPath, 'docs') : join(options.root, 'docs')
        const problem = await shell.openPath(existsSync(folder) ? folder : options.root)
        if (problem !== '') throw new Error(problem)
      }),
    about: () =>
      start(() =>
        dialog.showMessageBox(window, {
          type: 'info',
          message: `Coldtrail ${app.getVersion()}`,
          detail: 'Incident response on AWS logs: collect, search, detect and prove, offline.',
          buttons: ['Close'],
        }),
      ),
    open: async (asked) => {
      if (asked.kind === 'sample') await opened(() => api.openSample({}))
      if (asked.kind === 'case') await opened(() => api.openCase({ path: asked.path }))
    },
  }
}

async function tellRefusal(window: BrowserWindow, error: unknown): Promise<void> {
  if (window.isDestroyed()) return
  const message = error instanceof Error ? error.message : String(error)
  await dialog.showMessageBox(window, {
    type: 'error',
    message: 'That did not work',
    detail: message,
    buttons: ['Close'],
  })
}

/** A case may be called anything; a proposed file name holds no separators or other characters that a system refuses. */
function fileName(name: string): string {
  return name.replace(/[^\p{L}\p{N} ._-]+/gu, '-').replace(/^[. -]+|[. -]+$/g, '') || 'events'
}

function formatOf(path: string): ExportFormat {
  const extension = extname(path).slice(1).toLowerCase()
  const format = extension === '' ? 'csv' : exportFormats.find((known) => known === extension)
  if (format === undefined)
    throw new Error(`cannot export as '.${extension}': end the name in .${exportFormats.join(', .')}`)
  return format
}
