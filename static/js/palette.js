// Search or jump: a combobox in <dialog data-palette>. What is typed goes to data-src?q=… once it has settled;
// the answer is a fragment of <li><a role="option" …>. Without scripts the opener leads to the search page.
'use strict';
{
  const dialog = document.querySelector('dialog[data-palette]');
  const field = dialog?.querySelector('[role=combobox]');
  const list = dialog?.querySelector('[role=listbox]');
  const said = dialog?.querySelector('[role=status]');
  let asking = null;

  const options = () => [...list.querySelectorAll('[role=option]')];
  const choose = chosen => {
    options().forEach((option, number) => {
      option.id ||= `palette-${number}`;
      option.setAttribute('aria-selected', String(option === chosen));
    });
    if (chosen) { field.setAttribute('aria-activedescendant', chosen.id); chosen.scrollIntoView({ block: 'nearest' }); }
    else field.removeAttribute('aria-activedescendant');
  };

  const ask = async () => {
    asking?.abort();
    asking = new AbortController();
    const { signal } = asking;
    try {
      const address = `${dialog.dataset.src}?q=${encodeURIComponent(field.value.trim())}`;
      const answer = await fetch(address, { headers: { 'HX-Request': 'true' }, signal });
      if (!answer.ok) throw new Error(String(answer.status));
      const fragment = new DOMParser().parseFromString(await answer.text(), 'text/html');
      list.replaceChildren(...[...fragment.querySelectorAll('[role=option]')].map(option => option.closest('li')));
      said.textContent = list.children.length ? '' : dialog.dataset.nothing;
    } catch (reason) {
      if (reason.name === 'AbortError') return;
      list.replaceChildren();
      said.textContent = dialog.dataset.failed;
    }
    field.setAttribute('aria-expanded', String(list.children.length > 0));
    choose(options()[0]);
  };

  if (dialog) {
    new MutationObserver(() => { if (dialog.open) { field.select(); ask(); } }).observe(dialog, { attributeFilter: ['open'] });
    field.addEventListener('settled', ask);
    dialog.addEventListener('keydown', event => {
      if (event.isComposing || event.keyCode === 229) return;
      const all = options();
      const at = all.findIndex(option => option.getAttribute('aria-selected') === 'true');
      if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
        event.preventDefault();
        if (all.length) choose(all[(at + (event.key === 'ArrowDown' ? 1 : all.length - 1)) % all.length]);
      } else if (event.key === 'Enter' && event.target === field) {
        if (all[at]) { event.preventDefault(); all[at].click(); }
      }
    });
  }
}
