/* The search page: results, facets with counts, the address. The search itself is in search.js. */
(function () {
  'use strict';
  var form = document.getElementById('search-form'), find = window.citeloomSearch && window.citeloomSearch.use;
  if (!form || !find) return;
  find = find();
  var base = document.documentElement.getAttribute('data-root') || '', single = document.documentElement.hasAttribute('data-single'), GROUPS = ['kind', 'mechanism', 'year', 'journal'];
  var ask = find.ask, make = find.make, yearOf = find.yearOf, kindOf = find.kindOf;
  var input = form.querySelector('input[type=search]'), out = document.getElementById('results'), status = document.getElementById('search-status'), facets = document.getElementById('facets'), panel = facets.closest('.facets');
  var chosen = {}, timer = 0, limit = 20, number = 0;
  GROUPS.forEach(function (group) { chosen[group] = new Set(); });
  /* Years in spans, so that there are few: [[name, first, last] …], the newest first. */
  function spans(docs) {
    var least = 9999, most = 0;
    docs.forEach(function (doc) { var year = yearOf(doc); if (year) { least = Math.min(least, year); most = Math.max(most, year); } });
    var wide = most - least < 8 ? 1 : most - least < 40 ? 5 : 10, found = [];
    for (var year = Math.floor(most / wide) * wide; most && year + wide > least; year -= wide) found.push([wide > 1 ? year + '–' + (year + wide - 1) : String(year), year, year + wide - 1]);
    return found;
  }
  /* Per group the values of every result: group → [[name, has(doc)] …]. */
  function values(docs, get) {
    var kinds = window.citeloomSearch.use().kinds;
    var sets = function (name) { return find.facet(name, get).map(function (pair) { return [pair[0], function (doc) { return pair[1].has(doc); }, pair[1]]; }); };
    return {
      kind: kinds.map(function (kind) { return [kind, function (doc) { return kindOf(doc) === kind; }]; }),
      year: spans(docs).map(function (span) { return [span[0], function (doc) { var year = yearOf(doc); return year >= span[1] && year <= span[2]; }]; }),
      mechanism: sets('mechanism'), journal: sets('journal')
    };
  }
  /* Counts of a group are those under the choices in all the other groups. */
  function sifted(docs, get) {
    var groups = values(docs, get), passes = {}, result = { groups: {} };
    GROUPS.forEach(function (group) {
      var on = groups[group].filter(function (value) { return chosen[group].has(value[0]); });
      passes[group] = function (doc) { return !on.length || on.some(function (value) { return value[1](doc); }); };
    });
    GROUPS.forEach(function (group) {
      var left = docs.filter(function (doc) { return GROUPS.every(function (other) { return other === group || passes[other](doc); }); }), there = null;
      result.groups[group] = groups[group].map(function (value) {
        var n = 0;
        if (value[2]) { there = there || new Set(left); value[2].forEach(function (doc) { if (there.has(doc)) n++; }); } else left.forEach(function (doc) { if (value[1](doc)) n++; });
        return [value[0], n];
      }).filter(function (value) { return value[1] || chosen[group].has(value[0]); });
      if (group !== 'year') result.groups[group].sort(function (a, b) { return b[1] - a[1]; });
    });
    result.docs = docs.filter(function (doc) { return GROUPS.every(function (group) { return passes[group](doc); }); });
    return result;
  }
  function drawFacets(groups) {
    var focus = document.activeElement && document.activeElement.getAttribute('data-facet'), any = false;
    var open = Array.from(facets.querySelectorAll('details[open]'), function (more) { return more.getAttribute('data-group'); });
    facets.textContent = '';
    GROUPS.forEach(function (group) {
      var list = groups[group];
      if (list.length < 2 && !chosen[group].size) return;
      any = true;
      var set = make('fieldset'), into = set, rest = null;
      set.appendChild(make('legend', '', facets.getAttribute('data-' + group)));
      list.forEach(function (value, i) {
        if (i === 6 && list.length > 7) {
          rest = make('details'); rest.setAttribute('data-group', group); rest.open = open.indexOf(group) >= 0;
          rest.appendChild(make('summary', '', facets.getAttribute('data-more').replace('{n}', list.length - 6)));
          set.appendChild(rest); into = rest;
        }
        var label = make('label'), check = make('input');
        check.type = 'checkbox'; check.checked = chosen[group].has(value[0]);
        check.setAttribute('data-facet', group + ':' + value[0]);
        check.addEventListener('change', function () { if (check.checked) chosen[group].add(value[0]); else chosen[group].delete(value[0]); limit = 20; look(); });
        label.appendChild(check); label.appendChild(document.createTextNode(' ' + (group === 'kind' ? find.kindName(value[0]) : value[0]) + ' '));
        label.appendChild(make('span', 'n', String(value[1])));
        into.appendChild(label);
        if (focus === group + ':' + value[0]) { if (rest) rest.open = true; focus = check; }
      });
      facets.appendChild(set);
    });
    panel.hidden = !any;
    if (focus && focus.focus) focus.focus();
  }
  function draw(result) {
    var focus = out.contains(document.activeElement) ? document.activeElement : null, many = out.querySelectorAll('a').length;
    drawFacets(result.groups);
    out.textContent = '';
    result.rows.forEach(function (found, i) {
      var item = make('li'), link = make('a');
      link.href = base + found[1];
      find.marked(link, found[0], result);
      item.appendChild(link); item.appendChild(make('p', 'small', find.described(result.docs[i], found))); out.appendChild(item);
    });
    if (focus) Array.from(out.querySelectorAll('a')).some(function (link, i) { if (focus.href ? link.href === focus.href : i === many) { link.focus(); return true; } });
    if (result.docs.length > limit) {
      var more = make('li', 'more'), button = make('button', 'button', facets.getAttribute('data-more').replace('{n}', Math.min(20, result.docs.length - limit)));
      button.type = 'button';
      button.addEventListener('click', function () { limit += 20; look(); });
      more.appendChild(button); out.appendChild(more);
    }
    status.textContent = find.counted(input, result.docs.length, result.instead, result.some);
  }
  function remember(text) {
    var hash = text ? '#q=' + encodeURIComponent(text) : '';
    GROUPS.forEach(function (group) { chosen[group].forEach(function (value) { hash += (hash ? '&' : '#') + group + '=' + encodeURIComponent(value); }); });
    try { history.replaceState(null, '', (single ? '#search.html' : hash ? '' : location.pathname.split('/').pop()) + hash); } catch (e) { /* the address stays */ }
  }
  function look() {
    var text = input.value.trim(), mine = ++number;
    remember(text);
    if (!text) { out.textContent = status.textContent = ''; panel.hidden = true; return; }
    /* the review's own pages first, for they are soon found; cited works join them */
    [['p'], ['p', 'w']].reduceRight(function (next, families) {
      return function () {
        ask(function (get) {
          var found = find.search(text, families, get);
          if (!found.docs.length && families.length > 1 && !get.lack.length) found = find.search(text, families, get, true);
          var result = sifted(found.docs, get);
          result.hit = found.hit; result.typed = found.typed; result.instead = found.instead; result.some = found.some;
          result.rows = result.docs.slice(0, limit).map(function (doc) { return find.row(doc, get); });
          return result;
        }, function (result) { if (mine === number) { if (families.length > 1 || result.docs.length) draw(result); next(); } });
      };
    }, function () {})();
  }
  function read() {
    var given = (location.hash || location.search.replace('?', '#')).match(/#((?:q|kind|mechanism|year|journal)=.*)$/);
    if (!given) return;
    GROUPS.forEach(function (group) { chosen[group].clear(); });
    given[1].split('&').forEach(function (pair) {
      var at = pair.indexOf('='), name = pair.slice(0, at), value = '';
      try { value = decodeURIComponent(pair.slice(at + 1).replace(/\+/g, ' ')); } catch (e) { /* not an address of ours */ }
      if (name === 'q') input.value = value; else if (chosen[name]) chosen[name].add(value);
    });
    look();
  }
  function step(event, way) {
    var links = Array.from(out.querySelectorAll('a')), at = links.indexOf(document.activeElement) + way;
    if (!links.length || at >= links.length) return;
    event.preventDefault();
    (at < 0 ? input : links[at]).focus();
  }
  [input, out].forEach(function (element) {
    element.addEventListener('keydown', function (event) {
      if (event.key === 'ArrowDown') step(event, 1);
      else if (event.key === 'ArrowUp' && element === out) step(event, -1);
    });
  });
  if (matchMedia('(max-width: 62rem)').matches) facets.parentNode.open = false;
  form.hidden = false;
  form.addEventListener('submit', function (event) { event.preventDefault(); clearTimeout(timer); limit = 20; look(); });
  input.addEventListener('focus', function () { ask(function (get) { get('facets'); }, function () {}); });
  input.addEventListener('input', function () { clearTimeout(timer); limit = 20; timer = setTimeout(look, 120); });
  addEventListener('hashchange', read);
  read();
})();
