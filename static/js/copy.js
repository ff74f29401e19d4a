// [data-copy] puts the text of the field that it names onto the clipboard and says so in its own words; where there is
// no clipboard, a link leads on to the page with the text, and a button selects it. [data-print] prints the page.
'use strict';
{
  const tell = button => {
    const before = button.dataset.label ||= button.textContent;
    button.querySelector('[data-said]').textContent = button.dataset.copied;
    setTimeout(() => { button.querySelector('[data-said]').textContent = before.trim(); }, 4000);
  };

  document.querySelectorAll('[data-copy]').forEach(button => {
    button.hidden = false;
    button.addEventListener('click', async event => {
      const source = document.getElementById(button.dataset.copy);
      if (!navigator.clipboard) {
        if (button.href) return;
        source.select();
        if (document.execCommand('copy')) tell(button);
        return;
      }
      event.preventDefault();
      try { await navigator.clipboard.writeText(source.value); tell(button); }
      catch { if (button.href) location.assign(button.href); else source.select(); }
    });
  });
  document.querySelectorAll('[data-print]').forEach(button => {
    button.hidden = false;
    button.addEventListener('click', () => print());
  });
}
