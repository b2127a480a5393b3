/* Shows one page of the file at a time. Its address is what stands after the first "#" of the location. */
(function () {
  'use strict';
  var pages = Array.prototype.slice.call(document.querySelectorAll('section[data-page]')), shown = null;
  function show() {
    var hash = location.hash.slice(1), page, target, folded;
    try { hash = decodeURIComponent(hash); } catch (e) { /* as it stands */ }
    if (hash === 'main') return;
    page = document.getElementById(hash.split('#')[0]);
    if (!page || !page.hasAttribute('data-page')) { if (shown && hash) return; page = pages[0]; }
    pages.forEach(function (one) { one.hidden = one !== page; });
    document.title = page.getAttribute('data-title');
    Array.prototype.forEach.call(document.querySelectorAll('nav a'), function (link) {
      if (link.getAttribute('href') === '#' + page.id) link.setAttribute('aria-current', 'page'); else link.removeAttribute('aria-current');
    });
    target = document.getElementById(hash);
    if (!target || target === page) { scrollTo(0, 0); if (shown) page.focus({ preventScroll: true }); }
    else {
      for (folded = target.closest('details'); folded; folded = folded.parentNode.closest('details')) folded.open = true;
      target.scrollIntoView();
    }
    shown = page;
  }
  addEventListener('hashchange', show);
  show();
})();
