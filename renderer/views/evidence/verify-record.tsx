import { useState } from 'react'
import type { Job } from '../../../shared/job.ts'
import type { RecordVerified, SignatureChecked, TextFile } from '../../../shared/record.ts'
import { api } from '../../api.ts'
import { count, many, visible, when } from '../../format.ts'
import { AskForm } from '../../parts/ask-form/ask-form.tsx'
import { FileField, nameOf, type PickedFile } from '../../parts/file-field/file-field.tsx'
import { sendPicked } from '../../parts/file-field/send-picked.ts'
import { useGone } from '../../parts/file-field/use-gone.ts'
import { JobDialog } from '../../parts/job-dialog/job-dialog.tsx'
import { Point, Verdict } from '../../parts/verdict/verdict.tsx'
import { recordVerified } from '../../state/jobs.ts'
import { usePrefs } from '../../state/prefs.ts'

/** As many bytes as the engine checks. */
const mostBytes = 400 << 20

/** Whether an acquisition record says what the case holds, and whether whoever is said to have signed it did. */
export function VerifyRecord({ onClose }: { readonly onClose: () => void }) {
  const [started, setStarted] = useState<string | null>(null)
  const [file, setFile] = useState<PickedFile>('')
  const [signature, setSignature] = useState<PickedFile>('')
  const [key, setKey] = useState<PickedFile>('')
  const signal = useGone()
  const start = async () => {
    const given = { signature: await textFileOf(signature), publicKey: await textFileOf(key) }
    const path = await sendPicked(file, mostBytes, signal)
    setStarted((await api.startVerifyRecord({ path, ...given })).id)
  }
  return (
    <JobDialog
      title="Verify an acquisition record"
      icon="endorsed"
      started={started}
      saysRunning={howFar}
      saysStopped="Called off. Nothing was decided about the record."
      again={{ text: 'Another file', afterSuccess: true }}
      onAgain={() => setStarted(null)}
      onClose={onClose}
      asks={
        <AskForm does="Verify" disabled={nameOf(file).trim() === ''} onDo={start} onClose={onClose}>
          <p className="export-about quiet">
            Compares every object of the record with this case, and the file with what the audit log says of it. The
            evidence itself is hashed by “Verify” of the case.
          </p>
          <FileField
            id="record-path"
            label="Record"
            helper="As HTML or JSON, on the machine that runs Coldtrail."
            start={null}
            picked={file}
            onPicked={setFile}
          />
          <FileField
            id="record-key-open"
            label="Public key"
            helper="Of whoever signed it: the line that begins with RW, or its file. Without it nobody can tell whose the signature is."
            placeholder="RW… or ana.key.pub"
            start={null}
            isSmall
            picked={key}
            onPicked={setKey}
          />
          <FileField
            id="record-signature"
            label="Signature"
            helper="If it does not lie beside the record, under its name with .minisig."
            start={null}
            isSmall
            picked={signature}
            onPicked={setSignature}
          />
        </AskForm>
      }
    >
      {(job) => {
        const result = recordVerified(job)
        return result !== null && <Verified result={result} />
      }}
    </JobDialog>
  )
}

/** A file of this browser is read here; a key may also be written out. */
async function textFileOf(picked: PickedFile): Promise<TextFile | null> {
  if (typeof picked !== 'string') return { text: (await picked.slice(0, 10_000).text()) || ' ' }
  const said = picked.trim()
  if (said === '') return null
  return /^RW[\w+/]{54}$/.test(said) ? { text: said } : { path: said }
}

function howFar({ progress: { objects } }: Job): string {
  if (objects.total === null) return 'Reading the record'
  return `${count(objects.done)} of ${many(objects.total, 'object')} compared`
}

function Verified({ result }: { readonly result: RecordVerified }) {
  const utc = usePrefs((prefs) => prefs.utc)
  const { agrees, head, isAsWritten, written, otherCase, audit, signature, named, problems, sha256 } = result
  const isGood = agrees && signature?.holds !== false
  return (
    <Verdict
      isGood={isGood}
      said={
        isGood
          ? 'This record agrees with the case.'
          : agrees
            ? 'This record agrees with the case, and its signature does not hold.'
            : 'This record does not agree with the case.'
      }
      sha256={sha256}
    >
      <Point>
        It is of {head.import === null ? 'everything in the case' : `import ${count(head.import)}`}, written on{' '}
        {when(head.writtenAt, utc)} as {visible(head.writtenBy)} with {visible(head.tool)}.
      </Point>
      {otherCase !== null && <Point isBad>It is of another case: {visible(otherCase)}.</Point>}
      <Point isBad={!isAsWritten}>
        {isAsWritten
          ? 'The file is the one that Coldtrail wrote, byte for byte.'
          : 'The file is not the one that Coldtrail wrote of these objects: somebody changed it, or another version wrote it.'}
      </Point>
      <Point isBad={written === null}>
        {written === null
          ? 'No line of the audit log says that this case wrote this very file: objects may have been left out.'
          : `This case wrote this very file on ${when(written.at, utc)}, as ${visible(written.by)} (line ${count(written.line)} of the audit log).`}
      </Point>
      {audit !== null && <Point isBad>The audit log is another one: {visible(audit)}.</Point>}
      <Point isBad={signature?.holds === false}>{saidOf(signature, utc)}</Point>
      <Point
        isBad={problems.length > 0}
        more={problems.map(({ uri, reason }) => `${visible(uri)}: ${visible(reason)}.`)}
      >
        {problems.length === 0
          ? `${named === 1 ? 'Its one object is' : `All ${many(named, 'object')} are`} in this case with these bytes.`
          : `${problems.length >= 1000 ? 'The first ' : ''}${many(problems.length, 'object')} of ${count(named)} ${problems.length === 1 ? 'is' : 'are'} not in this case as it says:`}
      </Point>
    </Verdict>
  )
}

function saidOf(signature: SignatureChecked | null, utc: boolean): string {
  if (signature === null) return 'It is not signed, or its signature does not lie beside it.'
  const { keyId, holds, comment, reason } = signature
  if (holds === true) {
    const [, seconds, rest = comment ?? ''] = /^timestamp:(\d{1,11})\s*(.*)$/.exec(comment ?? '') ?? []
    const at = seconds === undefined ? '' : ` on ${when(new Date(Number(seconds) * 1000).toISOString(), utc)}`
    return `It was signed with the key ${keyId}${at}: ${visible(rest.replaceAll('\t', ', '))}.`
  }
  return `${holds === null ? 'It is signed' : 'Its signature does not hold'}, key ${keyId}: ${visible(reason ?? '')}.`
}
