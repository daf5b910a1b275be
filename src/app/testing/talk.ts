import type { Socket } from 'node:net'
import type { TLSSocket } from 'node:tls'

/** A mail client that says what it is told and reads whole replies. */
export class Talk {
  readonly #socket: Socket | TLSSocket
  #text = ''
  #waiting: (() => void)[] = []
  ended = false
  constructor(socket: Socket | TLSSocket) {
    this.#socket = socket
    socket.on('data', (chunk: Buffer) => {
      this.#text += chunk.toString('latin1')
      for (const one of this.#waiting.splice(0)) one()
    })
    const end = () => {
      this.ended = true
      for (const one of this.#waiting.splice(0)) one()
    }
    socket.on('close', end)
    socket.on('error', end)
  }
  get socket() {
    return this.#socket
  }
  /** The next reply, its lines joined; empty where the other side closed. */
  async reply(): Promise<string> {
    for (;;) {
      const whole = /^(?:\d{3}-.*\r\n)*\d{3} .*\r\n/.exec(this.#text)
      if (whole !== null) {
        this.#text = this.#text.slice(whole[0].length)
        return whole[0].trim()
      }
      if (this.ended) return ''
      await new Promise<void>((resolve) => this.#waiting.push(resolve))
    }
  }
  write(text: string | Uint8Array): void {
    this.#socket.write(text)
  }
  say(line: string): Promise<string> {
    this.write(`${line}\r\n`)
    return this.reply()
  }
  async end(): Promise<void> {
    this.#socket.end('QUIT\r\n')
    while (!this.ended) await new Promise<void>((resolve) => this.#waiting.push(resolve))
  }
}
