import type { WebPreferences } from 'electron'

/** Where the window's page lives. A scheme of its own: `file://` pages may read other files, this one only the page. */
export const scheme = 'app'
export const host = 'coldtrail'
export const origin = `${scheme}://${host}`
export const startPage = `${origin}/index.html`

/** What the window's page may do: nothing that the bridge does not offer. The spell checker would fetch dictionaries. */
export const webPreferences = {
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
} as const satisfies WebPreferences

/** The page's content security policy. The nonce is for style elements that a library makes, and new with every load. */
export function contentSecurityPolicy(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
}

const documentation = new Set(['docs.aws.amazon.com', 'attack.mitre.org'])

/** Whether a link may leave for the person's own browser: documentation alone, judged by the parsed host. */
export function mayOpenOutside(link: string): boolean {
  const url = parsed(link)
  return (
    url !== null &&
    url.protocol === 'https:' &&
    documentation.has(url.hostname) &&
    url.port === '' &&
    url.username === '' &&
    url.password === ''
  )
}

/** Whether an address is the window's own page, whatever its fragment: the only place it may (re)load. */
export function isStartPage(address: string): boolean {
  const url = parsed(address)
  if (url === null) return false
  url.hash = ''
  return url.href === startPage
}

function parsed(address: string): URL | null {
  try {
    return new URL(address)
  } catch {
    return null
  }
}
