// The column beside a form that tells what is known: [data-suggest] asks anew when a field under [data-suggest-from] has
// settled. The last answer stays until the next one is there, and in its order while pointer or focus is inside.
// The form never waits: a failure is said in a line and tried again.
'use strict';
{
  const TIMEOUT = 8000;
  const LONGEST_PAUSE = 60_000;
  const cjk = /[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uff66-\uff9f]/gu;
  const letters = /[\p{L}\p{N}]/gu;
  const enough = text => (text.match(cjk) || []).length >= 2 || (text.match(letters) || []).length >= 3;
  const composing = event => event.isComposing || event.keyCode === 229;

  document.querySelectorAll('[data-suggest]').forEach(pane => {
    const form = pane.closest('form');
    const symptom = form.elements.symptom;
    const subject = form.elements.subject;
    const list = pane.querySelector('#suggestions');
    const status = pane.querySelector('[data-suggest-status]');
    const failed = pane.querySelector('[data-suggest-failed]');
    const waiting = pane.querySelector('[data-suggest-waiting]');
    const touched = new Set();
    let held = null;
    let pause = 2000;
    let timer = 0;

    const ask = () => { if (enough(symptom.value)) pane.dispatchEvent(new CustomEvent('suggest')); };
    const inside = () => pane.matches(':hover') || pane.contains(document.activeElement);
    const release = () => {
      if (held === null || inside()) return;
      const answer = held;
      held = null;
      htmx.swap(list, answer, { swapStyle: 'innerHTML' });
      shown();
    };

    const guess = () => {
      const guessed = [...list.querySelectorAll('[data-guess]')].filter(({ dataset }) => !touched.has(dataset.guess));
      form.querySelectorAll('[data-guessed]').forEach(badge => {
        const field = form.elements[badge.dataset.guessed];
        const found = guessed.find(({ dataset }) => dataset.guess === badge.dataset.guessed);
        if (touched.has(badge.dataset.guessed)) return;
        if (!found && !badge.hidden) field.value = '';
        if (found) field.value = found.dataset.value;
        badge.hidden = !found;
      });
      const first = list.querySelector('[data-subject]');
      if (first && subject && !touched.has('subject')) subject.value = first.dataset.subject;
      const told = form.querySelector('[data-guesses]');
      if (told) told.value = guessed.map(({ dataset }) => dataset.guess).join(' ');
    };

    const shown = () => {
      waiting.hidden = true;
      const count = list.querySelector('[data-count]')?.dataset.count || '0';
      document.querySelectorAll('[data-suggest-count]').forEach(place => { place.textContent = count; });
      status.textContent = list.querySelector('[data-told]')?.dataset.told || '';
      guess();
    };

    const later = () => {
      failed.hidden = false;
      clearTimeout(timer);
      timer = setTimeout(ask, pause);
      pause = Math.min(LONGEST_PAUSE, pause * 2);
    };

    form.addEventListener('settled', event => { if (event.target.closest('[data-suggest-from]')) ask(); });
    form.addEventListener('input', ({ target }) => {
      if (subject && target === subject && !subject.value) touched.delete('subject');
      else if (/^(subject|service|category)$/.test(target.name)) touched.add(target.name);
      form.querySelector(`[data-guessed="${target.name}"]`)?.setAttribute('hidden', '');
    });
    form.addEventListener('keydown', event => {
      if (event.key !== 'Enter') return;
      if (composing(event)) event.preventDefault();
      else if (event.target.matches('[data-add-word]')) {
        event.preventDefault();
        event.target.closest('.row').querySelector('button').click();
      }
    });
    pane.addEventListener('pointerleave', release);
    pane.addEventListener('focusout', () => setTimeout(release));

    pane.addEventListener('htmx:configRequest', event => { event.detail.timeout = TIMEOUT; });
    pane.addEventListener('htmx:beforeRequest', () => pane.setAttribute('aria-busy', 'true'));
    pane.addEventListener('htmx:afterRequest', () => pane.removeAttribute('aria-busy'));
    pane.addEventListener('htmx:beforeSwap', event => {
      const { requestConfig, xhr } = event.detail;
      if (!event.detail.shouldSwap) return;
      failed.hidden = true;
      pause = 2000;
      clearTimeout(timer);
      held = null;
      if (requestConfig.elt !== pane || !inside() || !list.querySelector('[data-fix]')) return;
      event.detail.shouldSwap = false;
      held = xhr.responseText;
      waiting.hidden = false;
    });
    pane.addEventListener('htmx:afterSwap', shown);
    ['htmx:responseError', 'htmx:sendError', 'htmx:timeout'].forEach(name => pane.addEventListener(name, later));

    // What was opened to be read; told in passing, and never waited for.
    const opened = new WeakSet();
    const tell = card => {
      if (!card || opened.has(card)) return;
      opened.add(card);
      const body = new FormData();
      const token = form.elements.csrf_token;
      if (token) body.set('csrf_token', token.value);
      body.set('asking', form.elements.asking.value);
      body.set('article', card.dataset.fix);
      body.set('deed', 'opened');
      fetch(pane.dataset.suggest, { method: 'POST', body, keepalive: true }).catch(() => { /* only a count */ });
    };
    pane.addEventListener('toggle', ({ target }) => {
      if (target.open && target.matches('[data-opens]')) tell(target.closest('[data-fix]'));
    }, true);
    pane.addEventListener('click', ({ target }) => { if (target.closest('a[data-opens]')) tell(target.closest('[data-fix]')); });

    if (subject?.value) touched.add('subject');
    ['service', 'category'].forEach(name => {
      if (form.elements[name]?.value && form.querySelector(`[data-guessed="${name}"]`)?.hidden) touched.add(name);
    });
    if (!list.querySelector('[data-told]')) ask();
  });
}
