import { spawn } from 'node:child_process'

/** Runs a program without showing what it says; answers its exit code and the last 20 KB of that. It ends with us. */
export function runQuietly(program, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options })
    let said = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => {
        said = (said + text).slice(-20_000)
      })
    }
    const stop = (signal) => child.kill(signal)
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']
    for (const signal of signals) process.on(signal, stop)
    const end = (code) => {
      for (const signal of signals) process.off(signal, stop)
      resolve({ code, said })
    }
    child.on('error', (error) => {
      said += error.message
      end(127)
    })
    child.on('close', (code, signal) => end(code ?? signal))
  })
}
