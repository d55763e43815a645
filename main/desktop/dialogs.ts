import { type BrowserWindow, dialog, type OpenDialogOptions, type SaveDialogOptions } from 'electron'
import type { Bridge } from '../../shared/api.ts'

export type Asked = Parameters<NonNullable<Bridge['choose']>>[0]

/** What each question looks like as the system's own dialog. */
export const asks = {
  case: { title: 'Open case', buttonLabel: 'Open', properties: ['openDirectory'] },
  'import-files': { title: 'Import files', buttonLabel: 'Import', properties: ['openFile', 'multiSelections'] },
  'import-folder': { title: 'Import folder', buttonLabel: 'Import', properties: ['openDirectory', 'multiSelections'] },
  'new-case': { title: 'New case', buttonLabel: 'Create', saves: true },
  export: {
    title: 'Export',
    buttonLabel: 'Export',
    saves: true,
    filters: [
      { name: 'CSV', extensions: ['csv'] },
      { name: 'JSON', extensions: ['json'] },
      { name: 'JSON lines', extensions: ['jsonl'] },
      { name: 'Parquet', extensions: ['parquet'] },
    ],
  },
} as const satisfies Record<Asked, object>

/** Asks for paths with the system's own dialog; an empty list when the person changed their mind. */
export async function choose(window: BrowserWindow, what: Asked, suggested: string): Promise<readonly string[]> {
  const ask = asks[what]
  const start = suggested === '' ? {} : { defaultPath: suggested }
  if ('saves' in ask) {
    const { title, buttonLabel } = ask
    const filters = 'filters' in ask ? { filters: ask.filters.map(mutable) } : {}
    const options: SaveDialogOptions = {
      title,
      buttonLabel,
      ...start,
      ...filters,
      properties: ['createDirectory', 'showOverwriteConfirmation'],
    }
    const { canceled, filePath } = await dialog.showSaveDialog(window, options)
    return canceled || filePath === '' ? [] : [what === 'new-case' ? asCase(filePath) : filePath]
  }
  const options: OpenDialogOptions = {
    title: ask.title,
    buttonLabel: ask.buttonLabel,
    ...start,
    properties: [...ask.properties],
  }
  const { canceled, filePaths } = await dialog.showOpenDialog(window, options)
  return canceled ? [] : filePaths
}

/** A case is a folder whose name ends in .coldtrail, whatever the person typed. */
function asCase(path: string): string {
  return path.endsWith('.coldtrail') ? path : `${path}.coldtrail`
}

function mutable(filter: { readonly name: string; readonly extensions: readonly string[] }): {
  name: string
  extensions: string[]
} {
  return { name: filter.name, extensions: [...filter.extensions] }
}
