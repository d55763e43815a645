import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Actions, readActions } from './detect/lint-actions.ts'
import { root } from './entry.ts'

let actions: Actions | undefined

/**
 * What AWS services write into eventName, by service: the operations of their public APIs as of November 2026, under the
 * names that CloudTrail gives them (Lambda's dated ones, S3's own), and the events of consoles that have no API.
 */
export function awsActions(): Actions {
  actions ??= readActions(readFileSync(join(root, 'assets', 'aws-actions.json'), 'utf8'))
  return actions
}
