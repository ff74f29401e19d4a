// Shortcuts. data-key="e": that letter presses the element; data-alt="p": with Alt; data-go="k": after G.
// Letters work outside fields only and not at all under <html data-keys="off">. A key that belongs to an
// IME conversion is never touched.
'use strict';
{
  const root = document.documentElement;
  const composing = event => event.isComposing || event.keyCode === 229;
  const typing = element => element.closest('input, textarea, select, [contenteditable]');
  const shown = element => element && element.getClientRects().length > 0;
  const press = (selector, within = document) => {
    // What stands in a row of a list is pressed for the row that one is on, and for no other.
    const near = one => !one.closest('[data-rows]') || one.closest('tr, li').contains(document.activeElement);
    const element = [...within.querySelectorAll(selector)].find(one => shown(one) && !one.disabled && near(one));
    if (element) element.click();
    return Boolean(element);
  };
  let after = '';
  let timer = 0;

  const submit = target => {
    const form = target.closest('form');
    if (!form || form.method === 'dialog') return false;
    const button = form.querySelector('[type=submit][data-kind=primary]:not([disabled])');
    form.requestSubmit(button || undefined);
    return true;
  };

  const rows = step => {
    const titles = [...document.querySelectorAll('[data-rows] .title')].filter(shown);
    if (!titles.length) return false;
    const at = titles.findIndex(title => title.closest('tr, li').contains(document.activeElement));
    const to = titles[Math.min(titles.length - 1, Math.max(0, at + step))];
    to.focus();
    to.scrollIntoView({ block: 'nearest' });
    return true;
  };

  // From the search field into the results below it, through them, and back.
  const arrow = (from, step) => {
    const list = document.querySelector('.hits[data-rows]');
    const titles = list ? [...list.querySelectorAll('.title')].filter(shown) : [];
    if (!titles.length) return false;
    if (from.matches('[data-search]')) return step > 0 && rows(step);
    if (!list.contains(from)) return false;
    if (step < 0 && titles[0].closest('li').contains(from)) return letter('/');
    return rows(step);
  };

  const tick = row => {
    const box = row?.querySelector('input[type=checkbox]');
    box?.click();
    return Boolean(box);
  };

  const letter = key => {
    if (after === 'g') return press(`[data-go="${CSS.escape(key)}"]`);
    if (key === 'g') { after = 'g'; timer = setTimeout(() => { after = ''; }, 900); return true; }
    if ((key === 'j' || key === 'k') && rows(key === 'j' ? 1 : -1)) return true;
    if (key === 'x' && tick(document.activeElement.closest('tr'))) return true;
    if (key === '?') return press('[data-open="keys"]');
    if (key === '/') {
      const field = [...document.querySelectorAll('[data-search]')].find(shown);
      if (!field) return press('[data-open="palette"]');
      field.focus();
      field.select();
      return true;
    }
    return press(`[data-key="${CSS.escape(key)}"]`);
  };

  document.addEventListener('keydown', event => {
    if (composing(event) || event.defaultPrevented) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const command = event.ctrlKey || event.metaKey;
    let done = false;
    if (command && key === 'k' && !event.shiftKey && !event.altKey) done = press('[data-open="palette"]');
    else if (command && key === 'Enter') done = submit(event.target);
    else if (event.altKey && !command && /^(Key[A-Z]|Digit\d)$/.test(event.code))
      done = press(`[data-alt="${event.code.slice(-1).toLowerCase()}"]`, event.target.closest('[data-editor]') || document);
    else if (!command && !event.altKey && !event.shiftKey && /^Arrow(Down|Up)$/.test(key))
      done = arrow(event.target, key === 'ArrowDown' ? 1 : -1);
    else if (!command && !event.altKey && key.length === 1 && root.dataset.keys !== 'off' && !typing(event.target)
      && !(event.shiftKey && /[a-z]/.test(key)) && !document.querySelector('dialog[open]')) {
      const waiting = after;
      done = letter(key);
      if (waiting) { after = ''; clearTimeout(timer); }
    }
    if (done) event.preventDefault();
  });
}
