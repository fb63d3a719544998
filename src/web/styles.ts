// The one stylesheet of all pages, for small screens and dark mode too. No page has styles of its own.

export const styles = `
:root {
  color-scheme: light dark;
  --paper: #f4f6f8; --card: #ffffff; --ink: #17212b; --soft: #586572; --line: #dfe5ea; --edge: #7f8c98;
  --accent: #0b5fa5; --on-accent: #ffffff; --good: #17663a; --warn: #7a4b00; --bad: #a32020;
  --good-tint: #e2f3e8; --warn-tint: #fdf0d8; --bad-tint: #fbe7e7; --plain-tint: #e8edf2;
  --lift: 0 1px 2px rgb(23 33 43 / .06), 0 4px 16px rgb(23 33 43 / .05);
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #11161b; --card: #1a2128; --ink: #e8edf2; --soft: #a3afba; --line: #303a44; --edge: #74818d;
    --accent: #7cbcf5; --on-accent: #0b1a27; --good: #8fd8a8; --warn: #f0c274; --bad: #f5a3a3;
    --good-tint: #173524; --warn-tint: #3a2c10; --bad-tint: #40191b; --plain-tint: #2a333c; --lift: none;
  }
}
*, *::before, *::after { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: flex; flex-direction: column; background: var(--paper); color: var(--ink);
  font: 1rem/1.55 system-ui, sans-serif; overflow-wrap: break-word; }
a { color: var(--accent); text-underline-offset: .15em; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: 4px; }
.skip { position: absolute; left: -999rem; }
.skip:focus { left: 1rem; top: .5rem; background: var(--card); padding: .5rem 1rem; }

.bar { background: var(--card); border-bottom: 1px solid var(--line); }
.bar > div, .foot > div { max-width: 66rem; margin: 0 auto; padding: .6rem 1rem; display: flex; flex-wrap: wrap;
  gap: .25rem 1.5rem; align-items: center; }
.bar .brand { font-weight: 700; color: inherit; text-decoration: none; display: flex; gap: .5rem; align-items: center; }
.bar .brand svg { width: 1.5rem; height: 1.5rem; color: var(--accent); }
.bar nav { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; flex: 1; }
.bar nav a { color: var(--soft); text-decoration: none; padding: .35rem 0; border: solid transparent;
  border-width: 2px 0; }
.bar nav a:hover { color: var(--ink); }
.bar nav a[aria-current] { color: var(--ink); font-weight: 600; border-bottom-color: var(--accent); }
.bar .who { color: var(--soft); max-width: 12rem; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.bar form { margin: 0; flex-wrap: nowrap; }
.bar button { padding: .3rem .8rem; }
@media (max-width: 44rem) {
  .bar nav { order: 1; flex-basis: 100%; }
  .bar .brand { margin-right: auto; }
  .bar .who { max-width: 6rem; }
  .bar > div, .bar .row { column-gap: .6rem; }
  .bar button { font-size: .9rem; padding: .25rem .6rem; }
}
.foot { margin-top: auto; border-top: 1px solid var(--line); color: var(--soft); font-size: .9rem; }
.foot a { color: inherit; }
.foot button { padding: .15rem .7rem; font-size: inherit; font-weight: 500; }

main { width: 100%; max-width: 66rem; margin: 0 auto; padding: 1.75rem 1rem 4rem; }
main.narrow { max-width: 28rem; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 1rem; letter-spacing: -.01em; text-wrap: balance;
  overflow-wrap: anywhere; }
h2 { font-size: 1.05rem; line-height: 1.35; margin: 0 0 .75rem; }
p { margin: 0 0 1rem; }
.head { display: flex; flex-wrap: wrap; gap: .35rem 1rem; align-items: center; margin: 0 0 1.25rem; }
.head h1 { margin: 0; }
.head p { margin: 0; flex-basis: 100%; }
.head .push { margin-left: auto; }
.soft { color: var(--soft); }
.small { font-size: .9rem; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: .75rem; padding: 1.25rem;
  margin: 0 0 1rem;
  box-shadow: var(--lift); }
.card > :last-child { margin-bottom: 0; }
.card.flush { padding: 0; overflow: hidden; }
.card.flush > h2 { margin: 1.25rem 1.25rem .25rem; }
.card.flush > .inset { margin: .75rem 1.25rem 1.25rem; }
.notice > :last-child { margin-bottom: 0; }
.row { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: center; }
.between { display: flex; flex-wrap: wrap; gap: .25rem 1rem; justify-content: space-between; align-items: baseline; }
.empty { text-align: center; padding: 3rem 1.25rem; }
.columns { display: grid; grid-template-columns: minmax(0, 1fr); gap: 0 1.5rem; }
@media (min-width: 56rem) {
  .columns { grid-template-columns: minmax(0, 1fr) 21rem; align-items: start; }
  .columns > .side { grid-column: 2; grid-row: 1; }
}

.field { margin: 0 0 1rem; }
.field label { display: block; font-weight: 600; margin-bottom: .25rem; }
.field .hint { display: block; color: var(--soft); font-size: .9rem; margin-bottom: .35rem; }
.field .notice { display: block; margin: .35rem 0 0; padding: .4rem .75rem; font-size: .9rem; }
input, select { width: 100%; font: inherit; color: inherit; background: var(--card); padding: .55rem .7rem;
  border: 1px solid var(--edge); border-radius: .5rem; }
.choice { display: flex; gap: .6rem; align-items: center; padding: .45rem 0; cursor: pointer; }
.choice input { width: auto; flex: none; }
fieldset { border: 0; padding: 0; margin: 1rem 0; }
legend { font-weight: 600; padding: 0; }
input[type=number] { max-width: 8rem; }
input[type=checkbox] { width: 1.35rem; height: 1.35rem; vertical-align: middle; accent-color: var(--accent); }
input[type=range] { padding: 0; border: 0; background: none; accent-color: var(--accent); }
[aria-invalid=true] { border-color: var(--bad); border-width: 2px; }
button, .button { font: inherit; font-weight: 600; cursor: pointer; padding: .55rem 1.1rem; border-radius: .5rem;
  border: 1px solid var(--accent); background: var(--accent); color: var(--on-accent); text-decoration: none;
  display: inline-block; }
button:hover, .button:hover { filter: brightness(1.1); }
button.quiet, .button.quiet { background: transparent; color: var(--accent); }
button.danger { background: transparent; border-color: var(--bad); color: var(--bad); }
button.wide, .button.wide { width: 100%; text-align: center; }
button.wide + button.wide, .button.wide + .button.wide { margin-top: .5rem; }
summary { cursor: pointer; font-weight: 600; }
details[open] summary { margin-bottom: .75rem; }
form + details, .card > form + :is(form, .story, .row) { margin-top: 1.25rem; }
details + details { margin-top: .75rem; }
details + .row { margin-top: 1rem; }

.notice { border-radius: .5rem; padding: .7rem 1rem; margin: 0 0 1rem; background: var(--plain-tint); }
.notice.good, .badge.good { background: var(--good-tint); color: var(--good); }
.notice.warn, .badge.warn { background: var(--warn-tint); color: var(--warn); }
.notice.bad, .badge.bad { background: var(--bad-tint); color: var(--bad); }
.badge { display: inline-block; flex: none; white-space: nowrap; padding: .1rem .65rem; border-radius: 1rem;
  font-size: .875rem; font-weight: 500; background: var(--plain-tint); }
.live { color: var(--soft); font-size: .875rem; text-align: right; margin: -1rem 0 .25rem; }
.live .on, .live .off, .live[data-state=on] .age { display: none; }
.live[data-state=on] .on, .live[data-state=off] .off { display: inline; }
.live .on::before { content: ''; display: inline-block; width: .5rem; height: .5rem; border-radius: 50%;
  background: var(--good); margin-right: .4rem; }
.badges { display: flex; flex-wrap: wrap; gap: .25rem .4rem; }
.chips { display: flex; flex-wrap: wrap; gap: .5rem; margin: 0 0 1.25rem; }
.chips a { padding: .25rem .85rem; border: 1px solid var(--line); border-radius: 2rem; background: var(--card);
  color: var(--soft); text-decoration: none; font-size: .925rem; }
.chips a:hover { border-color: var(--edge); color: var(--ink); }
.chips a[aria-current] { background: var(--accent); border-color: var(--accent); color: var(--on-accent);
  font-weight: 600; }

table { width: 100%; border-collapse: collapse; }
th, td { text-align: left; vertical-align: top; padding: .7rem 1.25rem; border-bottom: 1px solid var(--line); }
tbody:last-child > tr:last-child > td { border-bottom: 0; }
time { white-space: nowrap; }
h1 time, dd time { white-space: normal; }
form[inert] { opacity: .5; }
td a code { white-space: nowrap; }
tfoot th, tfoot td { font-weight: 650; border-bottom: 0; }
thead th { color: var(--soft); font-weight: 500; font-size: .875rem; white-space: nowrap; }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
@media (max-width: 44rem) {
  table, tbody, tfoot { display: block; }
  thead { display: block; position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  tr { display: block; padding: .75rem 1.25rem; border-bottom: 1px solid var(--line); }
  tbody:last-child > tr:last-child, tfoot > tr { border-bottom: 0; }
  tfoot > tr { display: flex; justify-content: space-between; }
  tfoot th, tfoot td { padding: 0; border: 0; }
  td { display: flex; justify-content: space-between; gap: 1.5rem; padding: .15rem 0; border: 0; text-align: right;
    overflow-wrap: anywhere; }
  .badges { justify-content: flex-end; }
  td[data-label]::before { content: attr(data-label); color: var(--soft); font-weight: 400; flex: none;
  text-align: left; }
}
dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: .35rem 1.25rem; margin: 0; }
dt { color: var(--soft); }
dd { margin: 0; overflow-wrap: anywhere; }
h3 { font-size: 1rem; margin: 1rem 0 .35rem; }
pre { margin: 0 0 1rem; padding: .75rem 1rem; border-radius: .5rem; background: var(--plain-tint);
  white-space: pre-wrap; overflow-wrap: anywhere; }
code { font-family: ui-monospace, monospace; font-size: .875em; overflow-wrap: anywhere; }

.list { list-style: none; margin: 0; padding: 0; }
.list .goods { font-weight: 600; overflow-wrap: anywhere; }
.list .between { flex-wrap: nowrap; }
.shelf { list-style: none; margin: 0 0 2rem; padding: 0; display: grid; gap: 1rem;
  grid-template-columns: repeat(auto-fill, minmax(min(100%, 16rem), 1fr)); }
.shelf li { display: flex; flex-direction: column; margin: 0; }
.shelf h3 { font-size: 1rem; line-height: 1.35; margin: 0 0 .25rem; }
.picture { width: 5rem; height: 5rem; color: var(--accent); stroke-linejoin: round; stroke-linecap: round; }
.shelf .picture { align-self: center; margin: 0 0 .75rem; }
.item { display: flex; flex-wrap: wrap; gap: 1.5rem; }
.item .picture { width: 10rem; height: 10rem; }
.item > div { flex: 1 1 16rem; }
.unbroken { white-space: nowrap; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
search .row { flex-wrap: nowrap; margin: 0 0 1.25rem; }
search input { flex: 1; min-width: 0; }
.shelf .between { margin-top: auto; align-items: center; flex-wrap: nowrap; }
.shelf .button { padding: .3rem .8rem; }
.price { font-weight: 650; font-size: 1.1rem; white-space: nowrap; font-variant-numeric: tabular-nums; }

.steps { list-style: none; margin: 0 0 1.25rem; padding: 0; display: flex; }
.steps li { flex: 1; position: relative; padding-top: 1.5rem; text-align: center; font-size: .875rem;
  color: var(--soft); }
.steps li::before { content: ''; position: absolute; top: .2rem; left: calc(50% - .45rem); width: .9rem; height: .9rem;
  border: 2px solid var(--edge); border-radius: 50%; background: var(--paper); z-index: 1; }
.steps li + li::after { content: ''; position: absolute; top: .58rem; left: -50%; width: 100%; height: 2px;
  background: var(--line); }
.steps .done { color: var(--ink); }
.steps .done::before { background: var(--accent); border-color: var(--accent); }
.steps li.done + li.done::after { background: var(--accent); }
.steps [aria-current] { font-weight: 650; }
.story { list-style: none; margin: 0; padding: 0; }
.story li { position: relative; padding: 0 0 1rem 1.5rem; }
.story li::before { content: ''; position: absolute; left: 0; top: .5rem; width: .6rem; height: .6rem;
  border-radius: 50%;
  background: var(--edge); }
.story li:not(:last-child)::after { content: ''; position: absolute; left: .25rem; top: 1.25rem; bottom: -.35rem;
  width: 2px; background: var(--line); }
.story li:last-child { padding-bottom: 0; }
.story + p { margin-top: 1rem; }
.story li:last-child::before { background: var(--accent); }

:lang(ko) { word-break: keep-all; overflow-wrap: anywhere; }
fieldset.plain { border: 0; margin: 0; padding: 0; min-width: 0; }

@media print {
  .bar, .foot, .skip, .chips, .live, .noprint, main form, main details, search { display: none; }
  body, main { background: none; }
  .card { box-shadow: none; break-inside: avoid; }
}
`
