// [data-priority]: what impact and urgency give is shown at once, in the matrix and in words.
'use strict';
{
  document.querySelectorAll('[data-priority]').forEach(card => {
    const draw = () => {
      const chosen = name => card.querySelector(`[name=${name}]:checked`)?.value;
      const at = `${chosen('impact')} ${chosen('urgency')}`;
      let level = '';
      card.querySelectorAll('[data-cell]').forEach(cell => {
        const on = cell.dataset.cell === at;
        cell.toggleAttribute('data-on', on);
        if (on) level = cell.textContent;
      });
      card.querySelectorAll('[data-level]').forEach(line => { line.hidden = line.dataset.level !== level; });
    };
    card.addEventListener('input', draw);
    addEventListener('pageshow', draw);
    draw();
  });
}
