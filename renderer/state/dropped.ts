import { bridge, door } from '../api.ts'

/** A file of the person's browser, under its name relative to the folder that was dropped or chosen. */
export interface LooseFile {
  readonly name: string
  readonly file: File
}

/** What was dropped: paths where the door can know them (desktop), else files that have to be sent. */
export interface Dropped {
  readonly paths: readonly string[]
  readonly files: readonly LooseFile[]
}

/** Reads a drop. Must be called in the drop event itself: a moment later the browser has emptied it. */
export async function readDropped(transfer: DataTransfer): Promise<Dropped> {
  if (door === null) return { paths: realPaths([...transfer.files]), files: [] }
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null)
  if (entries.length === 0) return { paths: [], files: loose([...transfer.files]) }
  return { paths: [], files: (await Promise.all(entries.map((entry) => filesUnder(entry)))).flat() }
}

/** Files of an `<input type=file>`; of a folder, each file knows its relative path. */
export function loose(files: readonly File[]): readonly LooseFile[] {
  return files.map((file) => ({ name: file.webkitRelativePath === '' ? file.name : file.webkitRelativePath, file }))
}

function realPaths(files: readonly File[]): readonly string[] {
  return files.map((file) => bridge.pathOf(file)).filter((path) => path !== null)
}

async function filesUnder(entry: FileSystemEntry): Promise<readonly LooseFile[]> {
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject))
    return [{ name: entry.fullPath.replace(/^\//, ''), file }]
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader()
  const found: LooseFile[] = []
  // A reader answers at most 100 entries at a time, and an empty list at the end.
  for (;;) {
    const entries = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject))
    if (entries.length === 0) return found
    for (const inner of entries) found.push(...(await filesUnder(inner)))
  }
}
