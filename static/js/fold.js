// [data-fold]: a list that folds away again at Escape, or when something else is pressed.
'use strict';
{
  const fold = details => { details.open = false; };
  const unfolded = () => document.querySelectorAll('[data-fold][open]');

  document.addEventListener('click', event => unfolded().forEach(one => { if (!one.contains(event.target)) fold(one); }));
  document.addEventListener('keydown', event => {
    if (event.key !== 'Escape' || event.isComposing) return;
    unfolded().forEach(one => {
      fold(one);
      one.querySelector('summary').focus();
    });
  });
}
