// The one way in: `npm start` and `tocsin COMMAND`. Plain JavaScript that an old Node can still read, so that it can say what is wrong.
const major = Number(process.versions.node.split('.')[0])
if (major < 20) {
  process.stderr.write(
    `Tocsin needs Node 20 or newer to start, and this is ${process.version}: install a newer one from https://nodejs.org and start again.\n`,
  )
  process.exitCode = 1
} else {
  void import('./setup/launch.mjs').then(({ launch }) => launch(process.argv.slice(2)))
}
