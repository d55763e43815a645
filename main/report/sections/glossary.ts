import type { Section } from '../section.ts'

/** Terms that a reader who is no engineer may not know. */
export const glossary: Section<'glossary'> = async () => [{ kind: 'terms', terms }]

const terms = [
  ['Access key', 'A name and a secret with which a program calls AWS. AKIA… is lasting, ASIA… expires after hours.'],
  ['Account', 'The unit in which AWS separates its customers and their resources; a number of twelve digits.'],
  [
    'Assumed role',
    'A role is a set of rights without a password; whoever may take it on gets a session with a key that expires.',
  ],
  ['ARN', 'Amazon Resource Name: the full name of a user, a role, a bucket or another thing in AWS.'],
  [
    'ATT&CK',
    'A public catalogue of what attackers do, kept by MITRE: tactics are their aims, techniques their ways to them.',
  ],
  ['CloudTrail', "AWS's own log of calls: who called what, when, from where, and whether it was allowed."],
  [
    'Data event',
    'A call on what is inside of a resource, such as an object in a bucket. Logged only where somebody turned that on.',
  ],
  ['Denied', 'A call that AWS refused for want of rights. That it was tried is what counts.'],
  [
    'Digest',
    'A file that CloudTrail signs every hour, with the hashes of the log files of that hour: what is sealed by it cannot have been changed since.',
  ],
  ['Event', 'One record of a log: one call, one connection, one finding of a service.'],
  ['Finding', 'What a rule of detection found: one or more events that match what it describes.'],
  [
    'Hash, SHA-256',
    'A number computed of a file. Two files with the same number are the same file; a change of one bit gives another number.',
  ],
  ['IAM', 'Identity and Access Management: the users, roles and policies that decide who may do what.'],
  ['Indicator', 'A value, such as an address or a key, by which the same attacker may be found elsewhere.'],
  [
    'Management event',
    'A call that changes or describes resources, such as making a user. Logged unless somebody turned that off.',
  ],
  ['MFA', 'A second proof of identity beside the password.'],
  ['Object', 'A file of logs as it was acquired, with its address, its hash and when it came.'],
  ['Principal', 'Who a call was made by: a user, a role, a service.'],
  ['Record number', 'The place of an event in its object, counted from 0.'],
  ['UTC', 'The time that logs are written in, the same everywhere. All times in this report are UTC.'],
] as const
