import { afterAll, beforeAll, expect, test } from 'vitest'
import type { CaseFile } from '../../../main/store/case-file.ts'
import { wordsInEvidence } from '../../../main/store/read/words-in-evidence.ts'
import { caseOf } from '../../detect/detecting.ts'
import { removeFolders } from '../batches.ts'

/** A word in lower case, and how a log says it: the value of a request parameter. */
const said: readonly (readonly [word: string, text: string])[] = [
  ['özil', '"Özil"'],
  ['öberg', 'by=\\u00f6berg'],
  ['öhman', 'by=\\u00D6hman'],
  ['önder', 'by=%C3%B6nder'],
  ['öztürk', 'by=%C3%96ZT%C3%9CRK'],
  ['éloïse', '{"by":"\\u00e9lo\\u00efse"}'],
  ['𝒜lva', 'by \\ud835\\udc9clva.'],
  ['𝒷ert', 'by 𝒷ert.'],
  ['مريم', 'by مريم, at last'],
  ['zoë', 'by Zoë.'],
  ['steward', 'night_steward_of'],
  ['deploy_bot', 'the deploy_bot_of'],
  ['warden', 'xwarden wardens'],
  ['nobody', ''],
]
let file: CaseFile
beforeAll(async () => {
  file = await caseOf([{ eventID: 'a', eventName: 'X', requestParameters: { said: said.map(([, text]) => text) } }])
})
afterAll(async () => {
  await file.close()
  removeFolders()
})

test('words are found in every writing of theirs, and in nothing longer', async () => {
  const words = said.map(([word]) => word)
  expect(await wordsInEvidence(file.db, words)).toEqual(words.slice(0, -2))
  expect(await wordsInEvidence(file.db, ['steward', 'nobody'])).toEqual(['steward'])
  expect(await wordsInEvidence(file.db, ['özil', 'ödön'])).toEqual(['özil'])
})
