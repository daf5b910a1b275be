/** The style of the public pages: one small sheet, light and dark, either direction, readable on a small phone and on paper. */
export const pagesStyle = `
:root { color-scheme: light dark; --ink: #161d20; --soft: #58666c; --line: #d3dbdd; --paper: #f3f6f6; --field: #fff; --accent: #0f6c73; --on-accent: #fff; --trouble: #a4261d; --trouble-paper: #fcebe9; --good: #17633a; --good-paper: #e6f4ea }
@media (prefers-color-scheme: dark) { :root { --ink: #e0e7e9; --soft: #9aa7ad; --line: #37444a; --paper: #10161a; --field: #1f282d; --accent: #6fc3c7; --on-accent: #0a1c1e; --trouble: #f39a91; --trouble-paper: #3a1f1d; --good: #7fcf9b; --good-paper: #14301f } }
* { box-sizing: border-box }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1.0625rem/1.6 system-ui, "Segoe UI", Roboto, "Noto Sans", "PingFang SC", "Microsoft YaHei", "Noto Sans SC", "Noto Naskh Arabic", sans-serif; overflow-wrap: anywhere }
header, main { max-inline-size: 42rem; margin-inline: auto; padding-inline: 1.25rem }
header { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; justify-content: space-between; align-items: center; padding-block: 1rem; border-block-end: 1px solid var(--line) }
.home { display: flex; align-items: center; gap: .6rem; font-weight: 650; color: inherit; text-decoration: none; padding-block: .5rem }
.home svg { inline-size: 1.75rem; block-size: 1.75rem }
nav { display: flex; flex-wrap: wrap; gap: .25rem 1rem }
nav a { padding-block: .6rem; color: var(--soft) }
nav a[aria-current] { color: var(--ink); font-weight: 600; text-decoration: none }
main { padding-block: 1.5rem 4rem }
h1 { font-size: 1.625rem; line-height: 1.25; margin-block: .5rem .75rem; text-wrap: balance }
.lead { font-size: 1.125rem; color: var(--soft); margin-block: 0 1.5rem }
label { display: block; font-weight: 600; margin-block-start: 1.5rem }
.hint { color: var(--soft); font-size: .9375rem; margin-block: .15rem .4rem }
textarea, input[type=email], input[type=file] { inline-size: 100%; font: inherit; color: inherit; background: var(--field); border: 1px solid var(--soft); border-radius: .4rem; padding: .6rem .75rem; margin-block-start: .3rem }
textarea { resize: vertical }
input[aria-invalid] { border-color: var(--trouble) }
.check { display: flex; gap: .75rem; align-items: flex-start; font-weight: 400 }
.check input { inline-size: 1.4rem; block-size: 1.4rem; flex: none; margin: .1rem 0 0; accent-color: var(--accent) }
button { font: inherit; font-weight: 600; min-block-size: 2.9rem; padding-inline: 1.5rem; margin-block: 1.75rem .75rem; color: var(--on-accent); background: var(--accent); border: 0; border-radius: .4rem; cursor: pointer }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px }
a { color: var(--accent); text-underline-offset: .2em }
.trouble { color: var(--trouble); background: var(--trouble-paper); border-inline-start: .3rem solid var(--trouble); padding: .75rem 1rem; border-radius: .2rem }
.good { color: var(--good); background: var(--good-paper); border-inline-start: .3rem solid var(--good); padding: .75rem 1rem; border-radius: .2rem }
.steps { list-style: none; margin-block: 1.5rem; padding: 0 }
.steps li { position: relative; display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 1.25rem; padding-block: .35rem; padding-inline-start: 1.75rem; border-inline-start: 2px solid var(--line); margin-inline-start: .4rem }
.steps li::before { content: ""; position: absolute; inset-inline-start: -.45rem; inset-block-start: .85rem; inline-size: .8rem; block-size: .8rem; border-radius: 50%; background: var(--accent) }
.steps time { color: var(--soft) }
details { border-block: 1px solid var(--line); padding-block: .5rem; margin-block: 1rem }
summary { font-weight: 600; padding-block: .5rem; cursor: pointer }
button.second { background: transparent; color: var(--accent); border: 1px solid var(--accent); margin-block: .25rem }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .35rem 1.25rem; margin-block: 1rem }
dt { color: var(--soft) }
dd { margin: 0 }
output { font: 600 1.25rem/1.4 ui-monospace, "Cascadia Mono", Menlo, monospace; letter-spacing: .03em; unicode-bidi: isolate; direction: ltr }
.link { padding: .75rem 1rem; background: var(--field); border: 1px solid var(--line); border-radius: .4rem }
.link a { display: inline-block; padding-block: .4rem }
.quiet { color: var(--soft); display: inline-block; padding-block: .6rem }
.chart { inline-size: 100%; block-size: 10rem; display: block; margin-block: 1rem }
.bar { fill: var(--soft) }
.bar.now, .line .bar { fill: var(--accent) }
.axis { stroke: var(--line); stroke-width: 1; vector-effect: non-scaling-stroke }
h2 { font-size: 1.25rem; margin-block: 2rem .5rem }
h3, caption { font-size: 1rem; font-weight: 600; text-align: start; margin-block: 1.5rem .25rem; padding-block: .5rem .25rem }
table { border-collapse: collapse; inline-size: 100%; margin-block: .5rem }
th, td { text-align: start; font-weight: 400; padding-block: .3rem; padding-inline: 0 1rem; border-block-end: 1px solid var(--line) }
thead th { color: var(--soft); font-size: .9375rem }
.wide th { inline-size: 45% }
.count { text-align: end; padding-inline: 0; white-space: nowrap; font-variant-numeric: tabular-nums }
.line { display: block; inline-size: 100%; block-size: .6rem }
.unseen { position: absolute; clip-path: inset(50%); inline-size: 1px; block-size: 1px; overflow: hidden }
@media print { nav, button, .quiet { display: none } body { background: #fff; color: #000 } }
`
