// A field with [data-vague] knows words by which nobody could tell whether something was done. While one types,
// the element named by data-vague-hint says which of them stand in it; nothing is refused.
'use strict';
for (const field of document.querySelectorAll('[data-vague]')) {
  const hint = document.getElementById(field.dataset.vagueHint);
  const escaped = words => words.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const bounded = words => /^[\x20-\x7e]+$/.test(words) ? `\\b${escaped(words)}\\b` : escaped(words);
  const vague = new RegExp(JSON.parse(field.dataset.vague).map(bounded).join('|'), 'gi');

  const look = () => {
    const found = [...new Set(field.value.match(vague) || [])];
    hint.hidden = !found.length;
    hint.querySelector('[data-words]').textContent = found.join(', ');
  };
  field.addEventListener('input', event => { if (!event.isComposing) look(); });
  field.addEventListener('compositionend', look);
}
