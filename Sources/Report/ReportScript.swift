/// What the page does beyond showing itself: a player, a table that sorts and filters, a button that copies.
enum ReportScript {
  static let text: StaticString = """
    (() => {
      'use strict';
      const one = (selector, root = document) => root.querySelector(selector);
      const all = (selector, root = document) => [...root.querySelectorAll(selector)];
      const data = JSON.parse(one('#report-data').textContent);
      document.documentElement.classList.add('js');

      const player = () => {
        const frames = data.frames;
        const slider = one('#player-place');
        if (!slider) return;
        const [section, stage, now] = [one('#player'), one('.stage'), one('#player-now')];
        const play = one('[data-do=play]');
        const box = one('.frame', stage);
        const reason = one('.reason', stage);
        const still = matchMedia('(prefers-reduced-motion: reduce)');
        let place = 0, timer = 0;
        let image = one('img', box);
        if (!image) {
          image = document.createElement('img');
          image.alt = '';
          box.prepend(image);
        }
        const names = 'http://www.w3.org/2000/svg';
        let limb = one('.limb', box);
        if (!limb) {
          limb = document.createElementNS(names, 'svg');
          limb.setAttribute('class', 'limb');
          limb.setAttribute('aria-hidden', 'true');
          limb.append(document.createElementNS(names, 'circle'));
          box.append(limb);
        }
        const circle = one('circle', limb);
        const show = (next) => {
          place = Math.max(0, Math.min(frames.length - 1, next));
          const frame = frames[place];
          const source = document.getElementById('picture-' + frame.n);
          stage.dataset.state = source ? 'done' : frame.state;
          image.hidden = !source;
          limb.style.display = source && frame.sun ? '' : 'none';
          reason.replaceChildren();
          if (source) {
            image.src = source.src;
            image.alt = source.alt;
            if (frame.sun) {
              limb.setAttribute('viewBox', `0 0 1000 ${1000 * source.getAttribute('height') / source.getAttribute('width')}`);
              ['cx', 'cy', 'r'].forEach((name, index) => circle.setAttribute(name, frame.sun[index]));
            }
            if (frame.note) {
              const words = document.createElement('span');
              words.textContent = frame.note;
              reason.append(words);
            }
          } else {
            const head = document.createElement('strong');
            head.textContent = frame.head || '';
            const words = document.createElement('span');
            words.textContent = frame.reason || '';
            reason.append(head, ' ', words);
          }
          slider.value = place;
          slider.setAttribute('aria-valuetext', frame.caption);
          now.textContent = frame.caption;
          all('.sheet [aria-current]').forEach((button) => button.removeAttribute('aria-current'));
          const button = source && source.closest('button');
          if (button) button.setAttribute('aria-current', 'true');
        };
        const stop = () => {
          clearInterval(timer);
          timer = 0;
          play.setAttribute('aria-pressed', 'false');
          one('.play-word').textContent = 'Play';
          now.setAttribute('aria-live', 'polite');
        };
        const start = () => {
          if (place === frames.length - 1) show(0);
          // A reader would speak every frame of the movie.
          now.setAttribute('aria-live', 'off');
          play.setAttribute('aria-pressed', 'true');
          one('.play-word').textContent = 'Pause';
          timer = setInterval(() => {
            if (place === frames.length - 1) stop(); else show(place + 1);
          }, still.matches ? 1500 : Math.max(80, Math.min(500, 20000 / frames.length)));
        };
        play.addEventListener('click', () => (timer ? stop() : start()));
        slider.addEventListener('input', () => { stop(); show(Number(slider.value)); });
        section.addEventListener('keydown', (event) => {
          if (event.altKey || event.ctrlKey || event.metaKey) return;
          const steps = { ArrowLeft: -1, ArrowRight: 1, ArrowDown: -1, ArrowUp: 1 };
          if (event.key in steps) { stop(); show(place + steps[event.key]); }
          else if (event.key === 'Home') { stop(); show(0); }
          else if (event.key === 'End') { stop(); show(frames.length - 1); }
          else if (event.key === ' ' && event.target !== play) timer ? stop() : start();
          else return;
          event.preventDefault();
        });
        // Where somebody wants no motion, a movie that runs stops.
        still.addEventListener('change', () => { if (still.matches) stop(); });
        frames.forEach((frame, index) => {
          const picture = document.getElementById('picture-' + frame.n);
          if (!picture) return;
          const button = document.createElement('button');
          button.type = 'button';
          button.setAttribute('aria-label', `Show ${frame.caption}`);
          picture.replaceWith(button);
          button.append(picture);
          button.addEventListener('click', () => {
            stop();
            show(index);
            section.scrollIntoView();
            slider.focus({ preventScroll: true });
          });
        });
        one('.controls').hidden = false;
        one('.keys').hidden = false;
        show(0);
      };

      const table = () => {
        const table = one('#frame-table');
        if (!table) return;
        const body = table.tBodies[0];
        const rows = [...body.rows];
        const heads = [...table.tHead.rows[0].cells];
        const key = (row, column) => {
          const cell = row.cells[column];
          return 'v' in cell.dataset ? Number(cell.dataset.v) : cell.textContent.trim();
        };
        const compare = (left, right) => {
          if (typeof left === 'number' && typeof right === 'number') return left - right;
          return String(left).localeCompare(String(right), 'en', { numeric: true });
        };
        heads.forEach((head, column) => {
          const button = document.createElement('button');
          button.type = 'button';
          button.textContent = head.textContent.trim();
          head.replaceChildren(button);
          button.addEventListener('click', () => {
            const isDown = head.getAttribute('aria-sort') === 'ascending';
            heads.forEach((other) => other.removeAttribute('aria-sort'));
            head.setAttribute('aria-sort', isDown ? 'descending' : 'ascending');
            const keyed = rows.map((row, index) => ({ row, index, key: key(row, column) }));
            keyed.sort((left, right) => {
              // What is not known comes last either way.
              const [gapLeft, gapRight] = [left.key === '', right.key === ''];
              if (gapLeft !== gapRight) return gapLeft ? 1 : -1;
              return (isDown ? -1 : 1) * compare(left.key, right.key) || left.index - right.index;
            });
            body.append(...keyed.map((item) => item.row));
          });
        });
        const [text, state, count] = [one('#filter-text'), one('#filter-state'), one('#filter-count')];
        const words = rows.map((row) => row.textContent.toLowerCase());
        const filter = () => {
          const wanted = text.value.toLowerCase().split(/\\s+/).filter(Boolean);
          let shown = 0;
          rows.forEach((row, index) => {
            const fits = (!state.value || row.dataset.state === state.value)
              && wanted.every((word) => words[index].includes(word));
            row.hidden = !fits;
            if (fits) shown += 1;
          });
          count.textContent = `${shown} of ${rows.length} frames`;
        };
        text.addEventListener('input', filter);
        state.addEventListener('change', filter);
        one('.filter').hidden = false;
        filter();
      };

      const copy = () => {
        const button = one('[data-do=copy]');
        if (!button) return;
        const source = one('#commands');
        button.hidden = false;
        button.addEventListener('click', async () => {
          try {
            await navigator.clipboard.writeText(source.textContent);
            one('#copied').textContent = button.textContent = 'Copied';
          } catch {
            getSelection().selectAllChildren(source);
            one('#copied').textContent = 'Selected: copy with the keyboard';
          }
        });
      };

      player();
      table();
      copy();
    })();
    """
}
