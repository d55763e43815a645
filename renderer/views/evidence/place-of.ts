/** What an object is called, readable, and where it is: the address before that. */
export function placeOf(uri: string): { readonly name: string; readonly where: string } {
  const end = uri.replace(/\/+$/, '').lastIndexOf('/') + 1
  const last = uri.slice(end)
  try {
    return { name: decodeURIComponent(last), where: uri.slice(0, end) }
  } catch {
    return { name: last, where: uri.slice(0, end) }
  }
}
