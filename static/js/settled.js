// The IME guard: fields under [data-settle] tell `settled` 250 ms after the last committed change.
// Nothing is told while a conversion is open, and nothing twice for the same text.
'use strict';
{
  const PAUSE = 250;
  const timers = new WeakMap();
  const told = new WeakMap();

  const later = field => {
    clearTimeout(timers.get(field));
    timers.set(field, setTimeout(() => {
      if (told.get(field) === field.value) return;
      told.set(field, field.value);
      field.dispatchEvent(new CustomEvent('settled', { bubbles: true }));
    }, PAUSE));
  };
  const mine = event => event.target.matches('input, textarea, select') && event.target.closest('[data-settle]');

  document.addEventListener('focusin', event => {
    if (mine(event) && !told.has(event.target)) told.set(event.target, event.target.value);
  });
  document.addEventListener('compositionstart', event => { if (mine(event)) clearTimeout(timers.get(event.target)); });
  document.addEventListener('compositionend', event => { if (mine(event)) later(event.target); });
  document.addEventListener('input', event => { if (mine(event) && !event.isComposing) later(event.target); });
}
