import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chmod, chown, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

/** Debian's IMAP server, started by a test on loopback ports from a folder of its own, never as root. */
export type Dovecot = {
  /** for plaintext and STARTTLS, and for TLS from the first byte */
  readonly port: number
  readonly tlsPort: number
  /** the certificate (PEM) of its own, for `localhost` */
  readonly authority: string
  /** Puts a message into a folder of a user's, as a delivery would. */
  deliver(user: string, message: string | Uint8Array, folder?: string): Promise<void>
  /** The files of the messages in a folder, with their flags. */
  list(user: string, folder?: string): Promise<readonly string[]>
  /** Forgets all UIDs of a folder: the next UIDVALIDITY is another. */
  renumber(user: string, folder?: string): Promise<void>
  stop(): Promise<void>
}

export const dovecotProgram = '/usr/sbin/dovecot'
export const hasDovecot = () => existsSync(dovecotProgram)
// Debian's nobody and nogroup
const nobody = 65_534

/** Users `name` with their passwords; `tokenInfo` is asked about OAuth2 tokens (RFC 7662 in dovecot's simple form). */
export async function startDovecot(users: Readonly<Record<string, string>>, tokenInfo: string): Promise<Dovecot> {
  const folder = await mkdtemp(join(tmpdir(), 'tocsin-dovecot-'))
  const [port, tlsPort] = [await freePort(), await freePort()]
  const asRoot = process.getuid?.() === 0
  const own = asRoot ? { uid: nobody, gid: nobody } : { uid: process.getuid?.() ?? nobody, gid: process.getgid?.() ?? nobody }
  for (const name of ['run', 'state', 'mail']) await mkdir(join(folder, name))
  // openssl comes with Debian's dovecot
  const certificate = ['-keyout', join(folder, 'key.pem'), '-out', join(folder, 'cert.pem'), '-subj', '/CN=localhost', '-addext']
  execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', ...certificate, 'subjectAltName=DNS:localhost'], {
    stdio: 'ignore',
  })
  const authority = await readFile(join(folder, 'cert.pem'), 'utf8')
  await writeFile(
    join(folder, 'users'),
    Object.entries(users)
      .map(([name, word]) => `${name}:{PLAIN}${word}::::::\n`)
      .join(''),
  )
  await writeFile(join(folder, 'oauth2.conf'), `tokeninfo_url = ${tokenInfo}\nusername_attribute = user\n`)
  await writeFile(join(folder, 'dovecot.conf'), settings(folder, port, tlsPort, own, asRoot))
  if (asRoot) await own700(folder)
  const child = spawn(dovecotProgram, ['-F', '-c', join(folder, 'dovecot.conf')], {
    ...(asRoot ? own : {}),
    env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin' },
    stdio: 'ignore',
  })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  await ready(folder, tlsPort, child)
  const maildir = (user: string, name = 'INBOX') => join(folder, 'mail', user, ...(name === 'INBOX' ? [] : [`.${name}`]))
  let number = 0
  return {
    port,
    tlsPort,
    authority,
    async deliver(user, message, name) {
      const place = maildir(user, name)
      const parts = ['tmp', 'new', 'cur']
      for (const part of parts) await mkdir(join(place, part), { recursive: true })
      // Only what is made here changes its owner: the server makes and renames files of its own beside these at any moment.
      const made = [maildir(user), place, ...parts.map((part) => join(place, part))]
      if (asRoot) for (const each of made) await chown(each, nobody, nobody)
      const entry = `${Date.now()}.${process.pid}_${number++}.test`
      const written = join(place, 'tmp', entry)
      await writeFile(written, typeof message === 'string' ? Buffer.from(message.replaceAll(/\r?\n/g, '\r\n')) : message)
      if (asRoot) await chown(written, nobody, nobody)
      await rename(written, join(place, 'new', entry))
    },
    async list(user, name) {
      const found = []
      for (const part of ['new', 'cur']) found.push(...(await readdir(join(maildir(user, name), part)).catch(() => [])))
      return found
    },
    async renumber(user, name) {
      for (const file of await readdir(maildir(user, name)))
        if (/^dovecot(?:\.index|-uidlist|-uidvalidity)/.test(file)) await rm(join(maildir(user, name), file), { force: true })
    },
    async stop() {
      child.kill('SIGTERM')
      await ended
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** All that lies there before the server starts becomes its user's. */
async function own700(folder: string): Promise<void> {
  for (const file of [folder, ...(await readdir(folder, { recursive: true })).map((name) => join(folder, name))])
    await chown(file, nobody, nobody)
  await chmod(folder, 0o700)
}

function settings(folder: string, port: number, tlsPort: number, own: { uid: number; gid: number }, asRoot: boolean): string {
  const user = asRoot ? 'nobody' : process.env.USER || 'nobody'
  const group = asRoot ? 'nogroup' : user
  return `
protocols = imap
listen = 127.0.0.1
base_dir = ${folder}/run
state_dir = ${folder}/state
log_path = ${folder}/log
ssl = yes
ssl_cert = <${folder}/cert.pem
ssl_key = <${folder}/key.pem
disable_plaintext_auth = no
auth_mechanisms = plain xoauth2 oauthbearer
auth_failure_delay = 0
default_internal_user = ${user}
default_internal_group = ${group}
default_login_user = ${user}
mail_location = maildir:${folder}/mail/%u
maildir_very_dirty_syncs = no
first_valid_uid = 1
service imap-login {
  chroot =
  inet_listener imap {
    port = ${port}
  }
  inet_listener imaps {
    port = ${tlsPort}
    ssl = yes
  }
}
service anvil {
  chroot =
}
service stats {
  chroot =
}
passdb {
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = ${folder}/oauth2.conf
}
passdb {
  driver = passwd-file
  mechanisms = plain
  args = ${folder}/users
}
userdb {
  driver = static
  args = uid=${own.uid} gid=${own.gid} home=${folder}/mail/%u
}
`
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise<void>((resolve) => server.close(() => resolve()))
  if (typeof address !== 'object' || address === null) throw new Error('no port')
  return address.port
}

async function ready(folder: string, port: number, child: ChildProcess): Promise<void> {
  const { connect } = await import('node:net')
  for (let left = 600; left > 0; left--) {
    const open = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1')
      socket.once('connect', () => {
        socket.destroy()
        resolve(true)
      })
      socket.once('error', () => resolve(false))
    })
    if (open) return
    if (child.exitCode !== null) break
    await sleep(50)
  }
  throw new Error(`dovecot did not start: ${await readFile(join(folder, 'log'), 'utf8').catch(() => 'no log')}`)
}
