import { useEffect, useState } from 'react'
import { useCase } from '../state/case.ts'
import { takeDropped } from '../state/intake.ts'
import { go } from '../state/place.ts'

/**
 * Files dropped anywhere on the window of an open case wait on the import page; true while they hang over it. A field that
 * asks for a file takes what is dropped on it, and nothing is imported meanwhile.
 */
export function useFileDrop(): boolean {
  const [over, setOver] = useState(false)
  useEffect(() => {
    let depth = 0
    const wanted = (event: DragEvent) =>
      event.dataTransfer?.types.includes('Files') === true &&
      useCase.getState().info?.readOnly === false &&
      document.querySelector('.file-field') === null
    const enter = (event: DragEvent) => {
      if (!wanted(event)) return
      depth += 1
      setOver(true)
    }
    const leave = (event: DragEvent) => {
      if (!wanted(event)) return
      depth -= 1
      if (depth <= 0) setOver(false)
    }
    // Without this the browser would navigate to the file.
    const hover = (event: DragEvent) => event.preventDefault()
    const drop = (event: DragEvent) => {
      event.preventDefault()
      depth = 0
      setOver(false)
      if (!wanted(event) || event.dataTransfer === null) return
      go('import')
      void takeDropped(event.dataTransfer)
    }
    addEventListener('dragenter', enter)
    addEventListener('dragleave', leave)
    addEventListener('dragover', hover)
    addEventListener('drop', drop)
    return () => {
      removeEventListener('dragenter', enter)
      removeEventListener('dragleave', leave)
      removeEventListener('dragover', hover)
      removeEventListener('drop', drop)
    }
  }, [])
  return over
}
