// A [data-toast] goes away by itself after so many milliseconds; not while the pointer or focus is on it.
'use strict';
{
  const watch = toast => {
    let timer = 0;
    const stop = () => clearTimeout(timer);
    const start = () => { stop(); timer = setTimeout(() => toast.remove(), Number(toast.dataset.toast)); };
    toast.addEventListener('pointerenter', stop);
    toast.addEventListener('focusin', stop);
    toast.addEventListener('pointerleave', start);
    toast.addEventListener('focusout', start);
    start();
  };

  document.querySelectorAll('[data-toast]').forEach(watch);
  new MutationObserver(changes => changes.forEach(change => change.addedNodes.forEach(node => {
    if (node.nodeType === Node.ELEMENT_NODE && node.matches('[data-toast]')) watch(node);
  }))).observe(document.body, { childList: true, subtree: true });
}
