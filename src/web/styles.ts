// The one stylesheet of all pages: calm, small, readable on a phone and in the dark. No page carries styles of its own.

export const styles = `
:root {
  color-scheme: light dark;
  --paper: #f6f7f8; --card: #ffffff; --ink: #16202a; --soft: #55616d; --line: #d5dbe1;
  --accent: #0b5fa5; --on-accent: #ffffff; --good: #17663a; --warn: #7a4b00; --bad: #a32020;
  --good-tint: #e2f3e8; --warn-tint: #fdf0d8; --bad-tint: #fbe5e5; --plain-tint: #e9edf1;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #12171c; --card: #1b2229; --ink: #e8edf2; --soft: #a3afba; --line: #35404a;
    --accent: #7cbcf5; --on-accent: #0b1a27; --good: #8fd8a8; --warn: #f0c274; --bad: #f5a3a3;
    --good-tint: #173524; --warn-tint: #3a2c10; --bad-tint: #40191b; --plain-tint: #2a333c;
  }
}
*, *::before, *::after { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.55 system-ui, sans-serif; }
a { color: var(--accent); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: 4px; }
.skip { position: absolute; left: -999rem; }
.skip:focus { left: 1rem; top: .5rem; background: var(--card); padding: .5rem 1rem; }
.bar { background: var(--card); border-bottom: 1px solid var(--line); }
.bar > div { max-width: 70rem; margin: 0 auto; padding: .75rem 1rem; display: flex; flex-wrap: wrap; gap: .5rem 1.25rem;
  align-items: center; }
.bar .brand { font-weight: 650; color: inherit; text-decoration: none; }
.bar nav { display: flex; flex-wrap: wrap; gap: .25rem 1rem; flex: 1; }
.bar nav a[aria-current] { color: inherit; font-weight: 600; text-decoration-thickness: 2px; }
.bar .who { color: var(--soft); }
.bar form { margin: 0; }
main { max-width: 70rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; }
main.narrow { max-width: 26rem; }
h1 { font-size: 1.55rem; line-height: 1.25; margin: .25rem 0 1rem; }
h2 { font-size: 1.15rem; margin: 2rem 0 .5rem; }
.soft { color: var(--soft); }
.card { background: var(--card); border: 1px solid var(--line); border-radius: .75rem; padding: 1.25rem; margin: 0 0 1rem; }
.row { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: center; }
.field { margin: 0 0 1rem; }
.field label { display: block; font-weight: 600; margin-bottom: .25rem; }
.field .hint { display: block; color: var(--soft); font-size: .9rem; margin-bottom: .25rem; }
input, select, textarea { width: 100%; font: inherit; color: inherit; background: var(--paper); padding: .55rem .7rem;
  border: 1px solid var(--soft); border-radius: .5rem; }
[aria-invalid=true] { border-color: var(--bad); border-width: 2px; }
button, .button { font: inherit; font-weight: 600; cursor: pointer; padding: .55rem 1.1rem; border-radius: .5rem;
  border: 1px solid var(--accent); background: var(--accent); color: var(--on-accent); text-decoration: none;
  display: inline-block; }
button.quiet, .button.quiet { background: transparent; color: var(--accent); }
button.danger { background: transparent; border-color: var(--bad); color: var(--bad); }
button.wide { width: 100%; }
.notice { border-radius: .5rem; padding: .7rem 1rem; margin: 0 0 1rem; background: var(--plain-tint); }
.notice.good { background: var(--good-tint); color: var(--good); }
.notice.warn { background: var(--warn-tint); color: var(--warn); }
.notice.bad { background: var(--bad-tint); color: var(--bad); }
.badge { display: inline-block; padding: .1rem .6rem; border-radius: 1rem; font-size: .9rem; background: var(--plain-tint);
  white-space: nowrap; }
.badge.good { background: var(--good-tint); color: var(--good); }
.badge.warn { background: var(--warn-tint); color: var(--warn); }
.badge.bad { background: var(--bad-tint); color: var(--bad); }
.scroll { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; background: var(--card); }
th, td { text-align: left; vertical-align: top; padding: .6rem .75rem; border-bottom: 1px solid var(--line); }
th { color: var(--soft); font-weight: 600; font-size: .9rem; white-space: nowrap; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .35rem 1.25rem; margin: 0; }
dt { color: var(--soft); }
dd { margin: 0; overflow-wrap: anywhere; }
code { font-family: ui-monospace, monospace; font-size: .92em; overflow-wrap: anywhere; }
@media (max-width: 34rem) { dl { grid-template-columns: 1fr; gap: 0; } dd { margin-bottom: .6rem; } }
`
