// Light or dark. [data-theme-toggle] switches; a form around it keeps the choice with the account,
// without one it stays on this device. Loaded before the page is drawn, so that nothing flashes.
'use strict';
{
  const root = document.documentElement;
  const kept = { get: () => { try { return localStorage.theme || ''; } catch { return ''; } },
    set: value => { try { localStorage.theme = value; } catch { /* private window: only this page */ } } };
  const dark = () => (root.dataset.theme || (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light')) === 'dark';

  if (!root.dataset.theme && !root.dataset.viewer && /^(light|dark)$/.test(kept.get())) root.dataset.theme = kept.get();

  document.addEventListener('click', event => {
    const toggle = event.target.closest('[data-theme-toggle]');
    if (!toggle) return;
    event.preventDefault();
    const value = dark() ? 'light' : 'dark';
    root.dataset.theme = value;
    if (!toggle.form) return kept.set(value);
    const body = new FormData(toggle.form);
    body.set('theme', value);
    body.delete('nonce'); // one page may switch to and fro
    fetch(toggle.form.action, { method: 'POST', body, headers: { 'HX-Request': 'true' } }).catch(() => { /* only this page */ });
  });

  addEventListener('DOMContentLoaded', () => {
    document.querySelectorAll('[data-theme-toggle][hidden]').forEach(toggle => { toggle.hidden = false; });
  });
}
