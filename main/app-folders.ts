import { homedir } from 'node:os'
import { join } from 'node:path'

/** Where Coldtrail keeps what belongs to a person and not to a case: COLDTRAIL_HOME, else the platform's place. */
export function appFolder(): string {
  const { COLDTRAIL_HOME, APPDATA, XDG_CONFIG_HOME } = process.env
  if (COLDTRAIL_HOME) return COLDTRAIL_HOME
  if (process.platform === 'win32') return join(APPDATA ?? join(homedir(), 'AppData', 'Roaming'), 'Coldtrail')
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Coldtrail')
  return join(XDG_CONFIG_HOME ?? join(homedir(), '.config'), 'coldtrail')
}

/** Where new cases are proposed, and where the sample case is. */
export function casesFolder(): string {
  return process.env.COLDTRAIL_HOME ? join(process.env.COLDTRAIL_HOME, 'cases') : join(homedir(), 'Coldtrail')
}
