import { hostname, userInfo } from 'node:os'

/** Who does what is written down: user@host as the operating system has them. */
export function who(): string {
  return `${user()}@${hostname()}`
}

function user(): string {
  try {
    return userInfo().username
  } catch {
    // A user without an entry in the system's list, as in some containers.
    return `uid-${process.getuid?.() ?? 'unknown'}`
  }
}
