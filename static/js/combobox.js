// A field with a list to choose from: [data-combobox] with aria-controls. The options come by htmx; arrows move,
// Enter takes the chosen one, Escape closes. Keys of an IME conversion are left alone.
'use strict';
{
  const listOf = field => document.getElementById(field.getAttribute('aria-controls'));
  const options = field => [...listOf(field).querySelectorAll('[role=option]:not([aria-disabled])')];
  const show = (field, open) => {
    listOf(field).hidden = !open;
    field.setAttribute('aria-expanded', String(open));
    if (!open) choose(field, null);
  };
  const choose = (field, chosen) => {
    options(field).forEach(option => option.setAttribute('aria-selected', String(option === chosen)));
    if (chosen) { field.setAttribute('aria-activedescendant', chosen.id); chosen.scrollIntoView({ block: 'nearest' }); }
    else field.removeAttribute('aria-activedescendant');
  };

  document.addEventListener('htmx:afterSettle', event => {
    const field = event.target.id && document.querySelector(`[data-combobox][aria-controls="${event.target.id}"]`);
    if (!field) return;
    show(field, listOf(field).children.length > 0 && field === document.activeElement);
    choose(field, options(field)[0]);
  });

  document.addEventListener('keydown', event => {
    const field = event.target.closest?.('[data-combobox]');
    if (!field || event.isComposing || event.keyCode === 229 || field.getAttribute('aria-expanded') !== 'true') return;
    const all = options(field);
    const at = all.findIndex(option => option.getAttribute('aria-selected') === 'true');
    if (event.key === 'Escape') { event.preventDefault(); show(field, false); }
    else if ((event.key === 'ArrowDown' || event.key === 'ArrowUp') && all.length) {
      event.preventDefault();
      choose(field, all[(at + (event.key === 'ArrowDown' ? 1 : all.length - 1)) % all.length]);
    } else if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey && all[at]) {
      event.preventDefault();
      all[at].click();
    }
  });

  // A press on an option must not take the focus first; leaving the field closes the list.
  document.addEventListener('mousedown', event => { if (event.target.closest('.options[role=listbox]')) event.preventDefault(); });
  document.addEventListener('focusout', event => { if (event.target.matches('[data-combobox]') && listOf(event.target)) show(event.target, false); });
}
