import { eventColumns } from '../../../shared/event.ts'
import { levels } from '../../../shared/rule.ts'
import { tacticNames } from '../../../shared/tactics.ts'

/** Words that a report uses itself and that name nobody. */
const own: ReadonlySet<string> = new Set([
  ...levels,
  ...tacticNames,
  ...Object.values(eventColumns).map(({ title }) => title),
  ...Object.keys(eventColumns),
  ...['info', 'certain', 'likely', 'possible', 'Marked', 'starred', 'commented', 'bad', 'suspicious', 'good'],
  ...['written by hand', 'open', 'dismissed', 'IP address', 'running', 'ended', 'cancelled', 'failed', 'done'],
  ...['value', 'events', 'bucket', 'technique', 'detections', 'rules', 'none', 'high', 'medium', 'low'],
])

/** Words of addresses and titles that are names now and then, and hide nobody. */
const plain: ReadonlySet<string> = new Set(
  [
    ['account', 'accounts', 'admin', 'administrator', 'all', 'and', 'anonymous', 'awslogs', 'backup', 'bucket', 'call'],
    [
      'case',
      'client',
      'cloudtrail',
      'cloudtrail-digest',
      'config',
      'console',
      'data',
      'default',
      'elasticloadbalancing',
    ],
    ['event', 'events', 'file', 'for', 'from', 'group', 'groups', 'guardduty', 'home', 'image', 'instance', 'internal'],
    [
      'json',
      'key',
      'keys',
      'log',
      'logs',
      'login',
      'made',
      'management',
      'new',
      'not',
      'object',
      'password',
      'policies',
    ],
    [
      'policy',
      'public',
      'read',
      'role',
      'roles',
      'root',
      'secret',
      'security',
      'service',
      'services',
      'session',
      'system',
    ],
    // Words of two letters, of English, AWS and regions.
    ['am', 'an', 'as', 'at', 'be', 'by', 'do', 'eg', 'go', 'he', 'ie', 'if', 'in', 'is', 'it', 'me', 'my', 'no', 'of'],
    ['ok', 'on', 'or', 'so', 'to', 'up', 'us', 'vs', 'we', 'ad', 'af', 'ai', 'ap', 'ca', 'cn', 'db', 'eu', 'ii', 'id'],
    ['il', 'io', 'ip', 'mb', 'mx', 'os', 'pm', 'sa', 's3', 'v1', 'v2', 'v3', 'vm', 'gb', 'kb', 'tb', 'ms', 'ui', 'aws'],
    ['the', 'tmp', 'trail', 'user', 'users', 'vpcflowlogs', 'was', 'web', 'with', 'write'],
  ].flat(),
)

/** Says whether a cell or a part of one can be shown as it is. */
export function publicTest(ofCase: readonly string[]): (word: string) => boolean {
  const open = new Set(ofCase)
  const one = (word: string) => own.has(word) || open.has(word) || techniques.test(word)
  return (word) =>
    one(word) ||
    (/, | \/ /.test(word) && word.split(/, | \/ /).every((each) => open.has(each) || techniques.test(each)))
}

/** Whether a name of the case is no more than a word that everybody uses. */
export function isPlainWord(name: string): boolean {
  return plain.has(name.toLowerCase()) || /^\d{1,4}$/.test(name)
}

/** Ids of ATT&CK. */
const techniques = /^T\d{4}(?:\.\d{3})?$/
