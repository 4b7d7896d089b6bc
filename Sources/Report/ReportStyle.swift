/// The look of the page: one scale of type, the colours of the corona, light and dark.
///
/// Ink on ground has a contrast of at least 7, quiet words of at least 4.5 in both schemes (WCAG 2.2, 1.4.3).
enum ReportStyle {
  static let text: StaticString = """
    :root {
      color-scheme: light dark;
      --ground: #f7f6f4; --raised: #ffffff; --ink: #1c1917; --quiet: #625a53; --rule: #dcd7d1;
      --ember: #9c3a0b; --gold: #b7791f; --night: #0a0807; --gap: #e4e1dd; --gap-ink: #4a443f;
      --whole: #2f6b4f; --broken: #a4251b; --mark: #f3ece3;
      --small: .8rem; --base: 1rem; --large: 1.25rem; --title: 1.563rem; --head: 3.052rem;
      --serif: "Iowan Old Style", "Palatino Linotype", Palatino, "Source Serif 4", Georgia, serif;
      --sans: system-ui, -apple-system, "Segoe UI", "Noto Sans", "DejaVu Sans", sans-serif;
      --mono: ui-monospace, "SFMono-Regular", Menlo, "DejaVu Sans Mono", monospace;
    }
    @media (prefers-color-scheme: dark) {
      :root {
        --ground: #12100e; --raised: #1b1815; --ink: #efe9e2; --quiet: #aca197; --rule: #38322d;
        --ember: #f0a35e; --gold: #e9bf62; --gap: #2b2724; --gap-ink: #c6bdb4;
        --whole: #86c9a5; --broken: #f39a8b; --mark: #2a231c;
      }
    }
    *, *::before, *::after { box-sizing: border-box; }
    html { scroll-behavior: smooth; scroll-padding-top: 3.5rem; -webkit-text-size-adjust: 100%; }
    body { margin: 0; background: var(--ground); color: var(--ink); font: var(--base)/1.6 var(--sans); }
    h1, h2, h3, .verdict { font-family: var(--serif); font-weight: 600; line-height: 1.2; text-wrap: balance; }
    h1 { font-size: clamp(2rem, 7vw, var(--head)); margin: 0; letter-spacing: -.015em; overflow-wrap: anywhere; }
    h2 { font-size: var(--title); margin: 0 0 1rem; }
    h3 { font-size: var(--base); margin: 0 0 .5rem; }
    p { margin: 0 0 1rem; max-width: 68ch; overflow-wrap: anywhere; }
    a { color: var(--ember); text-underline-offset: .2em; }
    code, pre { font-family: var(--mono); font-size: .875em; }
    img, svg { max-width: 100%; height: auto; display: block; }
    [hidden] { display: none !important; }
    :focus-visible { outline: 3px solid var(--ember); outline-offset: 2px; border-radius: 2px; }
    .unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }

    .bar { position: sticky; top: 0; z-index: 2; display: flex; gap: 1.5rem; align-items: center;
      padding: .5rem max(1rem, calc((100vw - 72rem) / 2)); background: var(--ground);
      border-bottom: 1px solid var(--rule); }
    .brand { display: flex; gap: .5rem; align-items: center; margin: 0; font-family: var(--serif); font-weight: 600; }
    .brand .halo { fill: var(--gold); opacity: .28; } .brand .ring { fill: var(--gold); }
    .brand .disc { fill: var(--night); }
    .bar nav { overflow-x: auto; scrollbar-width: none; margin-inline-start: auto; }
    .bar ul { display: flex; gap: 1.1rem; list-style: none; margin: 0; padding: .25rem; font-size: var(--small); }
    .bar a { color: var(--quiet); text-decoration: none; white-space: nowrap; }
    .bar a:hover { color: var(--ember); text-decoration: underline; }

    main { max-width: 74rem; margin: 0 auto; padding: 0 1rem; }
    main > section { padding: 3rem 0 0; }
    .opening { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 27rem); gap: 3rem; padding-top: 3rem;
      align-items: start; }
    .summary { font-size: var(--large); line-height: 1.45; color: var(--quiet); margin: .75rem 0 0; max-width: 34em; }
    .verdict { font-size: var(--title); margin: 2rem 0; padding-inline-start: 1rem;
      border-inline-start: 4px solid var(--whole); }
    .verdict.broken { border-color: var(--broken); }
    .facts { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 15rem), 1fr)); gap: .9rem 2rem;
      margin: 0; }
    .facts div { min-width: 0; }
    .facts dt { font-size: var(--small); color: var(--quiet); }
    .facts dd { margin: 0; overflow-wrap: anywhere; font-variant-numeric: tabular-nums; }

    #player h2 { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
    .stage { background: var(--night); border-radius: 6px; overflow: hidden; }
    .frame { position: relative; display: grid; background: var(--night); }
    .frame > img { width: 100%; height: 100%; object-fit: contain; }
    .limb { position: absolute; inset: 0; width: 100%; height: 100%; pointer-events: none; }
    .limb circle { fill: none; stroke: #fff; stroke-opacity: .75; stroke-width: 1.25; stroke-dasharray: 4 4;
      vector-effect: non-scaling-stroke; }
    .reason { display: none; margin: 0; padding: 2rem; place-content: center; text-align: center; gap: .5rem;
      color: var(--gap-ink); max-width: none; overflow: auto; max-height: 100%; }
    .stage:not([data-state="done"]) .reason:not(:empty) { display: grid; position: absolute; inset: 0;
      background: repeating-linear-gradient(135deg, var(--gap) 0 14px, var(--raised) 14px 15px); }
    .stage[data-state="done"] .reason:not(:empty) { display: grid; position: absolute; inset: auto 0 0; color: #e7dfd6;
      padding: 1rem; font-size: var(--small); }
    .stage[data-state="done"] .reason span { background: rgba(10, 8, 7, .8); }
    .reason strong, .stage:not([data-state="done"]) .reason span { background: var(--gap); padding: .1rem .4rem; }
    .scale { display: grid; grid-template-columns: auto 1fr auto; gap: .1rem .6rem; align-items: center; margin-top: .6rem;
      font-size: var(--small); color: var(--quiet); font-variant-numeric: tabular-nums; }
    .ramp { height: .55rem; border-radius: 2px; } .quantity { grid-column: 1 / -1; }
    .strip { width: 100%; height: .5rem; margin-top: .9rem; border-radius: 2px; background: var(--gap); }
    .strip .done { fill: var(--whole); } .strip .failed { fill: var(--broken); }
    .strip .damaged { fill: var(--gold); } .strip .missing { fill: var(--gap); }
    .controls { display: flex; gap: .9rem; align-items: center; margin-top: .6rem; }
    .controls input { flex: 1; min-width: 0; accent-color: var(--ember); height: 1.75rem; margin: 0; }
    button, select, input[type=search] { font: inherit; color: inherit; background: var(--raised);
      border: 1px solid var(--quiet); border-radius: 4px; padding: .3rem .75rem; min-height: 2.2rem; }
    button { cursor: pointer; } button:hover { border-color: var(--ember); color: var(--ember); }
    [data-do=play] { display: inline-flex; gap: .5rem; align-items: center; min-width: 6.2rem; }
    .play-icon { width: 0; height: 0; border: .4rem solid transparent; border-inline-start: .65rem solid currentColor;
      border-inline-end: 0; }
    [aria-pressed=true] .play-icon { width: .65rem; height: .75rem; border: solid currentColor; border-width: 0 .2rem; }
    .now { margin: .6rem 0 0; font-variant-numeric: tabular-nums; min-height: 1.6em; }
    .hint { margin: .25rem 0 0; font-size: var(--small); color: var(--quiet); }

    .plate { margin: 0; } .plate .scroll { border-radius: 6px; background: #fafaf8; }
    .plate img { width: 100%; min-width: 44rem; }
    #shadow .plate img { max-width: 46rem; min-width: 30rem; margin: 0 auto; }
    figcaption { margin-top: .6rem; font-size: var(--small); color: var(--quiet); max-width: 80ch; overflow-wrap: anywhere; }
    .pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 22rem), 1fr)); gap: 1.5rem; }
    .pair figure { margin: 0; min-width: 0; } .pair .frame { border-radius: 6px; overflow: hidden; }
    .sheet { list-style: none; margin: 0; padding: 0; display: grid; gap: .75rem .6rem;
      grid-template-columns: repeat(auto-fill, minmax(7.2rem, 1fr)); }
    .sheet figure { margin: 0; } .sheet img { width: 100%; background: var(--night); border-radius: 3px; }
    .sheet figcaption { display: flex; justify-content: space-between; gap: .3rem; margin-top: .2rem;
      font-variant-numeric: tabular-nums; flex-wrap: wrap; }
    .sheet button { display: block; width: 100%; padding: 0; border: 0; border-radius: 3px; background: none; min-height: 0; }
    .sheet [aria-current] { box-shadow: 0 0 0 3px var(--ember); }
    .gap { aspect-ratio: var(--ratio); margin: 0; padding: .5rem; overflow: hidden; background: var(--gap);
      color: var(--gap-ink); border-radius: 3px; font-size: .7rem; line-height: 1.35; }
    .gap b { display: block; }
    .dark-note { flex-basis: 100%; margin: .1rem 0 0; font-size: .7rem; line-height: 1.3; color: var(--quiet); }

    .scroll { overflow-x: auto; max-width: 100%; }
    .scroll + .scroll { margin-top: 2rem; }
    table { border-collapse: collapse; width: 100%; font-size: .9rem; font-variant-numeric: tabular-nums; }
    caption { text-align: start; padding: 0 0 .6rem; color: var(--quiet); }
    th, td { text-align: start; padding: .4rem 1rem .4rem 0; vertical-align: top; border-bottom: 1px solid var(--rule); }
    thead th { font-size: var(--small); font-weight: 600; color: var(--quiet); border-bottom-color: var(--quiet);
      white-space: nowrap; vertical-align: bottom; }
    tbody th { font-weight: 600; } .number { text-align: end; white-space: nowrap; }
    .time, .moment { white-space: nowrap; } .frames th, .frames td { padding-inline-end: .75rem; }
    .frames .words { min-width: 13rem; overflow-wrap: anywhere; padding-inline-end: 0; }
    .frames thead button { all: unset; cursor: pointer; white-space: nowrap; }
    .frames thead button:focus-visible { outline: 3px solid var(--ember); outline-offset: 3px; }
    .frames thead button::after { content: "\\2195"; opacity: .55; margin-inline-start: .3em; }
    [aria-sort=ascending] button::after { content: "\\2191" !important; opacity: 1 !important; }
    [aria-sort=descending] button::after { content: "\\2193" !important; opacity: 1 !important; }
    .frames tbody tr:hover { background: var(--mark); }
    .state.failed { color: var(--broken); font-weight: 600; } .state.damaged { color: var(--broken); }
    .state.missing { color: var(--quiet); }
    .filter { display: flex; flex-wrap: wrap; gap: .6rem .75rem; align-items: center; margin-bottom: 1rem; }
    .filter input { flex: 1 1 10rem; min-width: 0; max-width: 20rem; } .filter output { color: var(--quiet); }
    .keys td, .keys th, .digests td, .digests th { font-weight: 400; }
    .keys td code, .digests td code { overflow-wrap: anywhere; }
    .keys .origin { color: var(--quiet); white-space: nowrap; }
    .keys .default { color: var(--quiet); } .keys .set { background: var(--mark); }
    .keys .set .origin { color: var(--ember); white-space: normal; overflow-wrap: anywhere; }
    .absence, .note { color: var(--quiet); }
    .remarks { margin: 0; padding-inline-start: 1.2rem; max-width: 76ch; }
    .remarks li { margin-bottom: .5rem; overflow-wrap: anywhere; } .about { color: var(--quiet); font-size: var(--small); }
    .facts + .scroll { margin-top: 2rem; }
    .commands { display: flex; gap: 1rem; align-items: start; flex-wrap: wrap; }
    pre { flex: 1 1 20rem; min-width: 0; margin: 0; padding: 1rem 1.25rem; background: var(--raised); border-radius: 6px;
      border: 1px solid var(--rule); overflow-x: auto; white-space: pre-wrap; overflow-wrap: anywhere; }
    .foot { max-width: 74rem; margin: 4rem auto 0; padding: 1.5rem 1rem 3rem; color: var(--quiet);
      font-size: var(--small); }
    .foot p { border-top: 1px solid var(--rule); padding-top: 1rem; max-width: none; }

    @media (max-width: 60rem) {
      .opening { grid-template-columns: minmax(0, 1fr); gap: 2rem; padding-top: 2rem; }
      #player { max-width: 36rem; }
    }
    @media (max-width: 40rem) {
      .bar { position: static; flex-wrap: wrap; gap: .25rem 1rem; }
      .bar nav { margin-inline-start: 0; max-width: 100%; }
      html { scroll-padding-top: 0; }
      .verdict { font-size: var(--large); margin: 1.5rem 0; }
      .sheet { grid-template-columns: repeat(auto-fill, minmax(5.6rem, 1fr)); }
      .plain { font-size: .85rem; } .plain th, .plain td { padding-inline-end: .6rem; } .moment { white-space: normal; }
      .note-cell { min-width: 9rem; }
      .keys thead, .digests thead { display: none; }
      .keys tr, .digests tr { display: block; padding: .5rem 0; border-bottom: 1px solid var(--rule); }
      .keys :is(th, td), .digests :is(th, td) { display: block; padding: 0; border: 0; overflow-wrap: anywhere; }
      .keys .set { padding-inline: .4rem; }
    }
    @media (prefers-reduced-motion: reduce) { html { scroll-behavior: auto; } }
    @media print {
      :root { --ground: #fff; --raised: #fff; --ink: #000; --quiet: #444; --rule: #bbb; --ember: #7a2c06;
        --gap: #eee; --gap-ink: #333; --whole: #2f6b4f; --broken: #a4251b; --mark: #f4f4f4; }
      .bar nav, .controls, .filter, .hint, button { display: none !important; }
      .sheet button { display: block !important; }
      .bar { position: static; } main > section { padding-top: 1.5rem; }
      .scroll { overflow: visible; } .plate img { min-width: 0; }
      figure, tr, .facts div { break-inside: avoid; } h2 { break-after: avoid; } thead { display: table-header-group; }
      body { font-size: 10pt; } .stage, .frame, .sheet img, .ramp, .gap { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
    }
    """
}
