import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, rm, stat } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Problem } from '../shared/problem.ts'

/**
 * Prints a page that lies on disk to a new PDF file: with our own window's engine where there is one (the desktop door
 * says so in COLDTRAIL_PRINTER, print-report.ts answers), else with a Chromium, Chrome or Edge of the machine, without
 * a network and with a profile of its own. Error `not-found`: there is none.
 */
export async function printPdf(html: string, pdf: string, signal: AbortSignal): Promise<void> {
  const profile = `${pdf}.profile`
  await mkdir(profile)
  try {
    const [program, ...words] = commandFor(html, pdf, profile)
    const said = await run(program, words, signal)
    const written = await stat(pdf).catch(() => null)
    if (!written || written.size === 0)
      throw new Problem('failed', `'${program}' did not print the report: ${said || 'it said nothing'}`)
  } finally {
    // Its children let go of their files a moment after it has ended.
    await rm(profile, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 })
  }
}

function commandFor(html: string, pdf: string, profile: string): readonly [string, ...string[]] {
  const own = process.env.COLDTRAIL_PRINTER
  if (own) {
    const [program, ...words] = JSON.parse(own) as [string, ...string[]]
    return [program, ...words, html, pdf]
  }
  const browser = findChromium()
  if (browser === null)
    throw new Problem(
      'not-found',
      'a PDF is printed by a browser, and no Chromium, Chrome or Edge was found: install one, say where it is in COLDTRAIL_CHROMIUM, or write HTML and print that',
    )
  return [
    browser,
    ...quiet,
    ...sandbox(),
    `--user-data-dir=${profile}`,
    `--print-to-pdf=${pdf}`,
    pathToFileURL(html).href,
  ]
}

/** Nothing is looked up and nothing is asked of anybody. */
const quiet = [
  '--headless',
  '--disable-gpu',
  '--disable-extensions',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-default-apps',
  '--disable-sync',
  '--disable-dev-shm-usage',
  '--no-first-run',
  '--no-default-browser-check',
  '--no-pings',
  '--host-resolver-rules=MAP * ~NOTFOUND',
  '--no-pdf-header-footer',
  '--export-tagged-pdf',
  '--generate-pdf-document-outline',
]

/** Chromium refuses to start its sandbox for root, whom containers run as. */
function sandbox(): readonly string[] {
  return process.getuid?.() === 0 ? ['--no-sandbox'] : []
}

/** Null: there is none. */
export function findChromium(): string | null {
  const { COLDTRAIL_CHROMIUM, PATH = '', PROGRAMFILES, LOCALAPPDATA } = process.env
  if (COLDTRAIL_CHROMIUM) return COLDTRAIL_CHROMIUM
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge']
  const onPath = PATH.split(delimiter)
    .filter((folder) => folder !== '')
    .flatMap((folder) => names.map((name) => join(folder, name)))
  const windows = ['Google/Chrome/Application/chrome.exe', 'Microsoft/Edge/Application/msedge.exe']
  const installed =
    process.platform === 'win32'
      ? [PROGRAMFILES, process.env['PROGRAMFILES(X86)'], LOCALAPPDATA].flatMap((folder) =>
          folder ? windows.map((name) => join(folder, name)) : [],
        )
      : process.platform === 'darwin'
        ? ['Google Chrome', 'Chromium', 'Microsoft Edge'].map(
            (name) => `/Applications/${name}.app/Contents/MacOS/${name}`,
          )
        : []
  return [...onPath, ...installed].find((path) => existsSync(path)) ?? null
}

/** Runs to its end and answers the end of what it said. */
function run(program: string, words: readonly string[], signal: AbortSignal): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = ''
    const child = spawn(program, words, { stdio: ['ignore', 'ignore', 'pipe'], signal, killSignal: 'SIGKILL' })
    child.stderr.on('data', (bytes: Buffer) => {
      said = (said + bytes.toString()).slice(-2000)
    })
    child.on('error', (error) => reject(signal.aborted ? error : cannotStart(program, error)))
    child.on('close', () => resolve(said.trim().split('\n').at(-1) ?? ''))
  })
}

function cannotStart(program: string, error: Error): Problem {
  return new Problem('failed', `cannot start '${program}' to print the report: ${error.message}`)
}
