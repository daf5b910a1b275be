/** What is needed of a stream to write to; `process.stdout` has it all. */
export type Output = {
  write(text: string): unknown
  readonly isTTY?: boolean
  on?(event: 'drain' | 'error', listener: (error: Error) => void): unknown
  off?(event: 'drain' | 'error', listener: (error: Error) => void): unknown
}

/** Writes no faster than the reader of a pipe reads. A reader that goes away (`| head`) closes the output, which is no failure. */
export function openOutput(stream: Output): { write(text: string): Promise<void>; readonly closed: () => boolean; release(): void } {
  let closed = false
  let wake: (() => void) | undefined
  const onDrain = (): void => wake?.()
  const onError = (error: Error): void => {
    closed = true
    wake?.()
    if (!('code' in error) || error.code !== 'EPIPE') throw error
  }
  stream.on?.('drain', onDrain)
  stream.on?.('error', onError)
  return {
    async write(text) {
      if (closed || stream.write(text) !== false || stream.on === undefined) return
      await new Promise<void>((resolve) => {
        wake = resolve
      })
      wake = undefined
    },
    closed: () => closed,
    release() {
      stream.off?.('drain', onDrain)
      // a pipe may break after the last word
      if (!closed) stream.off?.('error', onError)
    },
  }
}
