import { readFileSync } from 'node:fs'
import { relative } from 'node:path'
import { stripVTControlCharacters } from 'node:util'

/** One line that counts all tests of the two runners: "N passed, N failed, N skipped". */
export function closingLine() {
  const total = { passed: 0, failed: 0, skipped: 0 }
  const unit = read('.cache/unit.json')
  total.passed += unit?.numPassedTests ?? 0
  total.failed +=
    (unit?.numFailedTests ?? 0) +
    (unit?.testResults ?? []).filter((file) => file.status === 'failed' && failedTests(file).length === 0).length
  total.skipped += (unit?.numPendingTests ?? 0) + (unit?.numTodoTests ?? 0)
  const e2e = read('.cache/e2e.json')?.stats
  total.passed += e2e?.expected ?? 0
  total.failed += (e2e?.unexpected ?? 0) + (e2e?.flaky ?? 0)
  total.skipped += e2e?.skipped ?? 0
  return `${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`
}

/** What failed, a few lines each: a log that is cut keeps its end, and the end should say which test it was. */
export function failures() {
  const unit = (read('.cache/unit.json')?.testResults ?? []).flatMap((file) => {
    const name = relative(process.cwd(), file.name)
    const tests = failedTests(file)
    if (tests.length === 0 && file.status === 'failed') return [`${name}\n${indented(file.message)}`]
    return tests.map((test) => `${name} › ${test.fullName}\n${indented(test.failureMessages.join('\n'))}`)
  })
  return [...unit, ...(read('.cache/e2e.json')?.suites ?? []).flatMap((suite) => failedJourneys(suite, ''))]
}

/** A file that fails before its tests has none that failed: they count as skipped. */
function failedTests({ assertionResults }) {
  return assertionResults.filter(({ status }) => status === 'failed')
}

function failedJourneys(suite, path) {
  const name = path ? `${path} › ${suite.title}` : suite.file
  const own = (suite.specs ?? [])
    .filter((spec) => !spec.ok)
    .map((spec) => {
      const errors = spec.tests.flatMap((test) => test.results.flatMap((result) => result.errors ?? []))
      return `${name} › ${spec.title}\n${indented(errors.map((error) => error.message).join('\n'))}`
    })
  return [...own, ...(suite.suites ?? []).flatMap((inner) => failedJourneys(inner, name))]
}

function indented(text) {
  const lines = stripVTControlCharacters(text ?? '').split('\n')
  return lines
    .slice(0, 12)
    .map((line) => `    ${line.slice(0, 300)}`)
    .join('\n')
}

function read(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return undefined
  }
}
