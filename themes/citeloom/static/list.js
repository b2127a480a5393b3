/* The reading list: papers kept in this browser, or named by the address (#ids=a,b). */
(function () {
  'use strict';
  var root = document.documentElement, base = root.getAttribute('data-root') || '';
  var key = 'citeloom:' + (root.getAttribute('data-site') || '') + ':list';
  var box = document.getElementById('list'), out = document.getElementById('list-papers'), status = document.getElementById('list-status');
  var actions = document.getElementById('list-actions'), link = document.getElementById('list-link'), kept = [], open = true, known = {};
  if (!box) return;
  try { kept = JSON.parse(localStorage.getItem(key)) || []; localStorage.setItem(key, JSON.stringify(kept)); } catch (e) { open = false; }
  function ids() { var given = location.hash.match(/^#ids=(.*)$/); return given ? decodeURIComponent(given[1]).split(',').filter(Boolean) : null; }
  function list() {
    var shared = ids(), mine = {};
    kept.forEach(function (paper) { mine[paper.id] = paper; });
    return shared ? shared.map(function (id) { return mine[id] || known[id] || { id: id, title: id, href: 'articles/' + id + '.html' }; }) : kept;
  }
  function save() { try { localStorage.setItem(key, JSON.stringify(kept)); } catch (e) { /* the address holds the list */ } }
  function draw() {
    var papers = list(), shared = ids(), n = papers.length;
    out.textContent = '';
    papers.forEach(function (paper) {
      var item = document.createElement('li'), title = document.createElement('p'), by = document.createElement('p'), to = document.createElement('a'), remove = document.createElement('button');
      to.href = base + paper.href; to.textContent = paper.title;
      title.className = 't'; title.appendChild(to);
      by.className = 'by'; by.textContent = paper.by || '';
      remove.type = 'button'; remove.className = 'button'; remove.textContent = box.getAttribute('data-remove');
      remove.setAttribute('aria-label', box.getAttribute('data-remove') + ': ' + paper.title);
      remove.addEventListener('click', function () {
        if (shared) location.hash = 'ids=' + shared.filter(function (id) { return id !== paper.id; }).map(encodeURIComponent).join(',');
        else { kept = kept.filter(function (other) { return other.id !== paper.id; }); save(); draw(); status.focus(); }
      });
      item.appendChild(title); item.appendChild(by); item.appendChild(remove);
      out.appendChild(item);
    });
    status.textContent = (n ? box.getAttribute(n === 1 ? 'data-one' : 'data-many').replace('{n}', n) + '. ' : box.getAttribute('data-empty')) +
      (shared ? box.getAttribute('data-shared') : '') + (open ? '' : ' ' + box.getAttribute('data-closed'));
    /* what came with a link has no record here: only its own page has it */
    var bare = papers.filter(function (paper) { return !paper.bib; }).length;
    if (bare) status.textContent += ' ' + box.getAttribute('data-bare').replace('{n}', bare);
    actions.hidden = !n;
    actions.querySelector('[data-keep]').hidden = !shared || !open;
    actions.querySelector('[data-clear]').hidden = !!shared;
    Array.prototype.forEach.call(actions.querySelectorAll('[data-export]'), function (button) {
      button.hidden = !papers.some(function (paper) { return paper[button.getAttribute('data-export')]; });
    });
    link.hidden = !n;
    link.querySelector('a').href = 'reading-list.html#ids=' + papers.map(function (paper) { return encodeURIComponent(paper.id); }).join(',');
  }
  Array.prototype.forEach.call(actions.querySelectorAll('[data-export]'), function (button) {
    button.addEventListener('click', function () {
      var format = button.getAttribute('data-export'), a = document.createElement('a');
      var text = list().map(function (paper) { return paper[format]; }).filter(Boolean).join('\n\n') + '\n';
      a.href = URL.createObjectURL(new Blob([text], { type: 'text/plain' }));
      a.download = 'reading-list.' + format;
      document.body.appendChild(a); a.click(); a.remove();
      setTimeout(function () { URL.revokeObjectURL(a.href); }, 10000);
    });
  });
  actions.querySelector('[data-keep]').addEventListener('click', function () {
    list().forEach(function (paper) { if (!kept.some(function (other) { return other.id === paper.id; })) kept.push(paper); });
    save(); location.hash = '';
  });
  actions.querySelector('[data-clear]').addEventListener('click', function () { kept = []; save(); draw(); });
  addEventListener('hashchange', draw);
  draw();
  if (ids() && window.citeloomSearch) { /* titles of papers that are not kept here come from the search's data */
    window.citeloomSearch.papers(ids(), function (found) {
      Object.keys(found).forEach(function (id) { known[id] = { id: id, title: found[id][0], href: found[id][1], by: found[id][2] }; });
      draw();
    });
  }
})();
