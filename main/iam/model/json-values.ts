/** The objects of a text: one, a list of them, or several one after another, as pages that were put into one file. */
export function jsonValues(text: string): readonly unknown[] {
  try {
    const value: unknown = JSON.parse(text)
    return Array.isArray(value) ? value : [value]
  } catch (error) {
    const values = oneAfterAnother(text)
    if (values.length === 0) throw error
    return values
  }
}

function oneAfterAnother(text: string): readonly unknown[] {
  const values: unknown[] = []
  let [depth, start, inText] = [0, -1, false]
  for (let i = 0; i < text.length; i++) {
    const c = text[i]
    if (inText) {
      if (c === '\\') i++
      else if (c === '"') inText = false
    } else if (c === '"') inText = true
    else if (c === '{' && depth++ === 0) start = i
    else if (c === '}' && --depth === 0) values.push(JSON.parse(text.slice(start, i + 1)))
  }
  if (depth !== 0) throw new Error('the JSON ends before it is complete')
  return values
}
