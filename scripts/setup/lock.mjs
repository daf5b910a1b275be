import { createHash } from 'node:crypto'
import { connect, createServer } from 'node:net'
import { root, say } from './place.mjs'

/**
 * Runs `act` while no other start prepares this clone. The lock is a socket in Linux' abstract namespace: it leaves no file behind
 * and is gone with its process, however that ends.
 */
export async function alone(act) {
  const name = `\0tocsin-set-up-${createHash('sha256').update(root).digest('hex').slice(0, 24)}`
  let told = false
  for (;;) {
    const server = await listen(name)
    if (server !== undefined) {
      try {
        return await act()
      } finally {
        server.release()
      }
    }
    if (!told) say('another start is preparing this folder: waiting for it')
    told = true
    await closing(name)
  }
}

function listen(name) {
  return new Promise((resolve, reject) => {
    const waiting = new Set()
    const server = createServer((socket) => {
      waiting.add(socket)
      socket.on('error', () => {}).on('close', () => waiting.delete(socket))
    })
    const release = () => {
      server.close()
      for (const socket of waiting) socket.destroy()
    }
    server.on('error', (error) => (error.code === 'EADDRINUSE' ? resolve(undefined) : reject(error)))
    server.listen(name, () => resolve({ release }))
    server.unref()
  })
}

/** Resolves when the holder lets go or dies: its end of the connection closes. */
function closing(name) {
  return new Promise((resolve) => {
    connect(name)
      .on('error', () => setTimeout(resolve, 100))
      .on('close', resolve)
      .resume()
  })
}
