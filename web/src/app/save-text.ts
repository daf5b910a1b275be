/** Hands a text to the browser as a file to be saved. */
export function saveText(text: string, name: string, mediaType: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: mediaType }))
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  // the saving has begun by then
  setTimeout(() => URL.revokeObjectURL(address), 10_000)
}
