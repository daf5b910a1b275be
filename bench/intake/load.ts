import { type Address, openSession } from './session.ts'
import { answerWindows, type Window } from './windows.ts'

export type Load = {
  readonly address: Address
  readonly connections: number
  readonly messages: number
  readonly from: string
  readonly to: string
  /** What is sent, with a word that says what it is; never ends before `messages` were taken. */
  readonly stream: Iterator<{ readonly label: string; readonly bytes: Buffer }>
  /** Called after each answer; for progress. */
  readonly onAnswer?: (done: number) => void
}

export type Outcome = {
  readonly acknowledged: number
  readonly refused: number
  /** connections lost before the answer: these messages were not acknowledged */
  readonly lost: number
  /** replies other than 250, by code and label, how often */
  readonly replies: Readonly<Record<string, number>>
  readonly bytes: number
  readonly seconds: number
  /** share of this process' time spent on making messages: what the figures lose by it on few cores */
  readonly making: number
  readonly whole: Window
  readonly windows: readonly Window[]
}

/** Sends so many messages over so many connections, each as fast as it is answered, and counts what was acknowledged with 250. */
export async function runLoad(load: Load): Promise<Outcome> {
  const answers = answerWindows()
  const replies: Record<string, number> = {}
  const note = (text: string): void => {
    replies[text] = (replies[text] ?? 0) + 1
  }
  let [taken, refused, lost, bytes, making] = [0, 0, 0, 0, 0]
  const start = performance.now()

  const take = (): { readonly label: string; readonly bytes: Buffer } | undefined => {
    if (taken >= load.messages) return undefined
    taken++
    const before = performance.now()
    const { value } = load.stream.next()
    making += performance.now() - before
    return value
  }

  const keepBusy = async (): Promise<void> => {
    let session = await openSession(load.address)
    for (let message = take(); message !== undefined; message = take()) {
      const sent = performance.now()
      try {
        const reply = await session.send(load.from, load.to, message.bytes)
        const now = performance.now()
        if (reply.code === 250) {
          answers.add({ at: now - start, took: now - sent })
          bytes += message.bytes.length
        } else {
          refused++
          note(`${reply.code} ${message.label}`)
        }
      } catch {
        lost++
        note(`lost ${message.label}`)
        session = await openSession(load.address)
      }
      load.onAnswer?.(answers.count() + refused + lost)
    }
    await session.quit()
  }

  await Promise.all(Array.from({ length: load.connections }, keepBusy))
  const elapsed = performance.now() - start
  return {
    acknowledged: answers.count(),
    refused,
    lost,
    replies,
    bytes,
    seconds: elapsed / 1000,
    making: making / elapsed,
    whole: answers.whole(),
    windows: answers.windows(),
  }
}
